"""What the reports room answers to the common questions: inbox, search, thread, unit picture."""

from baken.rooms.reports.answers.duties import inbox_cards as duty_cards
from baken.rooms.reports.answers.duties import waiting_cards as duty_waiting_cards
from baken.rooms.reports.answers.figures import unit_figures
from baken.rooms.reports.answers.handovers import handover_matters, matters_shown
from baken.rooms.reports.answers.open_items import open_items
from baken.rooms.reports.answers.records import (
    inbox_cards,
    search_hits,
    thread_nodes,
    waiting_cards,
)
from baken.rooms.reports.answers.served import served_meant, served_of
from baken.rooms.reports.answers.subjects import (
    subject_kinds,
    subject_meant,
    subject_standing,
    subjects_seen,
)
from baken.rooms.reports.answers.threads import thread_kinds

__all__ = [
    "duty_cards",
    "duty_waiting_cards",
    "handover_matters",
    "inbox_cards",
    "matters_shown",
    "open_items",
    "search_hits",
    "served_meant",
    "served_of",
    "subject_kinds",
    "subject_meant",
    "subject_standing",
    "subjects_seen",
    "thread_kinds",
    "thread_nodes",
    "unit_figures",
    "waiting_cards",
]
