"""The register over HTTP."""

from ninja import Router

from baken.rooms.register.api import (
    bow_ties,
    decisions,
    exports,
    local_ratings,
    risks,
    slices,
    weighing,
)

routers: tuple[tuple[str, Router], ...] = (
    ("Risks", risks.router),
    ("Risks", weighing.router),
    ("Risks", local_ratings.router),
    ("Decisions", decisions.router),
    ("Slices of exposure", slices.router),
    ("Bow-ties", bow_ties.router),
    ("Exports", exports.router),
)

__all__ = ["routers"]
