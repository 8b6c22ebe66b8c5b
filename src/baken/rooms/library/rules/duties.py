"""The table of duties as its files hold it, checked while it is read.

Source: domain reference, reporting, sections 3 and 14.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from baken.core.instruments.data_file import DataProblem, Entry, by_code, items_of
from baken.core.instruments.expressions import Declared, Expression, ExpressionError, compiled
from baken.core.instruments.texts import Text
from baken.rooms.library.rules.duty_facts import Injured, Snapshot, triggered

FORMS = ("notify", "register", "count", "record")
STARTS = ("known", "happened")
UNITS = ("minutes", "hours", "days", "working_days", "months")
LONGEST = {"minutes": 1440, "hours": 720, "days": 366, "working_days": 60, "months": 24}
CHANNELS = ("phone", "web", "email", "letter", "in_person")
EVIDENCE = ("caller", "called_at", "reference", "written_report")
REOPENS = ("outcome_changed", "category_changed", "facts_changed")
# What of an occurrence may be given away; those after ``health`` need the right to read injuries.
GIVEN = (
    "happened_at",
    "unit",
    "site",
    "place",
    "summary",
    "kind",
    "category",
    "actual_severity",
    "potential_severity",
    "subjects",
    "damage",
    "immediate_action",
    "contact",
)
HEALTH = ("injured", "hospital")


@dataclass(frozen=True)
class Term:
    """So many minutes, hours, days, working days or months; 0 minutes is at once."""

    unit: str
    count: int

    @property
    def is_at_once(self) -> bool:
        """Whether there is no time to wait at all."""
        return self.count == 0


@dataclass(frozen=True)
class Later:
    """What must follow the first notification, and within which term of the same start."""

    text: Text
    term: Term


@dataclass(frozen=True)
class Example:
    """A worked example: what is recorded, and whether the duty opens."""

    given: Snapshot
    opens: bool


@dataclass(frozen=True)
class Authority:
    """Somebody to whom a duty goes, with a telephone number where the installation gave one."""

    code: str
    text: Text
    phone: str = ""


@dataclass(frozen=True)
class DutyFact:
    """A fact that triage asks for the sake of duties, when one of these flags is set (or always)."""

    code: str
    text: Text
    help: Text
    domains: tuple[str, ...]

    def is_asked(self, domains: Collection[str]) -> bool:
        """Whether it is asked, given the flags that are set."""
        return not self.domains or any(one in domains for one in self.domains)


@dataclass(frozen=True)
class Duty:
    """One row of the table of duties."""

    code: str
    text: Text
    form: str
    when: Expression
    start: str
    term: Term
    later: tuple[Later, ...]
    authorities: tuple[str, ...]
    channels: tuple[str, ...]
    owner: str
    evidence: tuple[str, ...]
    reopen_on: tuple[str, ...]
    gives: tuple[str, ...]
    on_accident_list: bool
    basis: str
    assumption: bool
    script: Mapping[str, tuple[str, ...]]
    examples: tuple[Example, ...]


@dataclass(frozen=True)
class Known:
    """What a row may name: facts, authorities and roles."""

    schema: Mapping[str, Declared]
    authorities: Collection[str]
    roles: Collection[str]


def read_authorities(file: str, content: Any, phones: Mapping[str, str]) -> dict[str, Authority]:
    """The authorities of a file, with the telephone numbers of the installation."""
    found = [_authority(entry, phones) for entry in items_of(file, content)]
    made = by_code(found, file)
    unknown = sorted(set(phones) - set(made))
    if unknown:
        known = ", ".join(sorted(made))
        raise DataProblem(f"phones, {unknown[0]}: there is no such authority; known: {known}")
    return made


def read_duty_facts(file: str, content: Any, *, domains: Collection[str]) -> dict[str, DutyFact]:
    """The facts that triage asks for the sake of duties."""
    return by_code([_fact(one, domains) for one in items_of(file, content)], file)


def read_duties(file: str, content: Any, known: Known) -> dict[str, Duty]:
    """The duties of a file. Raises DataProblem, naming file, entry and field."""
    return by_code([_duty(entry, known) for entry in items_of(file, content)], file)


def _code(entry: Entry) -> str:
    return entry.text("code")


def _authority(entry: Entry, phones: Mapping[str, str]) -> Authority:
    code = _code(entry)
    phone = phones.get(code, entry.get("phone", ""))
    if not isinstance(phone, str):
        raise entry.problem("phone", "write the number between quotation marks")
    made = Authority(code, Text(**entry.texts("")), phone.strip())
    entry.end()
    return made


def _fact(entry: Entry, domains: Collection[str]) -> DutyFact:
    made = DutyFact(
        code=_code(entry),
        text=Text(**entry.texts("")),
        help=Text(**entry.texts("help")),
        domains=entry.some_of("domains", domains),
    )
    entry.end()
    return made


def _duty(entry: Entry, known: Known) -> Duty:
    form = entry.one_of("form", FORMS)
    start, term = _clock(entry, form)
    made = Duty(
        code=_code(entry),
        text=Text(**entry.texts("")),
        form=form,
        when=_condition(entry, known),
        start=start,
        term=term,
        later=tuple(_later(one) for one in entry.entries("later")),
        authorities=entry.some_of("authorities", known.authorities),
        channels=entry.some_of("channels", CHANNELS),
        owner=entry.one_of("owner", known.roles),
        evidence=entry.some_of("evidence", EVIDENCE),
        reopen_on=entry.some_of("reopen_on", REOPENS),
        gives=entry.some_of("gives", (*GIVEN, *HEALTH)),
        on_accident_list=entry.yes("on_accident_list"),
        basis=entry.text("basis"),
        assumption=entry.yes("assumption"),
        script=entry.lines("script"),
        examples=tuple(_example(one) for one in entry.entries("examples")),
    )
    entry.end()
    _check_whole(entry, made)
    return made


def _check_whole(entry: Entry, duty: Duty) -> None:
    """A row that opens a duty says how it is done, and every row is shown to work both ways."""
    if not duty.authorities:
        raise entry.problem("authorities", "name at least one authority")
    if duty.form == "notify" and not (duty.channels and duty.script["nl"]):
        raise entry.problem("script_nl", "a duty to notify needs channels and a script")
    if {one.opens for one in duty.examples} != {True, False}:
        raise entry.problem("examples", "give one that opens the duty and one that does not")
    for place, one in enumerate(duty.examples, start=1):
        if (triggered(duty.when, one.given).value is True) is not one.opens:
            told = "opens" if one.opens else "does not open"
            raise entry.problem(f"examples {place}", f"by the condition this one {_other(told)}")


def _other(told: str) -> str:
    return {"opens": "does not open", "does not open": "opens"}[told]


def _condition(entry: Entry, known: Known) -> Expression:
    try:
        return compiled(entry.get("when"), schema=known.schema, where=entry.where("when"))
    except ExpressionError as problem:
        raise DataProblem(str(problem)) from None


def _clock(entry: Entry, form: str) -> tuple[str, Term]:
    """When the clock of a duty starts and how long it runs; lists have none."""
    if form != "notify":
        return "known", Term("minutes", 0)
    values = entry.get("clock")
    if not isinstance(values, dict):
        raise entry.problem("clock", "write for instance {start: known, hours: 72}")
    inner = Entry(entry.file, f"{entry.code}, clock", values)
    start, term = inner.one_of("start", STARTS), _term(inner)
    inner.end()
    return start, term


def _term(entry: Entry) -> Term:
    given = [unit for unit in UNITS if entry.get(unit) is not None]
    if len(given) != 1:
        raise entry.problem("term", f"give exactly one of: {', '.join(UNITS)}")
    [unit] = given
    count = entry.get(unit)
    whole = isinstance(count, int) and not isinstance(count, bool)
    least = 0 if unit == "minutes" else 1
    if not whole or not least <= count <= LONGEST[unit]:
        raise entry.problem(unit, f"give a whole number from {least} to {LONGEST[unit]}")
    return Term(unit, count)


def _later(entry: Entry) -> Later:
    made = Later(Text(**entry.texts("")), _term(entry))
    entry.end()
    return made


_GIVEN_IN_EXAMPLES = {
    "kind": str,
    "context": str,
    "category": int,
    "domains": list,
    "subjects": list,
    "injured": list,
    "answers": dict,
}
_INJURED_IN_EXAMPLES = {
    "person_kind": str,
    "outcome": str,
    "permanent": bool,
    "hospital_admission": bool,
    "absence_days": int,
}


def _example(entry: Entry) -> Example:
    given = _plain(entry, "given", entry.get("given", {}), _GIVEN_IN_EXAMPLES)
    injured = [
        Injured(**_plain(entry, "injured", one, _INJURED_IN_EXAMPLES))
        for one in given.pop("injured", [])
    ]
    for name in ("domains", "subjects"):
        given[name] = frozenset(str(one) for one in given.get(name, ()))
    made = Example(Snapshot(**given, injured=tuple(injured)), opens=entry.yes("opens"))
    entry.end()
    return made


def _plain(entry: Entry, name: str, values: Any, known: Mapping[str, type[Any]]) -> dict[str, Any]:
    """Named values of the kinds that they must be; null is not known."""
    fits = isinstance(values, dict) and all(
        one in known and (value is None or isinstance(value, known[one]))
        for one, value in values.items()
    )
    if not fits:
        raise entry.problem(name, f"write names with fitting values, of: {', '.join(known)}")
    return dict(values)
