"""The reports room over HTTP: reports, occurrences, and intake without an account."""

from ninja import Router

from baken.rooms.reports.api import (
    access,
    counts,
    doubles,
    exports,
    intake,
    notifications,
    occurrences,
    reports,
    routing,
    series,
    similar,
)

routers: tuple[tuple[str, Router], ...] = (
    ("Reports", reports.router),
    ("Counts of occurrences", counts.router),
    ("Counts of occurrences", series.router),
    ("Possible doubles between systems", doubles.router),
    ("Occurrences", occurrences.router),
    ("Duties to notify", notifications.router),
    ("What is alike", similar.router),
    ("Who sees what", access.router),
    ("Where reports go", routing.router),
    ("Exports", exports.router),
    ("Intake without an account", intake.router),
)

__all__ = ["routers"]
