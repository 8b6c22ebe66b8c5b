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
from baken.rooms.measures.answers.recommendations import (
    open_recommendations,
    recommendation_cards,
    recommendation_figures,
    recommendation_hits,
    recommendation_nodes,
)
from baken.rooms.measures.answers.records import open_items, search_hits, thread_nodes
from baken.rooms.measures.answers.served import served_meant, served_of
from baken.rooms.measures.answers.threads import thread_kinds

__all__ = [
    "inbox_cards",
    "open_items",
    "open_purchases",
    "open_recommendations",
    "purchase_cards",
    "purchase_figures",
    "purchase_hits",
    "purchase_thread_kinds",
    "purchase_thread_nodes",
    "recommendation_cards",
    "recommendation_figures",
    "recommendation_hits",
    "recommendation_nodes",
    "search_hits",
    "served_meant",
    "served_of",
    "thread_kinds",
    "thread_nodes",
    "unit_figures",
]
