"""What changes small purchases: one verb per file."""

from baken.rooms.measures.actions.purchase.add_file import add_purchase_file
from baken.rooms.measures.actions.purchase.add_quote import add_quote
from baken.rooms.measures.actions.purchase.ask import ask_purchase
from baken.rooms.measures.actions.purchase.set_budget import set_budget
from baken.rooms.measures.actions.purchase.take_step import take_purchase_step

__all__ = ["add_purchase_file", "add_quote", "ask_purchase", "set_budget", "take_purchase_step"]
