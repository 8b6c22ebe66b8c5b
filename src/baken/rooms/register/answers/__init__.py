"""What the register answers to the common questions; ``site.wiring`` lists them."""

from baken.rooms.register.answers.bow_ties import bow_tie_nodes
from baken.rooms.register.answers.cards import inbox_cards, waiting_cards
from baken.rooms.register.answers.figures import unit_figures
from baken.rooms.register.answers.handovers import (
    handover_matters,
    matter_outcomes,
    matters_shown,
)
from baken.rooms.register.answers.records import open_items, search_hits, thread_nodes
from baken.rooms.register.answers.served import served_meant, served_of
from baken.rooms.register.answers.slices import slice_nodes
from baken.rooms.register.answers.subjects import (
    subject_kinds,
    subject_meant,
    subject_standing,
    subjects_seen,
)
from baken.rooms.register.answers.threads import thread_kinds

__all__ = [
    "bow_tie_nodes",
    "handover_matters",
    "inbox_cards",
    "matter_outcomes",
    "matters_shown",
    "open_items",
    "search_hits",
    "served_meant",
    "served_of",
    "slice_nodes",
    "subject_kinds",
    "subject_meant",
    "subject_standing",
    "subjects_seen",
    "thread_kinds",
    "thread_nodes",
    "unit_figures",
    "waiting_cards",
]
