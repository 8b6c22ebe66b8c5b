"""Small purchases over HTTP: list, read, ask, quotes, and every step with the refusals of the pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from baken.core.api.endpoints import endpoint
from baken.core.api.records import RecordKind, add_record_endpoints
from baken.core.api.schemas import IdempotencyHeader
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.measures.actions.purchase import (
    add_purchase_file,
    add_quote,
    take_purchase_step,
)
from baken.rooms.measures.actions.purchase.ask_once import ask_once
from baken.rooms.measures.api.purchase_filters import PurchaseQuery
from baken.rooms.measures.models import Purchase
from baken.rooms.measures.permits import ASK, READ_PURCHASE
from baken.rooms.measures.queries.choices import items_of
from baken.rooms.measures.queries.purchase_lists import purchases_page
from baken.rooms.measures.queries.purchase_parts import quotes_of
from baken.rooms.measures.queries.purchase_purpose import purpose_meant
from baken.rooms.measures.queries.purchase_thread import title_of_purchase_code
from baken.rooms.measures.schemas.purchase import (
    PurchaseBody,
    PurchaseOut,
    PurchasePage,
    QuoteBody,
    QuoteList,
    QuoteOut,
    purchase_out,
    quote_out,
)
from baken.rooms.notices.actions import mark_seen
from baken.rooms.org.queries import tree

router = Router()
ABOUT_STEPS = (
    "Who asked does not approve, who checked on money does not approve, and who asked or bought does not"
    " check the effect, whatever posts they hold. `approve` and `reject` say what was seen."
)


@router.get("/purchases", response=PurchasePage, operation_id="purchases")
@endpoint(permit=READ_PURCHASE, root=Purchase)
def purchases(request: HttpRequest, asked: Query[PurchaseQuery]) -> PurchasePage:
    """Small purchases within your reach, newest first."""
    page = purchases_page(
        request.actor,  # type: ignore[attr-defined]
        narrow=asked.narrow(request.at),  # type: ignore[attr-defined]
        words=asked.words(),
        cursor=asked.cursor,
        limit=asked.limit,
    )
    return PurchasePage(
        items=[purchase_out(one) for one in page.items], next=page.next_cursor or None
    )


@router.post("/purchases", response={201: PurchaseOut}, operation_id="ask_purchase")
@endpoint(permit=ASK)
def ask(
    request: HttpRequest, response: HttpResponse, payload: PurchaseBody, key: IdempotencyHeader = ""
) -> object:
    """Ask for a small purchase: for what it serves, or for a unit with a code of why.

    The same `Idempotency-Key` twice is one purchase and one answer; with another body it is 409.
    """
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    serves = purpose_meant(actor, payload.serves) if payload.serves else None
    if payload.serves and serves is None:
        wrong = _("There is no risk, occurrence or measure with this reference.")
        raise FieldsRefused({"serves": wrong})
    unit = tree().find(payload.unit) if payload.unit else None
    made = ask_once(actor=actor, serves=serves, unit=unit, fields=payload.wanted(), at=at, key=key)
    response["Location"] = f"/api/v1/purchases/{made.ref}"
    return Status(201, purchase_out(made))


@router.get("/purchases/{ref}", response=PurchaseOut, operation_id="purchase")
@endpoint(permit=READ_PURCHASE, root=Purchase)
def purchase(request: HttpRequest, record: Purchase) -> PurchaseOut:
    """One small purchase, by reference number or UUID; outside your reach 404."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    mark_seen(actor=actor, record=record, at=at)
    return purchase_out(record)


@router.get("/purchases/{ref}/quotes", response=QuoteList, operation_id="purchase_quotes")
@endpoint(permit=READ_PURCHASE, root=Purchase)
def quotes(request: HttpRequest, record: Purchase) -> QuoteList:
    """The quotes, the cheapest first."""
    return QuoteList(items=[quote_out(one) for one in quotes_of(record)])


@router.post("/purchases/{ref}/quotes", response={201: QuoteOut}, operation_id="add_quote")
@endpoint(permit=READ_PURCHASE, root=Purchase)
def quote(request: HttpRequest, record: Purchase, payload: QuoteBody) -> object:
    """Add a quote while the purchase is being written; of one supplier the newest counts."""
    made = add_quote(
        actor=request.actor,  # type: ignore[attr-defined]
        record=record,
        supplier=payload.supplier,
        cents=payload.cents,
        file=payload.file,
        at=request.at,  # type: ignore[attr-defined]
    )
    return Status(201, quote_out(made))


add_record_endpoints(
    router,
    RecordKind(
        name="purchase",
        collection="purchases",
        root=Purchase,
        permit=READ_PURCHASE,
        answer=lambda _request, record: purchase_out(record),
        answer_schema=PurchaseOut,
        take_step=take_purchase_step,
        add_file=add_purchase_file,
        choices_of=items_of,
        title_of=title_of_purchase_code,
        hidden=lambda _actor, _record: frozenset({"serves"}),
        about_steps=ABOUT_STEPS,
    ),
)
