"""The record of an acceptance: whether everything is there that its class asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from baken.core.workflow.errors import FieldsRefused
from baken.rooms.library.queries import acceptance_terms, escalation_table, label_of
from baken.rooms.register.actions.decided_parts import Parts
from baken.rooms.register.actions.renewed_conditions import broken_conditions, conditions_compared
from baken.rooms.register.models import Decision
from baken.rooms.register.queries.cases import Case
from baken.rooms.register.rules.acceptance import missing_in_record, missing_in_renewal
from baken.rooms.register.rules.decisions import Kind
from baken.rooms.register.rules.handing_up import (
    RETURN_WITH_MEANS,
    missing_in_hand_up,
    problem_of_answer,
)
from baken.rooms.register.rules.interim import asks_control
from baken.rooms.register.rules.sentences import empty_words
from baken.rooms.register.rules.signing import ESCALATE
from baken.rooms.register.texts import ALARP_WORDS, NOT_SIGNED

# Fields of an acceptance that the product knows by itself.
_KNOWN = ("risk", "scenario", "residual_class", "signer", "marking")


def check_record(kind: Kind, said: Mapping[str, Any], parts: Parts, case: Case) -> dict[str, Any]:
    """The comparison with the acceptance before, where there is one, once the record is complete.

    Raises FieldsRefused with every field by its name that is empty, says nothing or cannot be.
    Source: domain reference, risk management, sections 6, 7, 10 and 17, test 15.
    """
    if kind.code in (ESCALATE, RETURN_WITH_MEANS):
        _check_handing(kind, said)
    before = case.accepted_before if kind.carries else None
    comparison = _comparison(before, said, parts, case) if before else {}
    errors = _cannot_be(said, case) | _unprotected(kind, said, case)
    if kind.carries:
        errors |= {name: _missing(name) for name in _lacking(said, parts, case)}
    if before:
        lacking = missing_in_renewal(comparison, terms=acceptance_terms())
        errors |= {name: _missing(name) for name in lacking}
        errors |= broken_conditions(before, parts.conditions, said)
    if errors:
        raise FieldsRefused(errors)
    return comparison


def _cannot_be(said: Mapping[str, Any], case: Case) -> dict[str, str]:
    """What was filled in and says nothing or cannot be, whatever the class."""
    text = _("Say it in a few words: somebody reads this back later.")
    errors = dict.fromkeys(empty_words(said), text)
    if said.get("exposed_people") is not None and said["exposed_people"] < 1:
        errors["exposed_people"] = _("Give a number of people from 1 on, or leave it empty.")
    if said.get("informed_on") and said["informed_on"] > case.day:
        errors["informed_on"] = _(
            "People are told before it is decided: this day is still to come."
        )
    return errors


def _unprotected(kind: Kind, said: Mapping[str, Any], case: Case) -> dict[str, str]:
    """What protects people meanwhile: where it is asked, and a last day that comes before the first."""
    errors = {}
    asked = asks_control(kind.code, risk_class=case.risk.current_class)
    if asked and not said.get("interim_control"):
        errors["interim_control"] = str(NOT_SIGNED["interim_control_missing"])
    until, starts = said.get("interim_until"), said.get("starts_on") or case.day
    if until is not None and until < starts:
        errors["interim_until"] = _("This is over before the decision begins to hold.")
    return errors


def _lacking(said: Mapping[str, Any], parts: Parts, case: Case) -> tuple[str, ...]:
    return missing_in_record(
        case.risk.current_class,
        _record(said, parts, case),
        parts.by_level,
        terms=acceptance_terms(),
    )


def _record(said: Mapping[str, Any], parts: Parts, case: Case) -> dict[str, Any]:
    known = dict.fromkeys(_KNOWN, "known")
    return {
        **said,
        **known,
        "exposed_people": said.get("exposed_people") or case.risk.exposed,
        "starts_on": said.get("starts_on") or case.day,
        "conditions": parts.conditions,
        "advice": case.advice,
    }


def _comparison(
    before: Decision, said: Mapping[str, Any], parts: Parts, case: Case
) -> dict[str, Any]:
    """What stood then and what stands now; what the product does not know, the signer says."""
    exposed = said.get("exposed_people") or case.risk.exposed
    return {
        "previous": before.ref,
        "score_then_and_now": [before.risk_class, case.risk.current_class],
        "controls_then_and_now": said.get("controls_then_and_now", ""),
        "exposed_then_and_now": [before.exposed, exposed],
        **conditions_compared(before, parts.conditions, said),
        "occurrences_since": said.get("occurrences_since", ""),
        "conclusion": said.get("conclusion", ""),
    }


def _check_handing(kind: Kind, said: Mapping[str, Any]) -> None:
    table = escalation_table()
    if kind.code == ESCALATE:
        lacking = missing_in_hand_up(said, table)
        if lacking:
            raise FieldsRefused({name: _("This is needed.") for name in lacking})
        return
    means = [name for name in table.means if said.get(name)]
    if problem_of_answer(kind.code, means=means, instruction="", table=table):
        text = _("Name money, people, materiel or permission: nothing is returned without means.")
        raise FieldsRefused({table.means[0]: text})


def _missing(name: str) -> str:
    """What lacks, in words: of a considered measure the level, which one and what of it."""
    parts = name.split(".")
    if parts[0] != "alarp":
        return _("This is needed for a risk of this class.")
    level = label_of("control_levels", parts[1])
    if len(parts) < 4:
        return _("%(level)s: name at least one measure, and why it is not taken.") % {
            "level": level
        }
    told = {"level": level, "nth": parts[2], "what": ALARP_WORDS[parts[3]]}
    return _("%(level)s, measure %(nth)s: %(what)s is empty.") % told
