"""Adds what a supplier asks for it."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from baken.core.access import Actor, refuse_unless, signing
from baken.core.files.content import CleanFile
from baken.core.files.store import files_of
from baken.core.trail.append import Entry, append
from baken.core.workflow.advance import locked
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.measures.actions.purchase.add_file import add_purchase_file
from baken.rooms.measures.models import Purchase, PurchaseQuote
from baken.rooms.measures.permits import ASK
from baken.rooms.measures.queries.purchase_parts import quote_part
from baken.rooms.measures.rules.purchase_states import BEING_WRITTEN
from baken.rooms.measures.rules.purchasing import supplier_key

MOST_QUOTES = 20


def add_quote(
    *,
    actor: Actor,
    record: Purchase,
    supplier: str,
    cents: int,
    file: uuid.UUID | CleanFile | None = None,
    at: datetime,
) -> PurchaseQuote:
    """Add a quote to a purchase that is being written: euro cents without VAT.

    A newer one of the same supplier counts instead of those before it, which the history keeps.
    ``file`` is a file of the purchase, or one that is kept with it when the quote is. Raises AccessDenied
    for whoever asks for no purchases there, and FieldsRefused with a sentence per field.
    """
    with transaction.atomic():
        fresh = locked(record)
        refuse_unless(actor, ASK, fresh)
        _refuse(fresh, supplier, cents, file)
        earlier = _newest_of(fresh, supplier)
        last = PurchaseQuote.objects.of(fresh).aggregate(last=Max("nth"))["last"] or 0
        made = PurchaseQuote(
            record=fresh,
            nth=last + 1,
            supplier=supplier.strip(),
            supplier_key=supplier_key(supplier),
            cents=cents,
            file=_kept(fresh, file, actor, at),
            added_at=at,
            added_by=actor.person,
        )
        made.save(force_insert=True)
        entry = Entry(
            code="measures.purchase.quoted",
            from_state=fresh.state,
            to_state=fresh.state,
            facts={"nth": made.nth, "cents": cents, "replaces": earlier.nth if earlier else None},
            words={"supplier": made.supplier},
            parts=quote_part(made),
        )
        append(record=fresh, actor=signing(actor, ASK, fresh), at=at, entry=entry)
    return made


def _newest_of(record: Purchase, supplier: str) -> PurchaseQuote | None:
    rows = PurchaseQuote.objects.of(record).filter(supplier_key=supplier_key(supplier))
    found: PurchaseQuote | None = rows.order_by("-nth").first()
    return found


def _kept(
    record: Purchase, file: uuid.UUID | CleanFile | None, actor: Actor, at: datetime
) -> uuid.UUID | None:
    """The file of a quote that was not refused."""
    if not isinstance(file, CleanFile):
        return file
    return add_purchase_file(actor=actor, record=record, file=file, at=at).id


def _refuse(
    record: Purchase, supplier: str, cents: int, file: uuid.UUID | CleanFile | None
) -> None:
    found = {}
    known = PurchaseQuote.objects.of(record)
    if record.state not in BEING_WRITTEN:
        found["supplier"] = _("Quotes are added while it is being written.")
    elif not supplier.strip():
        found["supplier"] = _("This is needed.")
    elif known.count() >= MOST_QUOTES:
        found["supplier"] = _("These are quotes enough.")
    if cents <= 0:
        found["amount"] = _("Give an amount in euros, such as 2500 or 2.500,00.")
    is_known = (
        file is None or isinstance(file, CleanFile) or files_of(record).filter(id=file).exists()
    )
    if not is_known:
        found["file"] = _("This is no file of this purchase.")
    if found:
        raise FieldsRefused(found)
