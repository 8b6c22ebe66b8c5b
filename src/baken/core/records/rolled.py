"""What the records of a root are counted by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from baken.core.records.numbers import month_of_number

_BETWEEN = "|"
UNDATED = 0  # stands for the month where months are not told apart


@dataclass(frozen=True)
class Rolled:
    """Counts per unit, month and confidentiality, and by the values of the fields ``by``.

    With ``by_month`` false all months count as one, ``UNDATED``: for what is counted as it stands now,
    whenever it came in.

    Of these only the last may hold the sign that parts them in a code.
    Records in a state ``unless`` do not count, such as one that was merged into another; nor does one
    as long as the field ``withheld`` is filled. A root that is counted in more than one way tells the
    others apart by their ``mark``, which follows its prefix.
    """

    by: tuple[str, ...]
    unless: tuple[str, ...] = ()
    withheld: str = ""
    by_month: bool = True
    mark: str = ""

    def month_of(self, number: int) -> int:
        """The month (202611) under which a record of a row number counts."""
        return month_of_number(number) if self.by_month else UNDATED

    def code_of(self, values: Iterable[Any]) -> str:
        """How the values that it counts by are written as one code; nothing is empty."""
        return _BETWEEN.join("" if value is None else str(value) for value in values)

    def values_in(self, code: str) -> list[str]:
        """The values of a code, as they are written in it."""
        return code.split(_BETWEEN, len(self.by) - 1)

    def is_code(self, code: str) -> bool:
        """Whether a code holds all the values; one that an older version wrote may hold fewer."""
        return code.count(_BETWEEN) >= len(self.by) - 1

    def counted(self, rows: Any) -> Any:
        """The rows of a query set of the root that count."""
        found = rows.exclude(state__in=self.unless)
        if not self.withheld:
            return found
        kept = rows.model.objects.for_system(reason="withheld").order_by()
        few = kept.filter(**{f"{self.withheld}__isnull": False}).values("pk")
        return found.exclude(pk__in=few)  # set apart first: an index alone still tells the rest

    def counts(self, record: Any) -> bool:
        """Whether a loaded record counts."""
        filled = bool(self.withheld) and getattr(record, self.withheld) is not None
        return record.state not in self.unless and not filled
