"""Decides on a risk: who signs, for how long, on which picture; the decision before it ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access import Actor
from baken.core.links.registry import tie
from baken.core.records.numbers import row_number
from baken.core.records.references import next_reference
from baken.core.workflow.advance import Change, begin
from baken.core.workflow.errors import FieldsRefused
from baken.core.workflow.unread import newest_step
from baken.rooms.org.queries import tree
from baken.rooms.register.actions.decided_parts import Parts, keep_parts, parts_said, plain_parts
from baken.rooms.register.actions.decided_record import check_record
from baken.rooms.register.actions.decided_refusals import signing_post
from baken.rooms.register.actions.end_decision import end_standing
from baken.rooms.register.actions.stack_shown import refuse_other_stack
from baken.rooms.register.models import Decision, Risk
from baken.rooms.register.permits import DECIDE
from baken.rooms.register.queries.appetite import outside_of
from baken.rooms.register.queries.asked_conditions import first_asked
from baken.rooms.register.queries.cases import ONE_DAY, Case, Terms
from baken.rooms.register.queries.ends import again_on, ends_again, ends_of, holds_until
from baken.rooms.register.queries.handing import above, raised_to
from baken.rooms.register.queries.pictures import hash_of, picture_of
from baken.rooms.register.queries.terms import handed_clock, returned_clock
from baken.rooms.register.queries.told_up import COMMITTEE
from baken.rooms.register.rules.decisions import (
    KINDS,
    REPLACED,
    STILL_TO_DECIDE,
    Kind,
    kind_of_step,
)
from baken.rooms.register.rules.periods import Period
from baken.rooms.register.rules.posts import Post
from baken.rooms.register.rules.resolution import Resolution
from baken.rooms.register.rules.signing import ESCALATE, Verdict

DECIDED_BY = "decided_by"
# What a decision says in words of its own kind.
_TOLD = (
    "transferred_to",
    "options",
    "advice",
    "cost",
    "effect_of_not_deciding",
    "money",
    "people",
    "materiel",
    "permission",
)
_SEALED = ("reason", "question", "picture")


@dataclass(frozen=True)
class Signed:
    """What is signed: the kind and its words, by which post, for which days, in which case."""

    kind: Kind
    said: Mapping[str, Any]
    terms: Terms
    post: Post
    found: Resolution
    case: Case


def decided(step: str, risk: Risk, actor: Actor, at: datetime, fields: Mapping[str, Any]) -> Change:
    """A decision of one kind on a risk that is locked; the risk goes where the kind leads.

    Raises StepRefused when whoever asks may not sign it, and FieldsRefused for what its record lacks.
    Source: domain reference, risk management, sections 3, 5, 6, 7 and 10.
    """
    case = Case(risk, actor, at)
    kind = KINDS[kind_of_step(step, case.standing.kind if case.standing else "")]
    terms = _terms(kind, fields, case)
    parts = parts_said(fields)
    refuse_other_stack(step, fields, case)
    verdict, found = case.verdict(kind.code, fields, terms)
    post = signing_post(step, verdict, found, case)
    signed = Signed(kind, fields, terms, post, found, case)
    comparison = check_record(kind, fields, parts, case)
    decision = _decision(signed, comparison)
    tell = _told(verdict, decision)
    facts = {
        "decision": decision.ref,
        "kind": kind.code,
        "class": risk.current_class,
        "tell": tell,
    }
    return Change(
        values=_risk_values(signed, decision),
        facts=facts,
        words={name: str(fields[name]) for name in ("reason", "question") if fields.get(name)},
        then=lambda record: _keep(decision, record, parts, actor, at),
        news={
            "decision": decision.ref,
            "kind": kind.code,
            "tell": tell,
            "outside_appetite": bool(decision.outside_appetite),
        },
    )


def _told(verdict: Verdict, decision: Decision) -> list[str]:
    """Who must know of it: what lies outside the appetite goes to the committee besides.

    Source: domain reference, irm, section 11.
    """
    committee = [COMMITTEE] if decision.outside_appetite else []
    return list(dict.fromkeys([*verdict.tell, *committee]))


def _terms(kind: Kind, fields: Mapping[str, Any], case: Case) -> Terms:
    """The days that a decision is for. Raises FieldsRefused for days that cannot be."""
    if not kind.lasts:
        return case.today
    starts, ends = fields.get("starts_on") or case.day, fields["ends_on"]
    errors: dict[str, str] = {}
    if starts < case.day:
        errors["starts_on"] = _("Nothing is decided for days that are past.")
    if ends <= max(starts, case.day):
        errors["ends_on"] = _("This is not after the first day.")
    if errors:
        raise FieldsRefused(errors)
    over = fields.get("activity_ends_on") or _day_after(case.risk.until_on)
    if over is not None and over <= starts:
        raise FieldsRefused({"activity_ends_on": _("The activity is over before this begins.")})
    return Terms(Period(case.day, ends), over, starts, fields.get("interim_until"))


def _day_after(day: date | None) -> date | None:
    return day + ONE_DAY if day else None


def _decision(signed: Signed, comparison: Mapping[str, Any]) -> Decision:
    """The record of a decision, with the picture it was taken on, still to be stored."""
    case, kind, said = signed.case, signed.kind, signed.said
    risk, at, post = case.risk, case.at, signed.post
    picture = picture_of(case, signed.found)
    newest = newest_step(risk)
    source = post.delegation.source if post.delegation else None
    return Decision(
        number=row_number(at),
        ref=next_reference(Decision.prefix, clock.local_date(at)),
        unit_id=risk.unit_id,
        owner_unit_id=risk.owner_unit_id,
        confidentiality=risk.confidentiality,
        risk=risk,
        site_id=risk.site_id,
        stated_key=risk.stated_key,
        kind=kind.code,
        risk_class=risk.current_class,
        context=risk.context,
        signer=case.actor.person,
        post=_title(case.actor, post),
        post_unit_id=tree().by_code[post.unit].id,
        level=post.level,
        post_kind=post.kind,
        delegated_from=source.person if source else None,
        signed_at=at,
        previous=case.accepted_before if kind.carries else None,
        comparison=comparison,
        picture=picture,
        picture_hash=hash_of(picture),
        risk_serial=newest.serial,
        outside_appetite=" ".join(outside_of(risk)) if kind.lasts else "",
        **_dates(signed),
        **_words(said),
    )


def _dates(signed: Signed) -> dict[str, Any]:
    terms, lasts, case = signed.terms, signed.kind.lasts, signed.case
    again = again_on(signed.kind.code, case.risk, case.day)
    if again is not None:
        clock_set = ends_again(case.risk, again, case.day)
        return {"starts_on": case.day, "ends_on": again, **clock_set}
    return {
        "starts_on": terms.first_on or terms.period.starts_on,
        "ends_on": terms.period.ends_on if lasts else None,
        "latest_end": signed.found.latest_end if lasts else None,
        "activity_ends_on": terms.activity_ends_on if lasts else None,
        **ends_of(case.risk, terms, signed.found, case.at, lasts),
    }


def _words(said: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "question": said.get("question", ""),
        "reason": said.get("reason", ""),
        "against_advice": said.get("against_advice", ""),
        "alternatives": said.get("alternatives_rejected", ""),
        "legal_basis": said.get("legal_basis", ""),
        "interim_control": said.get("interim_control", ""),
        "interim_until": said.get("interim_until"),
        "exposed": said.get("exposed_people"),
        "informed_on": said.get("informed_on"),
        "indicators": said.get("indicators", ""),
        "instruction": said.get("instruction", ""),
        "stack_seen": bool(said.get("stack_seen")),
        "told": {name: said[name] for name in _TOLD if said.get(name)},
    }


def _title(actor: Actor, post: Post) -> str:
    """The post as it signs, in the words of the appointment that gives the right to decide."""
    unit = tree().by_code[post.unit].id
    titles = [one.post for one in actor.grants if one.permit == DECIDE and one.unit == unit]
    return (titles or [actor.post])[0]


def _risk_values(signed: Signed, decision: Decision) -> dict[str, Any]:
    """What the risk carries after the decision: its terms, and the level that it is with."""
    risk, at = signed.case.risk, signed.case.at
    if signed.kind.code == ESCALATE:
        reached = raised_to(signed.case) or signed.post.unit
        to = tree().by_code[above(signed.found, reached)].id
        return {**handed_clock(risk, at), "raised_to_id": to}
    if signed.kind.code in STILL_TO_DECIDE:
        return returned_clock(risk, at)
    return {
        "residual_class": risk.current_class,
        "due_at": decision.ends_at,
        "review_on": holds_until(decision),
        "asked_at": None,
        "rises": 0,
        "rises_at": None,
        "raised_to_id": None,
        "paused_until": None,
        "suspended": False,
    }


def _keep(decision: Decision, risk: Risk, parts: Parts, actor: Actor, at: datetime) -> None:
    """Store the decision after the one before it has ended, and tie it to its risk."""
    end_standing(risk, why=REPLACED, at=at)
    decision.conditions_at = first_asked(decision) if parts.conditions else None
    facts = {
        "risk": risk.ref,
        "kind": decision.kind,
        "class": decision.risk_class,
        "level": decision.level,
        "picture": decision.picture_hash,
    }
    begin(
        record=decision,
        code="register.decision.signed",
        actor=actor,
        at=at,
        change=Change(
            facts=facts,
            seal=_SEALED,
            parts=plain_parts(parts),
            news={"kind": decision.kind, "class": decision.risk_class, "risk": risk.ref},
        ),
        notice="decided",
    )
    keep_parts(decision, parts)
    tie(source=risk, relation=DECIDED_BY, target=decision, at=at)
