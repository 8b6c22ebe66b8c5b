"""The register over HTTP."""

from ninja import Router

from baken.rooms.register.api import decisions, exports, risks, slices, weighing

routers: tuple[tuple[str, Router], ...] = (
    ("Risks", risks.router),
    ("Risks", weighing.router),
    ("Decisions", decisions.router),
    ("Slices of exposure", slices.router),
    ("Exports", exports.router),
)

__all__ = ["routers"]
