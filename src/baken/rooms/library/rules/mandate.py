"""The mandate table as its file holds it: who may accept which risk, checked while it is read.

Source: domain reference, irm, section 5.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from baken.core.instruments.data_file import Entry, by_code, entries_of, head_of
from baken.core.instruments.scoring import CLASSES
from baken.core.instruments.texts import Text

LINES = ("organic", "operational", "host")
HIGHEST_LEVEL = 7
TOLD_LEVELS = tuple(f"level_{level}" for level in range(1, HIGHEST_LEVEL + 1))
_LONGEST_DAYS = 3_660


@dataclass(frozen=True)
class Validity:
    """How long an acceptance may last: months and days; ``until_activity``: no longer than that."""

    months: int
    days: int
    until_activity: bool

    def ends_on(self, start: date) -> date:
        """The first day on which it holds no more, when it holds from ``start`` on."""
        years, month = divmod(start.month - 1 + self.months, 12)
        _weekday, last = monthrange(start.year + years, month + 1)
        there = date(start.year + years, month + 1, min(start.day, last))
        return there + timedelta(days=self.days)


@dataclass(frozen=True)
class MandateRow:
    """One row: for which risks, who decides at least, and what must be there. None is no bound."""

    code: str
    text: Text
    contexts: tuple[str, ...]
    lines: tuple[str, ...]
    risk_class: str
    up_to_days: int | None
    min_level: int
    posts: tuple[str, ...]
    proposal_level: int | None
    advice: tuple[tuple[str, ...], ...]
    written_alternatives: bool
    activity_bound: bool
    second_signature: tuple[str, ...]
    delegable_to: tuple[str, ...] | None
    validity: Validity
    report_to: tuple[str, ...]

    @property
    def specificity(self) -> int:
        """How many of context, line and duration it names."""
        return sum((bool(self.contexts), bool(self.lines), self.up_to_days is not None))

    def fits(self, *, context: str, line: str, risk_class: str, days: int) -> bool:
        """Whether it is about such a risk, accepted for so many days together."""
        return (
            risk_class == self.risk_class
            and (not self.contexts or context in self.contexts)
            and (not self.lines or line in self.lines)
            and (self.up_to_days is None or days <= self.up_to_days)
        )


@dataclass(frozen=True)
class MandateTable:
    """Everything the file holds. ``posts`` and ``informed`` are names by code."""

    version: int
    rows: Mapping[str, MandateRow]
    highest_level: Mapping[str, int]
    exempt_level: int
    gap_days: int
    escalate_role: str
    escalate_level: int
    posts: Mapping[str, Text]
    informed: Mapping[str, Text]

    def row_for(self, *, context: str, line: str, risk_class: str, days: int) -> MandateRow | None:
        """The row that fits most specifically, or None when no row fits."""
        found = [
            row
            for row in self.rows.values()
            if row.fits(context=context, line=line, risk_class=risk_class, days=days)
        ]
        return max(found, key=lambda row: row.specificity, default=None)


@dataclass(frozen=True)
class MandateWords:
    """What the table may name: contexts of work, roles that advise, roles that exist."""

    contexts: Collection[str]
    advice_roles: Collection[str]
    roles: Collection[str]


def read_mandate(file: str, content: Any, words: MandateWords) -> MandateTable:
    """The mandate table of a file. Raises DataProblem, naming file, entry and field."""
    head = head_of(file, content)
    posts, informed = named(head, "posts"), named(head, "informed")
    highest = levels_of(head.inner("highest_level"), words.contexts)
    reading = _Reading(words, posts, informed, highest)
    escalate = head.inner("escalate_to")
    entries = {one.code: one for one in entries_of(file, head.get("items"))}
    rows = by_code([reading.row(one) for one in entries_of(file, head.get("items"))], file)
    table = MandateTable(
        version=head.whole("version", 1, 100_000),
        rows=rows,
        highest_level=highest,
        exempt_level=head.whole("exempt_level", 1, HIGHEST_LEVEL),
        gap_days=head.whole("gap_days", 0, 366),
        escalate_role=escalate.text("role"),
        escalate_level=escalate.whole("level", 1, HIGHEST_LEVEL),
        posts=posts,
        informed=informed,
    )
    escalate.end()
    head.end()
    _check_whole(table, entries, words)
    return table


def named(head: Entry, name: str) -> dict[str, Text]:
    """A list of codes with a text in both languages."""
    found: dict[str, Text] = {}
    for one in head.entries(name):
        code = one.text("code")
        if code in found:
            raise one.problem("code", f"“{code}” stands twice")
        found[code] = Text(**one.texts(""))
        one.end()
    return found


def levels_of(entry: Entry, contexts: Collection[str]) -> dict[str, int]:
    """A level for every context."""
    found = {context: entry.whole(context, 1, HIGHEST_LEVEL) for context in contexts}
    entry.end()
    return found


@dataclass(frozen=True)
class _Reading:
    """Reads rows with what they may name at hand."""

    words: MandateWords
    posts: Collection[str]
    informed: Collection[str]
    highest: Mapping[str, int]

    def row(self, entry: Entry) -> MandateRow:
        made = MandateRow(
            code=entry.text("code"),
            text=Text(**entry.texts("")),
            contexts=entry.some_of("contexts", self.words.contexts),
            lines=entry.some_of("lines", LINES),
            risk_class=entry.one_of("risk_class", CLASSES),
            up_to_days=entry.whole_or_none("up_to_days", 1, _LONGEST_DAYS),
            min_level=entry.whole("min_level", 1, HIGHEST_LEVEL),
            posts=entry.some_of("posts", self.posts),
            proposal_level=entry.whole_or_none("proposal_level", 1, HIGHEST_LEVEL),
            advice=self._advice(entry),
            written_alternatives=entry.yes("written_alternatives"),
            activity_bound=entry.yes("activity_bound"),
            second_signature=entry.some_of("second_signature", self.words.roles),
            delegable_to=self._delegable(entry),
            validity=_validity(entry.inner("validity")),
            report_to=entry.some_of("report_to", (*TOLD_LEVELS, *self.informed)),
        )
        entry.end()
        if made.second_signature:
            told = (
                "nothing waits for a second signature yet: leave it out, or ask advice of that role"
            )
            raise entry.problem("second_signature", told)
        if made.activity_bound and not made.validity.until_activity:
            told = (
                "what is bound to an activity ends with it: say so under validity, until_activity"
            )
            raise entry.problem("activity_bound", told)
        self._check_levels(entry, made)
        return made

    def _advice(self, entry: Entry) -> tuple[tuple[str, ...], ...]:
        value = entry.get("advice", [])
        if not isinstance(value, list):
            raise entry.problem("advice", "a list of lists is needed, as [[safety_adviser]]")
        groups = [Entry(entry.file, entry.code, {"advice": one}) for one in value]
        found = tuple(one.some_of("advice", self.words.advice_roles) for one in groups)
        if not all(found):
            raise entry.problem("advice", "name at least one role in every list")
        return found

    def _delegable(self, entry: Entry) -> tuple[str, ...] | None:
        if entry.get("delegable_to") is None:
            return None
        return entry.some_of("delegable_to", self.posts)

    def _check_levels(self, entry: Entry, row: MandateRow) -> None:
        """A stack may raise a row, but never past the posts it names."""
        for context in row.contexts or tuple(self.highest):
            highest = self.highest[context]
            if row.min_level > highest:
                raise entry.problem("min_level", f"the highest level of {context} is {highest}")
            if row.posts and row.min_level != highest:
                told = f"a row that names posts stands at the highest level of {context}, {highest}"
                raise entry.problem("posts", told)


def _validity(entry: Entry) -> Validity:
    made = Validity(
        months=entry.whole_or_none("months", 1, 120) or 0,
        days=entry.whole_or_none("days", 1, _LONGEST_DAYS) or 0,
        until_activity=entry.yes("until_activity"),
    )
    entry.end()
    if not made.months and not made.days:
        raise entry.problem("months", "give months, days or both")
    return made


def _check_whole(table: MandateTable, entries: Mapping[str, Entry], words: MandateWords) -> None:
    """No two rows are equally fit, and nothing worse or longer is decided lower."""
    for context in words.contexts:
        for line in LINES:
            lowest = 0
            for risk_class in CLASSES:
                for days in _borders(table):
                    asked = {"context": context, "line": line, "risk_class": risk_class}
                    row = table.row_for(**asked, days=days)
                    if row is not None:
                        _check_row(table, entries[row.code], row, {**asked, "days": days}, lowest)
                        lowest = row.min_level


def _check_row(
    table: MandateTable, entry: Entry, row: MandateRow, asked: dict[str, Any], lowest: int
) -> None:
    same = [
        one.code
        for one in table.rows.values()
        if one is not row and one.fits(**asked) and one.specificity == row.specificity
    ]
    if same:
        told = f"as fit as {same[0]} for {asked['context']}, {asked['line']}, {asked['days']} days"
        raise entry.problem("contexts", told)
    if row.min_level < lowest:
        told = f"something less bad or shorter is decided at level {lowest} in {asked['context']}"
        raise entry.problem("min_level", told)


def _borders(table: MandateTable) -> list[int]:
    """The durations around which another row may fit, shortest first."""
    ends = {row.up_to_days for row in table.rows.values() if row.up_to_days is not None}
    return sorted({1, *ends, *(end + 1 for end in ends)})
