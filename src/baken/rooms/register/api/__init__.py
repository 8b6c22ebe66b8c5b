"""The register over HTTP."""

from ninja import Router

from baken.rooms.register.api import decisions, exports, risks

routers: tuple[tuple[str, Router], ...] = (
    ("Risks", risks.router),
    ("Decisions", decisions.router),
    ("Exports", exports.router),
)

__all__ = ["routers"]
