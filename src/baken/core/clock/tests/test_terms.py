"""Terms: minutes, days and working days, counted where something was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from baken.core.clock.terms import Term, Timetable
from baken.core.clock.working_days import WorkingDays

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
FRIDAY = datetime(2026, 3, 13, 16, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("term", "end"),
    [
        (Term(minutes=60), FRIDAY + timedelta(hours=1)),
        (Term(days=14), FRIDAY + timedelta(days=14)),
        (Term(working_days=1), FRIDAY + timedelta(days=3)),
        (Term(days=1, working_days=1), FRIDAY + timedelta(days=3)),
    ],
)
def test_term_ends_by_its_parts(term: Term, end: datetime) -> None:
    assert term.end(FRIDAY, WorkingDays(), AMSTERDAM) == end


def test_timetable_knows_terms_by_code_and_no_others() -> None:
    times = Timetable({"triage": Term(minutes=5)}, WorkingDays(), AMSTERDAM)

    assert times.end("triage", FRIDAY) == FRIDAY + timedelta(minutes=5)
    with pytest.raises(KeyError):
        times.end("other", FRIDAY)
