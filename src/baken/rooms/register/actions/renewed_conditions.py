"""The conditions of an acceptance beside those of the one before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from baken.rooms.register.models import STANDING, Condition, Decision
from baken.rooms.register.rules.conditions import is_same
from baken.rooms.register.rules.sentences import says_something

Said = Sequence[Mapping[str, str]]


def conditions_compared(before: Decision, now: Said, said: Mapping[str, Any]) -> dict[str, Any]:
    """The conditions then and now, those that did not hold, and what the signer says of them."""
    then = _then(before)
    return {
        "conditions_then_and_now": [
            [str(one) for one in then],
            [one["expression"] or one["text"] for one in now],
        ],
        "violated_then": [str(one) for one in then if one.holds is False],
        "conditions_since": said.get("conditions_since", ""),
    }


def broken_conditions(before: Decision, now: Said, said: Mapping[str, Any]) -> dict[str, str]:
    """What is refused, by field: a condition that did not hold is never passed over in silence.

    A field names the row in which the condition was filled in: rows before it may be empty.

    One that is kept while the acceptance before still stands is noted first: else the new one would
    hold on a condition that is known not to. Source: domain reference, irm, section 7.
    """
    broken = [str(one) for one in _then(before) if one.holds is False]
    if not broken:
        return {}
    if not says_something(said.get("conditions_since", "")):
        text = _("This did not hold: %(conditions)s. Say why it is kept, changed or left out.")
        return {"conditions_since": text % {"conditions": "; ".join(broken)}}
    if before.state not in STANDING:
        return {}
    text = _("This does not hold now: note first how it stands.")
    return {
        f"conditions.{one['row']}.{'expression' if one['expression'] else 'text'}": text
        for one in now
        if _is_among(one["expression"] or one["text"], broken)
    }


def _is_among(condition: str, others: Iterable[str]) -> bool:
    return any(is_same(condition, one) for one in others)


def _then(before: Decision) -> list[Condition]:
    return list(Condition.objects.of(before).order_by("nth"))
