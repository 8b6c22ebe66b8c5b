"""A fixed cast: the commanders of one line, and questions and papers to put to the rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from baken.rooms.library.queries import advice_roles, domain_authorities, mandate_table
from baken.rooms.register.rules.periods import Period
from baken.rooms.register.rules.posts import Delegation, Post
from baken.rooms.register.rules.resolution import Question, Resolution, resolve
from baken.rooms.register.rules.signing import Advice, Paper, Verdict, may_sign
from baken.rooms.register.rules.stacking import Member, Stack

DAY = date(2026, 10, 5)
AT = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)
BEFORE, AFTER = AT - timedelta(hours=1), AT + timedelta(hours=1)
LEVELS = {"company": 2, "battalion": 3, "brigade": 4, "part": 5, "cds": 6, "ministry": 7}
UNITS = tuple(LEVELS)
NAMED = {"cds": "chief_of_defence", "ministry": "secretary_general"}


def post(unit: str, **changes: Any) -> Post:
    """The permanent commander of a unit of the line, called after the unit."""
    usual = Post(
        person=f"commander of {unit}",
        unit=unit,
        level=LEVELS.get(unit, 4),
        from_on=DAY - timedelta(days=365),
        named=NAMED.get(unit, ""),
    )
    return replace(usual, **changes)


def posts(*units: str) -> tuple[Post, ...]:
    """The commanders of units, all of the line unless some are named."""
    return tuple(post(unit) for unit in units or UNITS)


def delegated(source: Post, **changes: Any) -> Post:
    """A sound delegation of a post to the deputy, for everything that post may accept."""
    given = Delegation(
        source=source,
        classes=frozenset(changes.pop("classes", {"low", "medium"})),
        contexts=frozenset(changes.pop("contexts", {"non_operational"})),
        reason=changes.pop("reason", "leave"),
    )
    usual = replace(
        source,
        person="deputy",
        kind="delegate",
        named="",
        from_on=DAY - timedelta(days=10),
        until=DAY + timedelta(days=10),
        delegation=given,
    )
    return replace(usual, **changes)


def lasting(days: int, start: date = DAY) -> Period:
    """A period of so many days."""
    return Period(start, start + timedelta(days=days))


def question(risk_class: str = "medium", *, days: int = 10, **changes: Any) -> Question:
    """A question in normal work, in the organic line, with every post filled."""
    usual = Question(
        context="non_operational",
        line="organic",
        classes=(risk_class,),
        period=lasting(days),
        day=DAY,
        units=UNITS,
        posts=posts(),
    )
    return replace(usual, **changes)


def stack(raises: int) -> Stack:
    """A stack that raises by so many levels."""
    members = tuple(Member(f"R-{number}", "medium") for number in range(raises + 1))
    return Stack(members=members, raises=raises)


def resolved(asked: Question) -> Resolution:
    """The resolution by the table and the authorities of the library."""
    return resolve(asked, table=mandate_table(), authorities=domain_authorities())


def advice(kind: str, outcome: str = "positive", **changes: Any) -> Advice:
    """Advice that was given after the last change."""
    usual = Advice(kind=kind, person=f"{kind} in person", outcome=outcome, given_at=AFTER)
    return replace(usual, **changes)


def paper(**changes: Any) -> Paper:
    """A complete case: two authors, every kind of advice, alternatives and a proposal of level 5."""
    kinds = ("safety_adviser", "higher_safety_expert", "domain_expert", "legal_adviser")
    usual = Paper(
        changed_at=AT,
        authors=frozenset({"adviser", "sergeant"}),
        advice=tuple(advice(kind) for kind in kinds),
        alternatives="Another route; later in the year.",
        proposals=frozenset({5}),
        stack_seen=True,
    )
    return replace(usual, **changes)


def signed(
    held: Post | tuple[Post, ...], asked: Question, case: Paper | None = None, *, person: str = ""
) -> Verdict:
    """What is said when somebody with these posts signs; their posts stand in the line as well."""
    own = (held,) if isinstance(held, Post) else held
    who = person or own[0].person
    case = paper() if case is None else case
    return may_sign(who, own, resolved(asked), case, advice_roles())


def codes(verdict: Verdict) -> list[str]:
    """The codes of the refusals."""
    return [one.code for one in verdict.refusals]
