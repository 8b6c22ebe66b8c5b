"""Measures and small purchases over HTTP."""

from ninja import Router

from baken.rooms.measures.api import exports, measures, purchases

routers: tuple[tuple[str, Router], ...] = (
    ("Measures", measures.router),
    ("Small purchases", purchases.router),
    ("Exports", exports.router),
)

__all__ = ["routers"]
