"""What the org room answers to the common questions; ``site.wiring`` lists them."""

from baken.rooms.org.answers.equipment import inbox_cards, open_items, thread_nodes, unit_figures
from baken.rooms.org.answers.found import search_hits

__all__ = ["inbox_cards", "open_items", "search_hits", "thread_nodes", "unit_figures"]
