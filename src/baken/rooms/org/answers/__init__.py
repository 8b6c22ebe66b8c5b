"""What the org room answers to the common questions; ``site.wiring`` lists them."""

from baken.rooms.org.answers.equipment import inbox_cards, open_items, thread_nodes, unit_figures
from baken.rooms.org.answers.found import search_hits
from baken.rooms.org.answers.handovers import inbox_cards as handover_cards
from baken.rooms.org.answers.handovers import thread_nodes as handover_nodes

__all__ = [
    "handover_cards",
    "handover_nodes",
    "inbox_cards",
    "open_items",
    "search_hits",
    "thread_nodes",
    "unit_figures",
]
