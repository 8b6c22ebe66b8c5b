"""Consultations over HTTP."""

from ninja import Router

from baken.rooms.consultation.api import consultations, exports

routers: tuple[tuple[str, Router], ...] = (
    ("Consultations", consultations.router),
    ("Exports", exports.router),
)

__all__ = ["routers"]
