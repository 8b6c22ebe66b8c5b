"""What a description of a risk sets on its record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from baken.core.access import Actor, may
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.register.models import Risk, RiskCategory
from baken.rooms.register.permits import ADVISE
from baken.rooms.register.rules.sentences import says_something

# What is said along with a description and is no value that it sets.
_BESIDE = ("categories", "limit_reason", "owner")
_EMPTY: dict[str, Any] = {
    "activity": "",
    "from_on": None,
    "until_on": None,
    "group": "",
    "exposed": None,
    "domains": [],
    "breaches_limit": False,
    "legal_basis": "",
}


def described(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a description; what was left empty becomes empty.

    Raises FieldsRefused for an activity that ends before it begins, fewer than no people, and an
    exemption where no limit is broken.
    """
    values = {**_EMPTY, **{name: one for name, one in fields.items() if name not in _BESIDE}}
    values["domains"] = sorted(set(values["domains"]))
    errors: dict[str, str] = {}
    first, last = values["from_on"], values["until_on"]
    if first and last and last < first:
        errors["until_on"] = _("The last day is before the first one.")
    if values["exposed"] is not None and values["exposed"] < 1:
        errors["exposed"] = _("Give a number of people from 1 on, or leave it empty.")
    if values["legal_basis"] and not values["breaches_limit"]:
        errors["legal_basis"] = _("This is only asked when a limit or prohibition is broken.")
    if errors:
        raise FieldsRefused(errors)
    return values


def limit_lifted(risk: Risk, actor: Actor, fields: Mapping[str, Any]) -> bool:
    """Whether a description takes away that a limit of law is broken.

    Raises FieldsRefused when it does without a reason, or by somebody who does not advise on the risk:
    a broken limit stands in the way of who decides, and that is not for them to take away.
    """
    if not risk.breaches_limit or fields.get("breaches_limit"):
        return False
    if not may(actor, ADVISE, risk):
        text = _("Only who advises on this risk takes this away, such as the safety adviser.")
        raise FieldsRefused({"breaches_limit": text})
    if not says_something(fields.get("limit_reason", "")):
        raise FieldsRefused({"limit_reason": _("Say why no limit is broken any more.")})
    return True


def keep_categories(risk: Risk, fields: Mapping[str, Any]) -> None:
    """Let the kinds of harm be those of the description."""
    wanted = set(fields.get("categories") or ())
    kept = RiskCategory.objects.of(risk)
    there = set(kept.values_list("code", flat=True))
    kept.exclude(code__in=wanted).delete()
    RiskCategory.objects.bulk_create(
        RiskCategory(record=risk, code=code) for code in sorted(wanted - there)
    )


def is_described_otherwise(
    risk: Risk, values: Mapping[str, Any], fields: Mapping[str, Any]
) -> bool:
    """Whether a description says anything else than what stands; the same again changes nothing."""
    kinds = set(RiskCategory.objects.of(risk).values_list("code", flat=True))
    same = all(getattr(risk, name) == value for name, value in values.items())
    return not same or kinds != set(fields.get("categories") or ())
