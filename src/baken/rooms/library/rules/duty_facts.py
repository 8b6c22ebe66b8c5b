"""The facts on which duties depend: what they are called, of what kind, and how they follow.

Facts about an injured person (``outcome``, ``person``) are asked of each person apart: an employee
with first aid beside a contractor in hospital is no employee in hospital.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from baken.core.instruments.expressions import Declared, Expression, Kind

PERSON_KINDS = ("employee", "contractor", "third_party", "foreign", "minor")
OF_PERSONS = ("outcome.", "person.")
# Which flag says how dangerous goods were carried.
MODES = {"aviation": "air", "road": "road", "rail": "rail", "sea": "sea"}
_OUTCOMES = {
    "outcome.injured": Kind.YES_NO,
    "outcome.death": Kind.YES_NO,
    "outcome.permanent_injury": Kind.YES_NO,
    "outcome.hospital_admission": Kind.YES_NO,
    "outcome.absence_days": Kind.NUMBER,
}


@dataclass(frozen=True)
class Injured:
    """One injured person without a name; ``known_at`` is when this was known."""

    person_kind: str = "employee"
    outcome: str = "lost_time"
    permanent: bool = False
    hospital_admission: bool = False
    absence_days: int | None = None
    known_at: datetime | None = None

    @property
    def harm(self) -> tuple[str, str, bool, bool]:
        """What a duty can hang on: who, what came of it, for good, and whether in hospital."""
        return self.person_kind, self.outcome, self.permanent, self.hospital_admission


@dataclass(frozen=True)
class Snapshot:
    """What is recorded about an occurrence at one moment; None is not known."""

    kind: str = "incident"
    context: str = "non_operational"
    category: int | None = None
    actual: int | None = None
    potential: int | None = None
    domains: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()
    injured: tuple[Injured, ...] = ()
    damage_eur: int | None = 0
    answers: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Triggered:
    """Whether a condition holds: yes, no or unknown; why; and of which injured persons."""

    value: bool | None
    because: tuple[str, ...] = ()
    injured: tuple[Injured, ...] = ()

    @property
    def is_about_persons(self) -> bool:
        """Whether what happened to an injured person decided it."""
        return any(name.startswith(OF_PERSONS) for name in self.because)


def schema_of(
    *,
    kinds: Collection[str],
    contexts: Collection[str],
    domains: Collection[str],
    subjects: Collection[str],
    answers: Collection[str],
) -> dict[str, Declared]:
    """Every fact that the condition of a duty may ask for, from the code lists there are."""
    yes_no = Declared(Kind.YES_NO)
    found = {
        "kind": Declared(Kind.TEXT, frozenset(kinds)),
        "category": Declared(Kind.NUMBER),
        "severity.actual": Declared(Kind.NUMBER),
        "severity.potential": Declared(Kind.NUMBER),
        "damage_eur": Declared(Kind.NUMBER),
        "subjects": Declared(Kind.TEXTS, frozenset(subjects)),
        "mode": Declared(Kind.TEXTS, frozenset(MODES.values())),
    }
    found |= {name: Declared(kind) for name, kind in _OUTCOMES.items()}
    found |= {f"person.is_{kind}": yes_no for kind in PERSON_KINDS}
    found |= {f"context.{code}": yes_no for code in contexts}
    found |= {f"domain.{code}": yes_no for code in domains}
    return found | dict.fromkeys(answers, yes_no)


def facts_of(snapshot: Snapshot, injured: Injured | None) -> dict[str, Any]:
    """The facts of an occurrence, and of one of its injured persons; without one nobody was hurt.

    What nobody answered is not among them: it is unknown.
    """
    facts: dict[str, Any] = {
        "kind": snapshot.kind,
        "category": snapshot.category,
        "severity.actual": snapshot.actual,
        "severity.potential": snapshot.potential,
        "damage_eur": snapshot.damage_eur,
        "subjects": sorted(snapshot.subjects),
        "mode": sorted(MODES[code] for code in snapshot.domains if code in MODES),
    }
    facts |= dict(snapshot.answers)
    return facts | _of_person(injured)


def triggered(condition: Expression, snapshot: Snapshot) -> Triggered:
    """Whether a condition holds of an occurrence, for one injured person at least.

    Yes for one decides it; without a yes, unknown for one makes it unknown.
    """
    told = list(_asked(condition, snapshot))
    values = [verdict.value for _one, verdict in told]
    value = True if True in values else None if None in values else False
    deciding = [(one, verdict) for one, verdict in told if verdict.value is value]
    because = (name for _one, verdict in deciding for name in verdict.because)
    return Triggered(
        value,
        tuple(dict.fromkeys(because)),
        tuple(one for one, _verdict in deciding if one is not None),
    )


def _asked(condition: Expression, snapshot: Snapshot) -> Iterator[tuple[Injured | None, Any]]:
    persons: tuple[Injured | None, ...] = snapshot.injured or (None,)
    for one in persons:
        flags = {name: _flag(name, snapshot) for name in condition.paths if _is_flag(name)}
        yield one, condition.asked(facts_of(snapshot, one) | flags)


def _is_flag(name: str) -> bool:
    return name.startswith(("domain.", "context."))


def _flag(name: str, snapshot: Snapshot) -> bool:
    group, _dot, code = name.partition(".")
    return code in snapshot.domains if group == "domain" else code == snapshot.context


def _of_person(one: Injured | None) -> dict[str, Any]:
    if one is None:
        nobody = {name: kind is Kind.NUMBER and 0 for name, kind in _OUTCOMES.items()}
        return nobody | {f"person.is_{kind}": False for kind in PERSON_KINDS}
    return {
        "outcome.injured": one.outcome != "none",
        "outcome.death": one.outcome == "death",
        "outcome.permanent_injury": one.permanent or one.outcome == "permanent",
        "outcome.hospital_admission": one.hospital_admission,
        "outcome.absence_days": one.absence_days,
        **{f"person.is_{kind}": one.person_kind == kind for kind in PERSON_KINDS},
    }
