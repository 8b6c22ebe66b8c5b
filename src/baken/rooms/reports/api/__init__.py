"""The reports room over HTTP: reports, occurrences, and intake without an account."""

from ninja import Router

from baken.rooms.reports.api import (
    access,
    accident_records,
    barriers,
    counts,
    doubles,
    e5x,
    entering,
    exports,
    follow_up,
    intake,
    notifications,
    occurrences,
    paper,
    reports,
    routing,
    series,
    similar,
    to_risk,
)

routers: tuple[tuple[str, Router], ...] = (
    ("Reports", reports.router),
    ("Entering for somebody else", entering.router),
    ("Entering for somebody else", paper.router),
    ("Questions that follow", follow_up.router),
    ("Counts of occurrences", counts.router),
    ("Counts of occurrences", series.router),
    ("Possible doubles between systems", doubles.router),
    ("Occurrences", occurrences.router),
    ("Duties to notify", notifications.router),
    ("Accident records of servicemen", accident_records.router),
    ("What is alike", similar.router),
    ("Risks", to_risk.router),
    ("Risks", barriers.router),
    ("Form of the aviation authority", e5x.router),
    ("Who sees what", access.router),
    ("Where reports go", routing.router),
    ("Exports", exports.router),
    ("Intake without an account", intake.router),
    ("Intake without an account", follow_up.public),
)

__all__ = ["routers"]
