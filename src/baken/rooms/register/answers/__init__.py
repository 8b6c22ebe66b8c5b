"""What the register answers to the common questions: inbox, search, thread, unit picture."""

from baken.rooms.register.answers.cards import inbox_cards, waiting_cards
from baken.rooms.register.answers.figures import unit_figures
from baken.rooms.register.answers.records import open_items, search_hits, thread_nodes

__all__ = [
    "inbox_cards",
    "open_items",
    "search_hits",
    "thread_nodes",
    "unit_figures",
    "waiting_cards",
]
