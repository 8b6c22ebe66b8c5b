"""What somebody who told of something is told of the risk that it became: that it did, and how it stands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from baken.core.links.registry import ties_from_all
from baken.rooms.measures.queries.working import treated_with_effect
from baken.rooms.register.models import Decision, Risk
from baken.rooms.register.queries.lists import SUSPENDED
from baken.rooms.register.rules.states import DECIDED
from baken.rooms.register.rules.told import is_smaller

# How a record that a risk came from, or that belongs to one, stands to it.
ORIGINATES, ATTACHED = "originates", "attached_to"


def told_of_risks(records: Iterable[Any]) -> list[str]:
    """A sentence for every risk that these records became or belong to; nothing of what stands in it.

    Whoever told of something hears what came of it, whether or not they read the risk: its number and
    its state in plain words, whether what was done works and made it smaller; no class, name, unit or
    text. One query, or three to five.
    """
    relations, table = (ORIGINATES, ATTACHED), Risk._meta.label_lower
    ties = ties_from_all(sources=records, relations=relations, table=table)
    if not ties:
        return []
    rows: Any = Risk.objects.for_system(reason="outcome")
    risks = rows.filter(pk__in=[number for _relation, number in ties]).in_bulk()
    first = {number: relation for relation, number in reversed(ties)}
    came = _what_came_of(risks.values())
    return [
        _told(risks[number], relation, came.get(number, ""))
        for number, relation in sorted(first.items())
    ]


def _what_came_of(risks: Iterable[Risk]) -> dict[int, str]:
    """What a measure did to each risk that it works for, while a decision on that risk holds.

    Before somebody decided anew, what was verified once may be untrue by now: then nothing is said.
    """
    held = [one.pk for one in risks if one.state in DECIDED and not one.suspended]
    works = treated_with_effect(table=Risk._meta.label_lower, numbers=held)
    if not works:
        return {}
    rows: Any = Decision.objects.for_system(reason="outcome").filter(risk__in=works)
    classes: dict[int, list[str]] = {number: [] for number in works}
    for number, risk_class in rows.order_by("number").values_list("risk_id", "risk_class"):
        classes[number].append(risk_class)
    smaller = _("What was done about it works: the risk has become smaller.")
    told = _("What was done about it works.")
    return {number: smaller if is_smaller(found) else told for number, found in classes.items()}


def _told(risk: Risk, relation: str, came: str) -> str:
    became = {
        ORIGINATES: _("What you told became risk %(ref)s in the register of risks."),
        ATTACHED: _("What you told was added to a risk that is known: %(ref)s."),
    }[relation] % {"ref": risk.ref}
    stands = how_it_stands(SUSPENDED if risk.suspended else risk.state)
    return " ".join(part for part in (became, stands, came) if part)


def how_it_stands(state: str) -> str:
    """What is done about a risk, in words for whoever told of it."""
    weighed = _("Several people look at how grave it is.")
    waits = _("It waits for a decision by the commander.")
    return {
        "identified": weighed,
        "analysed": weighed,
        "reopened": weighed,
        "decision_pending": waits,
        "escalated": _("It was handed to a higher commander, who decides."),
        "treating": _("It was decided to do something about it. The measures are running."),
        "accepted": _("It was decided to carry this risk for a limited time."),
        "avoided": _("It was decided not to do this any more."),
        "transferred": _("It was decided that another organisation takes this risk over."),
        "monitored": _("It stays under watch: when it gets worse, it is decided on anew."),
        "closed": _("The risk is closed: the danger is gone, or the work with it has ended."),
        SUSPENDED: _("What was decided does not hold now. A commander looks at it again."),
    }.get(state, "")
