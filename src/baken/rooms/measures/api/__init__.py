"""Measures over HTTP."""

from ninja import Router

from baken.rooms.measures.api import exports, measures

routers: tuple[tuple[str, Router], ...] = (
    ("Measures", measures.router),
    ("Exports", exports.router),
)

__all__ = ["routers"]
