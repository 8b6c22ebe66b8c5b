"""Measures and recommendations over HTTP."""

from ninja import Router

from baken.rooms.measures.api import exports, measures, recommendations

routers: tuple[tuple[str, Router], ...] = (
    ("Measures", measures.router),
    ("Recommendations", recommendations.router),
    ("Exports", exports.router),
)

__all__ = ["routers"]
