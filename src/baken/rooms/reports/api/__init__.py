"""The reports room over HTTP: reports, occurrences, and intake without an account."""

from ninja import Router

from baken.rooms.reports.api import intake, occurrences, reports

routers: tuple[tuple[str, Router], ...] = (
    ("Reports", reports.router),
    ("Occurrences", occurrences.router),
    ("Intake without an account", intake.router),
)

__all__ = ["routers"]
