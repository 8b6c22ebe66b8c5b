"""Assessments over HTTP."""

from ninja import Router

from baken.rooms.assessments.api import assessments

routers: tuple[tuple[str, Router], ...] = (("Assessments", assessments.router),)

__all__ = ["routers"]
