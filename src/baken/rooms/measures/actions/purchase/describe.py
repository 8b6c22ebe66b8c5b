"""What describes a small purchase: read from what was filled in, and refused where it is none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from baken.core.workflow.errors import FieldsRefused
from baken.rooms.library.queries.purchasing import purchasing
from baken.rooms.measures.rules.money import cents_of
from baken.rooms.measures.rules.purchasing import supplier_key
from baken.rooms.measures.texts import PURCHASE_REFUSALS
from baken.rooms.measures.workflow import WANTED

SEALED_OF_PURCHASE = (
    *("title", "description", "supplier", "why_regular_not", "framework_reason"),
    "no_risk_reason",
)
_ELSEWHERE = ("amount", "total", "needed_by", "confirmed")


def wanted(fields: Mapping[str, Any], *, serves_something: bool) -> dict[str, Any]:
    """The fields of a purchase as columns. Raises FieldsRefused with a sentence per field.

    Without anything that it serves it takes a code and a reason.
    Source: domain reference, vms, section 15, test 4.
    """
    values: dict[str, Any] = {
        one.name: fields.get(one.name, "") for one in WANTED if one.name not in _ELSEWHERE
    }
    values |= {
        "needed_by": fields.get("needed_by"),
        "confirmed": sorted(fields.get("confirmed", [])),
        "supplier_key": supplier_key(values["supplier"]),
        "amount_cents": cents_of(fields["amount"]),
        "total_cents": cents_of(fields["total"]),
    }
    if serves_something:
        values |= {"no_risk": "", "no_risk_reason": ""}
    errors = _wrong(values, serves_something=serves_something)
    if errors:
        raise FieldsRefused(errors)
    return values


def _wrong(values: Mapping[str, Any], *, serves_something: bool) -> dict[str, Any]:
    found: dict[str, Any] = {}
    amount = _("Give an amount in euros, such as 2500 or 2.500,00.")
    if not values["amount_cents"]:
        found["amount"] = amount
    if not values["total_cents"]:
        found["total"] = amount
    elif values["amount_cents"] and values["total_cents"] < values["amount_cents"]:
        found["total"] = _("This is less than without VAT.")
    if purchasing().categories[values["category"]].is_forbidden:
        found["category"] = PURCHASE_REFUSALS["forbidden"]
    if not serves_something and not values["no_risk"]:
        found["no_risk"] = _("Say why this is about no risk.")
    if not serves_something and not values["no_risk_reason"]:
        found["no_risk_reason"] = _("Say what it is about.")
    return found


def facts_of_purchase(values: Mapping[str, Any]) -> dict[str, Any]:
    """What the history tells of a description besides its words."""
    return {name: values[name] for name in ("category", "amount_cents", "total_cents", "no_risk")}


def words_of_purchase(values: Mapping[str, Any]) -> dict[str, str]:
    """The words that the history keeps of a description."""
    return {name: values[name] for name in ("title", "description", "why_regular_not")}
