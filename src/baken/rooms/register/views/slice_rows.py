"""A slice of exposure as its pages show it: rows, facts and sentences."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from baken.core.access import Actor, may
from baken.core.page.addresses import record_address
from baken.rooms.org.queries import tree
from baken.rooms.register.models import Risk, Slice
from baken.rooms.register.permits import MANAGE
from baken.rooms.register.queries.choices import stacking_factors
from baken.rooms.register.queries.slice_picture import (
    Part,
    Picture,
    Raised,
    Seen,
    StackSeen,
    stacks_seen,
)
from baken.rooms.register.rules.quantities import CHANCE, NOISE, SUBSTANCE, UNITS, Quantity, Total
from baken.rooms.register.rules.slices import Without
from baken.rooms.register.texts import HIDDEN_RISK, LEFT_OUT, QUANTITY_KINDS
from baken.rooms.register.workflow import SLICE

Shown = dict[str, Any]
VIBRATIONS = ("hand_arm_vibration", "body_vibration")


def slice_rows(found: Sequence[Slice]) -> tuple[list[Shown], list[Shown]]:
    """A table of slices: reference, who, what and where, unit, when, state."""
    here = tree()
    columns: list[Shown] = [
        {"key": "ref", "label": _("Reference"), "url": "url", "head": True, "phone": "line"},
        {"key": "group", "label": _("Who are exposed together"), "phone": "lead"},
        {"key": "doing", "label": _("Task and place"), "phone": "line"},
        {"key": "unit", "label": _("Unit"), "phone": "line"},
        {"key": "when", "label": _("When"), "phone": "line"},
        {"key": "state", "label": _("State"), "phone": "line"},
    ]
    rows = [
        {
            "ref": one.ref,
            "url": record_address(one),
            "group": one.group,
            "doing": doing(one),
            "unit": here.by_id[one.unit_id].name,
            "when": when(one),
            "state": SLICE.states[one.state],
        }
        for one in found
    ]
    return columns, rows


def doing(one: Slice) -> str:
    """What the people do and where."""
    return ", ".join(part for part in (one.task, one.place) if part)


def when(one: Slice) -> str:
    """From when until when, the day once when it is the same one."""
    start, end = localtime(one.from_at), localtime(one.to_at)
    last = date_format(end, "H:i" if start.date() == end.date() else "j F Y H:i")
    return f"{date_format(start, 'j F Y H:i')} – {last}"


def slice_facts_list(one: Slice) -> list[tuple[str, Any]]:
    """What a slice is, for its page."""
    here = tree()
    factors = ", ".join(factor_labels(one.circumstances))
    facts: list[tuple[str, Any]] = [
        (_("Unit"), here.by_id[one.unit_id].name),
        (_("When"), when(one)),
        (_("Task and place"), doing(one)),
        (_("Circumstances"), factors or _("none mentioned")),
    ]
    if one.people:
        facts.insert(1, (_("About how many people"), one.people))
    if one.site_id:
        facts.append((_("Site"), here.sites[one.site_id].label))
    return facts


def factor_labels(codes: Sequence[str]) -> list[str]:
    """The factors in words; one that the rules do not know any more stays as it is."""
    known = stacking_factors()
    return [known[code].label if code in known else code for code in codes]


def picture_parts(actor: Actor, record: Slice, seen: Picture) -> Shown:
    """What the page of a slice shows of its risks."""
    changes = record.state == "open" and may(actor, MANAGE, record)
    return {
        "members": [_member(record, one, changes=changes) for one in seen.members],
        "raise": raise_sentence(seen.raises),
        "level": level_sentence(seen),
        "reasons": [reason_sentence(one) for one in seen.reasons],
        "without": [without_sentence(one, seen) for one in seen.without],
        "totals": [_total(total, parts) for total, parts in seen.totals],
    }


def stack_parts(actor: Actor, risk: Risk, at: datetime) -> Shown:
    """What ``register/_stack.html`` shows on the page of a risk and where a decision is taken.

    ``stacks`` are those of the open slices, the one that raises most in front; ``slice_new_url`` is
    where somebody who may puts the risk in a slice. For a risk that the actor has read.
    """
    return stacks_shown(actor, risk, stacks_seen(actor, risk, at))


def stacks_shown(actor: Actor, risk: Risk, found: Sequence[StackSeen]) -> Shown:
    """The same of stacks that were read already."""
    address = f"{reverse('register:slice-new')}?risk={risk.ref}"
    return {
        "stacks": [_stack(one) for one in found],
        "slice_new_url": address if may(actor, MANAGE, risk) else "",
    }


def raise_sentence(raises: int | None) -> str:
    """By how many levels a stack raises who decides; None: that is kept from who is to score first."""
    if raises is None:
        return _("What they ask together is shown when you have scored each of them.")
    if not raises:
        return _("Together these risks do not raise who decides.")
    return ngettext(
        "Together these risks raise who decides by %(levels)s level. No class changes.",
        "Together these risks raise who decides by %(levels)s levels. No class changes.",
        raises,
    ) % {"levels": raises}


def level_sentence(seen: Picture) -> str:
    """The level that the mandate table asks, with and without the stack; nothing when none counts."""
    if seen.level is None:
        return ""
    if seen.level == seen.alone:
        return _("By the mandate table level %(level)s decides.") % {"level": seen.level}
    told = {"alone": seen.alone, "level": seen.level}
    return _("By the mandate table that is level %(level)s in place of level %(alone)s.") % told


def reason_sentence(one: Raised) -> str:
    """Which rule raises, and which risks meet it; without any it is the circumstances alone."""
    risks = ", ".join(one.risks) or _("by the circumstances")
    return _("%(rule)s: %(risks)s.") % {"rule": one.rule, "risks": risks}


def without_sentence(one: Without, seen: Picture) -> str:
    """What is left to ask when a risk is taken out."""
    named = {"risk": one.risk, "level": one.level}
    if one.level is None:
        return _("Without %(risk)s nothing is left to decide on.") % named
    if seen.level is not None and one.level < seen.level:
        return _("Without %(risk)s the level falls to %(level)s.") % named
    return _("Without %(risk)s the level stays %(level)s.") % named


def quantity_sentence(one: Quantity) -> str:
    """A quantity in words: of what, how much, and where that comes from."""
    what = f"{QUANTITY_KINDS[one.kind]} ({one.name})" if one.name else str(QUANTITY_KINDS[one.kind])
    amount = f"{_number(one.value)} {one.unit}".strip()
    limit = _(", limit %(limit)s") % {"limit": _number(one.limit)} if one.limit is not None else ""
    return f"{what}: {amount}{limit} – {one.source}"


def formula_of(total: Total) -> str:
    """How a sum was made, with its own figures."""
    values = [_number(one.value) for one in total.parts]
    told = {
        NOISE: lambda: f"10 × log({_joined('10^({}/10)', values)})",
        SUBSTANCE: lambda: " + ".join(
            f"{_number(one.value)}/{_number(one.limit)}" for one in total.parts
        ),
        CHANCE: lambda: f"1 − {' × '.join(f'(1 − {value})' for value in values)}",
        **dict.fromkeys(VIBRATIONS, lambda: f"√({_joined('{}²', values)})"),
    }
    made = told.get(total.kind, lambda: " + ".join(values))()
    unit = "" if total.kind == SUBSTANCE else UNITS[total.kind][0]
    return f"{made} = {_number(total.value)} {unit}".strip()


def share_sentence(total: Total) -> str:
    """How much of the limit is used up."""
    if total.share is None:
        return _("no limit was given")
    used = number_format(round(total.share * 100), use_l10n=True)
    named = {"share": used, "limit": _number(total.limit)}
    return _("%(share)s percent of the limit of %(limit)s") % named


def _joined(shape: str, values: Sequence[str]) -> str:
    return " + ".join(shape.format(value) for value in values)


def _number(value: float | None) -> str:
    """A figure of at most three decimals, as people in this language write it."""
    found = round(value or 0.0, 3)
    return number_format(int(found) if found == int(found) else found, use_l10n=True)


def _member(record: Slice, one: Seen, *, changes: bool) -> Shown:
    if one.risk is None:
        return {"hidden": HIDDEN_RISK}
    step = f"?risk={one.risk.ref}"
    steps = [
        (_("Revise what it brings"), "revise_risk"),
        (_("Take it out"), "remove_risk"),
    ]
    return {
        "ref": one.risk.ref,
        "url": record_address(one.risk),
        "title": one.risk.title,
        "risk_class": one.risk_class,
        "factors": ", ".join(factor_labels(one.factors)),
        "quantities": [quantity_sentence(each) for each in one.quantities],
        "left_out": LEFT_OUT.get(one.left_out, ""),
        "steps": [
            (label, reverse("register:slice-step", args=[record.ref, name]) + step)
            for label, name in steps
            if changes
        ],
    }


def _total(total: Total, parts: Sequence[Part]) -> Shown:
    tones = {0: "", 50: "info", 80: "warning", 100: "danger"}
    alarm = _("%(percent)s percent or more") % {"percent": total.alarm} if total.alarm else ""
    return {
        "kind": QUANTITY_KINDS[total.kind],
        "formula": formula_of(total),
        "share": share_sentence(total),
        "alarm": alarm,
        "tone": tones[total.alarm],
        "parts": [f"{one.risk}: {quantity_sentence(one.quantity)}" for one in parts],
        "independent": total.kind == CHANCE,
    }


def _stack(one: StackSeen) -> Shown:
    return {
        "ref": one.slice.ref,
        "url": record_address(one.slice) if one.opens else "",
        "group": one.slice.group,
        "doing": doing(one.slice),
        "when": when(one.slice),
        "raise": raise_sentence(one.raises),
        "reasons": [reason_sentence(each) for each in one.reasons],
        "others": [_other(each, one) for each in one.others],
    }


def _other(risk: Risk | None, seen: StackSeen) -> Shown:
    if risk is None:
        return {"hidden": HIDDEN_RISK}
    return {
        "ref": risk.ref,
        "url": record_address(risk),
        "title": risk.title,
        "risk_class": seen.classes[risk.pk],
    }
