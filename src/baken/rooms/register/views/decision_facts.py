"""The facts of a decision, and the rows of what was weighed and what lay before the signer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from baken.core.page.cards import level_html
from baken.rooms.library.queries import label_of
from baken.rooms.org.queries import persons_named
from baken.rooms.register.models import Condition, ConsideredMeasure, Decision
from baken.rooms.register.queries.appetite import outside_said
from baken.rooms.register.queries.choices import ADVICE_KINDS, items_of
from baken.rooms.register.queries.ends import holds_until
from baken.rooms.register.rules.decisions import KINDS
from baken.rooms.register.texts import ENDED_FOR, SCORE_KINDS, TOLD, VERDICTS
from baken.rooms.register.views.advice_words import who_said

Facts = list[tuple[str, Any]]


def decision_facts_list(decision: Decision) -> Facts:
    """What was decided, by whom and until when; what was left open is left out."""
    names = persons_named([one for one in (decision.signer, decision.delegated_from) if one])
    facts: Facts = [
        (_("Signed by"), names.get(decision.signer, "")),
        (_("By which post"), decision.post),
        (
            _("Delegated by"),
            names.get(decision.delegated_from, "") if decision.delegated_from else "",
        ),
        (_("Level"), decision.level),
        (_("Signed"), decision.signed_at),
        (_("In what kind of work"), label_of("contexts", decision.context)),
        (_("From"), decision.starts_on),
        *_days(decision),
        (_("At most until"), decision.latest_end),
        (_("The activity is over on"), decision.activity_ends_on),
        (_("Question"), decision.question),
        (_("Why"), decision.reason),
        (_("Why against advice"), decision.against_advice),
        (_("Other ways that were rejected"), decision.alternatives),
        (_("Ground in law"), decision.legal_basis),
        (_("What protects people meanwhile"), decision.interim_control),
        (_("Last day of that"), decision.interim_until),
        (_("People exposed"), decision.exposed),
        (_("They were told on"), decision.informed_on),
        (_("What is watched"), decision.indicators),
        *((str(TOLD[name]), text) for name, text in decision.told.items()),
        (_("Instruction"), decision.instruction),
        (_("The stack was seen"), _("yes") if decision.stack_seen else ""),
        (_("Risk appetite"), outside_said(decision.outside_appetite.split())),
        (_("Suspended"), ENDED_FOR.get(decision.suspended_for, "")),
        (_("Ended"), decision.ended_at),
        (_("Ended because"), ENDED_FOR.get(decision.ended_for, "")),
        *_compared(decision),
    ]
    return [(label, value) for label, value in facts if value not in (None, "")]


def _days(decision: Decision) -> Facts:
    """Until when it was signed and holds; of what is set aside when it is looked at again."""
    if not KINDS[decision.kind].lasts:
        return [(_("Looked at again on"), decision.ends_on)]
    return [
        (_("Signed until"), decision.ends_on),
        (_("Holds no more from"), holds_until(decision)),
    ]


def _compared(decision: Decision) -> Facts:
    """What a renewal was compared on."""
    told = decision.comparison
    if not told:
        return []
    return [
        (_("Renews"), told["previous"]),
        (_("Class then and now"), " → ".join(_classes(told["score_then_and_now"]))),
        (_("Controls then and now"), told["controls_then_and_now"]),
        (_("Conditions then and now"), _conditions(told.get("conditions_then_and_now"))),
        (_("Conditions that did not hold"), told.get("conditions_since", "")),
        (
            _("People exposed then and now"),
            " → ".join(str(one) for one in told["exposed_then_and_now"]),
        ),
        (_("What happened since"), told["occurrences_since"]),
        (_("What follows from that"), told["conclusion"]),
    ]


def _conditions(told: list[list[str]] | None) -> str:
    """The conditions of then and of now, one after the other."""
    return " → ".join("; ".join(one) or _("none") for one in told) if told else ""


def _classes(codes: Iterable[str]) -> list[str]:
    return [label_of("risk_classes", code) for code in codes]


def condition_rows(conditions: Iterable[Condition]) -> list[dict[str, Any]]:
    """The conditions, with how each stands in a word."""
    stands = {True: _("holds"), False: _("does not hold"), None: _("not noted yet")}
    return [
        {
            "nth": one.nth,
            "text": one.text,
            "expression": one.expression,
            "value": one.value,
            "stands": stands[one.holds],
            "tone": {True: "ok", False: "danger", None: "neutral"}[one.holds],
            "at": one.noted_at,
        }
        for one in conditions
    ]


def considered_rows(measures: Iterable[ConsideredMeasure]) -> list[dict[str, Any]]:
    """The measures that were weighed, with their level of control in words."""
    return [
        {
            "level": label_of("control_levels", one.level),
            "measure": one.measure,
            "facts": [
                (_("Effect on the score"), one.effect_on_score),
                (_("Cost"), one.cost),
                (_("Time"), one.time),
                (_("Feasibility"), one.feasibility),
                (_("Not taken because"), one.rejected_because),
            ],
        }
        for one in measures
    ]


def advice_rows(decision: Decision) -> list[dict[str, Any]]:
    """The advice that lay before the signer."""
    kinds = items_of(ADVICE_KINDS)
    return [
        {
            "kind": kinds[one["kind"]].label if one["kind"] in kinds else one["kind"],
            "outcome": VERDICTS.get(one["outcome"], one["outcome"]),
            "words": one["words"],
            "who": who_said(one["post"], one["adviser_name"], one["document"]),
            "at": parse_datetime(one["at"]),
        }
        for one in decision.picture["advice"]
    ]


def score_rows(decision: Decision) -> list[dict[str, Any]]:
    """The scores that lay before the signer: of every kind, each scorer's."""
    return [
        {
            "kind": SCORE_KINDS.get(kind, kind),
            "level": level_html(one["common"] or "none"),
            "post": one["post"],
            "stands": place == turn["standing"],
            "rationale": one["rationale"],
            "at": parse_datetime(one["at"]),
        }
        for kind, turn in decision.picture["scores"].items()
        for place, one in enumerate(turn["given"])
    ]
