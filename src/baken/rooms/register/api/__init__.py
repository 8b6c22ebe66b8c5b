"""The register over HTTP."""

from ninja import Router

from baken.rooms.register.api import bow_ties

routers: tuple[tuple[str, Router], ...] = (("Bow-ties", bow_ties.router),)

__all__ = ["routers"]
