"""What measures and small purchases answer to the common questions; ``site.wiring`` lists them."""

from baken.rooms.measures.answers.cards import inbox_cards
from baken.rooms.measures.answers.figures import unit_figures
from baken.rooms.measures.answers.purchase_figures import purchase_figures
from baken.rooms.measures.answers.purchases import (
    open_purchases,
    purchase_cards,
    purchase_hits,
    purchase_thread_kinds,
    purchase_thread_nodes,
)
from baken.rooms.measures.answers.records import open_items, search_hits, thread_nodes
from baken.rooms.measures.answers.threads import thread_kinds

__all__ = [
    "inbox_cards",
    "open_items",
    "open_purchases",
    "purchase_cards",
    "purchase_figures",
    "purchase_hits",
    "purchase_thread_kinds",
    "purchase_thread_nodes",
    "search_hits",
    "thread_kinds",
    "thread_nodes",
    "unit_figures",
]
