"""Pure decisions about for what a post is delegated: never for more than its holder may decide."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from baken.rooms.org.rules.rows import AppointmentRow


@dataclass(frozen=True)
class Decision:
    """That somebody may decide on a risk of a class in a kind of work, by their codes."""

    risk_class: str
    context: str


@dataclass(frozen=True)
class Held:
    """A post that is no delegation, by the codes of its person and unit; ``number`` once it is kept."""

    person: str
    role: str
    unit: str
    below: bool
    from_on: date
    until: date | None = None
    number: int | None = None


def source_of(row: AppointmentRow, held: Iterable[Held], line: Sequence[str]) -> Held | None:
    """The post that a delegation in a file is taken from, or None when nobody holds one that fits.

    ``line`` is its unit and those above it, nearest first. Of several the nearest one is meant, then
    the one that began last.
    """
    fitting = [one for one in held if one.unit in line and _fits(row, one)]
    return min(
        fitting, key=lambda one: (line.index(one.unit), -one.from_on.toordinal()), default=None
    )


def _fits(row: AppointmentRow, source: Held) -> bool:
    """Whether a delegation lies within a post of the person it names: in role, units and time."""
    lasts = source.until is None or (row.until is not None and row.until <= source.until)
    reaches = source.below or (row.unit == source.unit and not row.below)
    same = (row.of, row.role) == (source.person, source.role)
    return same and lasts and reaches and source.from_on <= row.from_on


def problems_of_scope(
    classes: Collection[str], contexts: Collection[str], able: Collection[Decision]
) -> Mapping[str, str]:
    """What is wrong with the classes and contexts of a delegation, as a code by field.

    ``able`` is what the post that is delegated may decide and pass on: when that is anything, both are
    named, and together they give nothing more; a post that decides nothing names neither.
    Source: domain reference, organisation, sections 6 (rule 6) and 12.6.
    """
    if not able:
        named = {"classes": classes, "contexts": contexts}
        return {field: "decides_nothing" for field, codes in named.items() if codes}
    if not classes or not contexts:
        lacking = {"classes": classes, "contexts": contexts}
        return {field: "say_for_what" for field, codes in lacking.items() if not codes}
    if not set(classes) <= {one.risk_class for one in able}:
        return {"classes": "beyond_your_mandate"}
    asked = {Decision(one, other) for one in classes for other in contexts}
    return {} if asked <= set(able) else {"contexts": "not_together"}


def in_order(codes: Collection[str], known: Collection[str]) -> str:
    """Codes as they are kept: each once, in the order of their list, with a space between them."""
    return " ".join(one for one in known if one in codes)
