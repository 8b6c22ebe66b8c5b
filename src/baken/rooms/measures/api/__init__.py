"""Measures, recommendations and small purchases over HTTP."""

from ninja import Router

from baken.rooms.measures.api import exports, measures, purchases, recommendations

routers: tuple[tuple[str, Router], ...] = (
    ("Measures", measures.router),
    ("Recommendations", recommendations.router),
    ("Small purchases", purchases.router),
    ("Exports", exports.router),
)

__all__ = ["routers"]
