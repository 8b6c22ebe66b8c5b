"""Groups of states of a small purchase: each said once."""

from __future__ import annotations

DRAFT, CHECKED, RETURNED = "draft", "checked", "returned"
APPROVED, ORDERED, IN_USE = "approved", "ordered", "in_use"
# Whoever asked can still say it otherwise.
BEING_WRITTEN = (DRAFT, RETURNED)
# Money that is promised, and money that is spent.
RESERVED = (APPROVED,)
BOUGHT = (ORDERED, "received", IN_USE, "effect_checked", "closed")
# What counts when purchases that belong together are looked for.
TOGETHER = (CHECKED, *RESERVED, *BOUGHT)
# Somebody still has to do something about it.
OPEN_PURCHASES = (*BEING_WRITTEN, CHECKED, APPROVED, ORDERED, "received", IN_USE, "effect_checked")
GIVEN_UP_FROM = (*BEING_WRITTEN, CHECKED, APPROVED, ORDERED)
