"""Assessments over HTTP."""

from ninja import Router

from baken.rooms.assessments.api import assessments, papers

routers: tuple[tuple[str, Router], ...] = (
    ("Assessments", assessments.router),
    ("Assessments", papers.router),
)

__all__ = ["routers"]
