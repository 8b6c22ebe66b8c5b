"""Sheets over HTTP."""

from ninja import Router

from baken.rooms.sheets.api import filling, sheets

routers: tuple[tuple[str, Router], ...] = (
    ("Sheets", sheets.router),
    ("Sheets", filling.router),
)

__all__ = ["routers"]
