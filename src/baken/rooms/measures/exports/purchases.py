"""What of small purchases can be taken away in a file, within what the actor may read and take away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from baken.core.access import Actor
from baken.core.export.columns import Column
from baken.core.export.kinds import Ask, ExportKind, Source
from baken.rooms.library.queries import label_of
from baken.rooms.measures.models import Purchase
from baken.rooms.measures.permits import EXPORT_PURCHASE
from baken.rooms.measures.queries.choices import items_of
from baken.rooms.measures.queries.exports import takable_purchases
from baken.rooms.measures.queries.purchase_days import cents_per_class, decision_days, lead_days
from baken.rooms.measures.texts import EFFECT_LABELS
from baken.rooms.measures.workflow import PURCHASE
from baken.rooms.org.queries import tree


def purchase_columns() -> list[Column]:
    """A purchase as the API gives it, with its days and euros; who did what is no part of it."""
    return [
        _of("id", _("Identifier"), lambda one: str(one.id)),
        _of("ref", _("Reference")),
        _of("title", _("What do you want to buy?")),
        _of("description", _("What is it for, and how many?")),
        _of("category", _("Kind"), word=lambda code: _item("purchase_categories", code)),
        _of("supplier", _("From which supplier")),
        _of("amount_cents", _("Without VAT, in euro cents"), kind="number"),
        _of("total_cents", _("With VAT, in euro cents"), kind="number"),
        _of("why_regular_not", _("Why not by the regular route?")),
        _of("no_risk", _("Why without a risk?"), word=lambda code: _item("purchase_no_risk", code)),
        _of("risk_class", _("Risk class"), word=_class),
        _of("class_after", _("Class now"), word=_class),
        _of("effect", _("Did what stays of the risk fall?"), word=_effect),
        _of("unit", _("Unit"), lambda one: tree().by_id[one.unit_id].code, word=_unit),
        _of("budget_unit", _("Whose money"), _budget_unit, word=_unit),
        _of("budget_year", _("Of which year"), kind="number"),
        _of("state", _("State"), word=lambda state: str(PURCHASE.states[state])),
        _of("asked_at", _("Asked"), kind="moment"),
        _of("decided_at", _("Decided"), kind="moment"),
        _of("ordered_at", _("Ordered"), kind="moment"),
        _of("received_at", _("Received"), kind="moment"),
        _of("in_use_at", _("In use"), kind="moment"),
        _of("effect_checked_at", _("Effect checked"), kind="moment"),
        Column("decision_days", _("Days to the decision"), decision_days, kind="number"),
        Column("lead_days", _("Days until it came"), lead_days, kind="number"),
        Column(
            "cents_per_step",
            _("Euro cents per class, to sort by"),
            cents_per_class,
            kind="number",
        ),
    ]


def _of(name: str, label: Any, value: Any = None, **more: Any) -> Column:
    def read(record: Purchase) -> Any:
        return getattr(record, name)

    privacy = Purchase.privacy.class_of(name) or "public"
    return Column(name, label, value or read, privacy=privacy, **more)


def _item(name: str, code: str) -> str:
    return str(items_of(name)[code].label) if code else ""


def _class(code: str) -> str:
    return label_of("risk_classes", code) if code else ""


def _effect(code: str) -> str:
    return str(EFFECT_LABELS[code]) if code else ""


def _budget_unit(one: Purchase) -> str:
    return tree().by_id[one.budget_unit_id].code


def _unit(code: str) -> str:
    return tree().by_code[code].name


def _source(actor: Actor) -> Source | None:
    if not actor.holds(EXPORT_PURCHASE):
        return None
    mine = takable_purchases(actor)

    def records(ask: Ask, level: int) -> Iterator[Purchase]:
        for page in mine.pages(ask, level):
            yield from page

    return Source(purchase_columns(), records, mine.level)


PURCHASES = ExportKind("purchases", _("Small purchases"), (EXPORT_PURCHASE,), _source)
