"""Whatever lets a risk go on counts along: cutting it up never brings a decision lower."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baken.conftest import Cast
from baken.core.access import system_actor
from baken.rooms.register.models import Decision, Risk
from baken.rooms.register.queries.cases import Case
from baken.rooms.register.rules.decisions import KINDS
from baken.rooms.register.rules.periods import Period
from baken.rooms.register.tests.cast import question, resolved
from baken.rooms.register.tests.deciding import pending
from baken.rooms.register.tests.test_decision_life import make_past

LASTING = sorted(kind.code for kind in KINDS.values() if kind.lasts)
FIRST = date(2026, 3, 2)
PIECES = st.lists(
    st.tuples(st.sampled_from(LASTING), st.integers(1, 40), st.integers(0, 7)),
    min_size=1,
    max_size=6,
)


def decided(kind: str, starts: date, ends: date) -> Decision:
    """A decision of the past that held until its last day."""
    return Decision(
        kind=kind,
        state="ended",
        signed_at=noon(starts),
        starts_on=starts,
        ends_on=ends,
        ended_at=noon(ends),
        time_zone="Europe/Amsterdam",
    )


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def case_with(decisions: list[Decision], day: date) -> Case:
    """A risk before somebody on a day, with what was decided on it, newest first."""
    case = Case(Risk(), system_actor("test"), noon(day))
    case.__dict__.update(decisions=decisions[::-1], day=day)
    return case


def level(days: int, starts: date, earlier: tuple[Period, ...] = ()) -> int:
    """Who decides at least on a high risk that goes on for so many days."""
    period = Period(starts, starts + timedelta(days=days))
    found = resolved(question("high", days=days, earlier=earlier, period=period, day=starts))
    assert found.min_level is not None
    return found.min_level


@given(PIECES)
def test_cutting_up_what_lasts_never_lowers_who_decides(pieces: list[tuple[str, int, int]]) -> None:
    *before, (_kind, last, _gap) = pieces
    day, decisions = FIRST, []
    for kind, days, gap in before:
        ends = day + timedelta(days=days)
        decisions.append(decided(kind, day, ends))
        day = ends + timedelta(days=gap)
    whole = sum(days for _one, days, _two in pieces)
    split = level(last, day, case_with(decisions, day).earlier)
    assert split >= level(whole, FIRST)


@pytest.mark.parametrize("kind", ["avoid", "stop", "escalate", "return_with_means"])
def test_what_lets_nothing_go_on_does_not_count(kind: str) -> None:
    one = Decision(kind=kind, state="ended", signed_at=noon(FIRST), starts_on=FIRST)
    assert case_with([one], FIRST).earlier == ()


def test_decision_signed_ahead_counts_from_the_day_of_signing() -> None:
    one = decided("accept", FIRST + timedelta(days=20), FIRST + timedelta(days=30))
    one.signed_at = noon(FIRST)
    period = case_with([one], FIRST + timedelta(days=30)).earlier[0]
    assert (period.starts_on, period.days) == (FIRST, 30)


@pytest.mark.django_db
def test_mitigating_again_goes_to_who_decides_on_the_whole(cast: Cast) -> None:
    """After thirty days of mitigating a high risk, the row of up to thirty days is used up."""
    risk = pending(cast, high=True)
    rows = Decision.objects.for_system(reason="trail")
    past = make_past(risk, cast, date(2026, 2, 8), date(2026, 3, 10))
    for kind, code in (("avoid", "normal_high_short"), ("mitigate", "normal_high")):
        rows.filter(pk=past.pk).update(kind=kind, signed_at=noon(date(2026, 2, 8)))
        for asked in ("mitigate", "accept", "transfer"):
            row = Case(risk, cast.commander.actor, cast.at).resolution(asked).row
            assert row is not None
            assert row.code == code
