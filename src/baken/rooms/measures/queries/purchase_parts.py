"""The quotes of small purchases, and all that belongs to them as the trail vouches for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from baken.core.workflow.parts import Part, files_of_records, plain_row
from baken.rooms.measures.models import Purchase, PurchaseQuote

_QUOTE = ("nth", "supplier", "cents", "file", "added_at", "added_by")


def quotes_of(purchase: Purchase) -> list[PurchaseQuote]:
    """The newest quote of each supplier of a purchase that was itself read through the guard.

    The cheapest first.
    """
    rows: Any = PurchaseQuote.objects.of(purchase)
    newest = {one.supplier_key: one for one in rows.order_by("nth")}
    return sorted(newest.values(), key=lambda one: (one.cents, one.nth))


def quote_part(row: PurchaseQuote) -> dict[str, Any]:
    """One quote as plain values."""
    return {f"quote.{row.nth}": plain_row(row, _QUOTE)}


def parts_of_purchases(numbers: Sequence[int]) -> Iterator[Part]:
    """Everything that belongs to these purchases: quotes and files."""
    rows: Any = PurchaseQuote.objects.for_system(reason="trail").filter(record__in=numbers)
    for row in rows:
        yield from ((row.record_id, key, value) for key, value in quote_part(row).items())
    yield from files_of_records(Purchase, numbers)
