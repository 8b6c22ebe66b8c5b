"""What a mapping tells of injuries and damages: lists of entries, each with when it holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from baken.rooms.library.queries import code_list
from baken.rooms.reports.actions.legacy_rows import LegacyDamage, LegacyInjury
from baken.rooms.reports.schemas.mapping import values
from baken.rooms.reports.schemas.mapping.conditions import compile_condition
from baken.rooms.reports.schemas.mapping.fields import LINE, Filled, fill
from baken.rooms.reports.schemas.mapping.problems import MISSING, Notes, Row, Test

MOST_INJURED = 1_000
MOST_EUROS = 2_000_000_000
_INJURY_KEYS = (
    "each",
    "when",
    "count",
    "person_kind",
    "outcome",
    "permanent",
    "hospital_admission",
    "absence_days",
    "known_at",
)
_DAMAGE_KEYS = ("each", "when", "what", "amount_eur")


@dataclass(frozen=True)
class Entry:
    """When an entry holds, and for each row of which other file it is read; empty: once."""

    when: Test | None = None
    each: str = ""

    def rows(self, row: Row) -> Iterator[Row]:
        """The rows for which it holds: the row itself, or it with each row of the other file."""
        for one in self._rows(row):
            if self.when is None or self.when(one):
                yield one

    def _rows(self, row: Row) -> Iterator[Row]:
        if not self.each:
            yield row
            return
        for other in row.joined.get(self.each, ()):
            yield Row({**row.values, **other}, row.now, row.joined)


@dataclass(frozen=True)
class InjuryLine:
    """One entry under ``injuries``: when it holds, how many it gives, and what they are."""

    entry: Entry
    count: Filled | None
    fields: Sequence[Filled]

    def of(self, row: Row) -> Iterator[LegacyInjury]:
        """The injuries it gives for a row; no count in the row is none."""
        for one in self.entry.rows(row):
            times = self.count.of(one) if self.count else 1
            if times is MISSING or not times:
                continue
            found = {field.name.rpartition(".")[2]: field.of(one) for field in self.fields}
            injury = LegacyInjury(**{k: v for k, v in found.items() if v is not MISSING})
            yield from [injury] * times


@dataclass(frozen=True)
class DamageLine:
    """One entry under ``damages``: when it holds, what was damaged, and for how much."""

    entry: Entry
    what: Filled
    amount: Filled | None

    def of(self, row: Row) -> Iterator[LegacyDamage]:
        """The damages it gives for a row; without a text there is none."""
        for one in self.entry.rows(row):
            what = self.what.of(one)
            if what is not MISSING:
                amount: Any = self.amount.of(one) if self.amount else MISSING
                yield LegacyDamage(what, None if amount is MISSING else amount)


def compile_injuries(raw: Any, notes: Notes) -> list[InjuryLine]:
    """The entries under ``injuries``."""
    return [_injury(entry, place, notes) for place, entry in _entries(raw, "injuries", notes)]


def compile_damages(raw: Any, notes: Notes) -> list[DamageLine]:
    """The entries under ``damages``."""
    return [_damage(entry, place, notes) for place, entry in _entries(raw, "damages", notes)]


def _entries(raw: Any, name: str, notes: Notes) -> list[tuple[str, Any]]:
    if not isinstance(raw, list):
        notes.problem(f"fields.{name}", "expected a list")
        return []
    return [(f"fields.{name}[{n}]", entry) for n, entry in enumerate(raw)]


def _entry(raw: Mapping[str, Any], place: str, notes: Notes) -> Entry:
    when = compile_condition(raw["when"], f"{place}.when", notes) if "when" in raw else None
    each = raw.get("each", "")
    if each and each not in notes.files:
        names = ", ".join(sorted(notes.files)) or "none"
        notes.problem(f"{place}.each", f"{each!r} is no other file of join; it has: {names}")
    return Entry(when, str(each))


def _injury(raw: Any, place: str, notes: Notes) -> InjuryLine:
    if not isinstance(raw, Mapping) or not notes.known_keys(raw, place, _INJURY_KEYS):
        notes.problem(place, f"expected an entry with the keys {', '.join(_INJURY_KEYS)}")
        return InjuryLine(Entry(), None, [])
    if "outcome" not in raw:
        notes.problem(f"{place}.outcome", "is required")
    keep: dict[str, values.Keep] = {
        "person_kind": values.one_of(code_list("person_kinds"), "person_kinds"),
        "outcome": values.one_of(code_list("injury_outcomes"), "injury_outcomes"),
        "permanent": values.flag,
        "hospital_admission": values.flag,
        "absence_days": values.whole(0, 30_000),
        "known_at": values.moment,
    }
    fields = [
        fill(f"{place}.{name}", raw[name], how, notes, required=name == "outcome")
        for name, how in keep.items()
        if name in raw
    ]
    how_many = values.whole(0, MOST_INJURED)
    count = fill(f"{place}.count", raw["count"], how_many, notes) if "count" in raw else None
    return InjuryLine(_entry(raw, place, notes), count, fields)


def _damage(raw: Any, place: str, notes: Notes) -> DamageLine:
    nothing = Filled("what", lambda _row: MISSING, values.text)
    if not isinstance(raw, Mapping) or not notes.known_keys(raw, place, _DAMAGE_KEYS):
        notes.problem(place, f"expected an entry with the keys {', '.join(_DAMAGE_KEYS)}")
        return DamageLine(Entry(), nothing, None)
    if "what" not in raw:
        notes.problem(f"{place}.what", "is required")
        return DamageLine(Entry(), nothing, None)
    what = fill(f"{place}.what", raw["what"], values.line_of(LINE), notes)
    euros = values.rounded(MOST_EUROS)
    where = f"{place}.amount_eur"
    amount = fill(where, raw["amount_eur"], euros, notes) if "amount_eur" in raw else None
    return DamageLine(_entry(raw, place, notes), what, amount)
