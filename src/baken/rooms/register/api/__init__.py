"""The register over HTTP."""

from ninja import Router

from baken.rooms.register.api import slices

routers: tuple[tuple[str, Router], ...] = (("Slices of exposure", slices.router),)

__all__ = ["routers"]
