"""How long a reaction, a record and the remarks on it may take stands in the file of terms alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from baken.conftest import Cast
from baken.core.clock.terms import Term
from baken.core.questions import InboxAsk
from baken.core.workflow.errors import StepRefused
from baken.rooms.reports.actions.accident_records import open_accident_records
from baken.rooms.reports.answers import inbox_cards
from baken.rooms.reports.models import AccidentRecord, Injury
from baken.rooms.reports.queries import calendars
from baken.rooms.reports.queries.journey import journey_of
from baken.rooms.reports.tests.acts import answered, fresh, send, step
from baken.rooms.reports.tests.factories import make_accident_record, make_occurrence, make_report

DAY = timedelta(days=1)
WHY = "Het is er nog."


@pytest.fixture(autouse=True)
def _in_english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """An organisation sets terms of its own, in days."""

    def change(**days: int) -> None:
        changed = {**calendars.terms(), **{code: Term(days=n) for code, n in days.items()}}
        monkeypatch.setattr(calendars, "terms", lambda: changed)

    return change


@pytest.mark.parametrize("days", [10, 30])
def test_reporter_reacts_within_the_term_of_the_file(
    cast: Cast, own: Callable[..., None], days: int
) -> None:
    own(reaction=days)
    report = answered(cast, send(cast.soldier, at=cast.at).report)
    assert report.due_at == cast.at + days * DAY
    step(cast.safety_adviser, report, "close", at=cast.at)
    last = cast.at + days * DAY
    told = f"Tell us until {last.day} {last:%B} 2026."
    assert journey_of(fresh(report), last).next.endswith(told)
    assert journey_of(fresh(report), last + DAY).next == "Thank you for reporting."
    with pytest.raises(StepRefused) as refused:
        step(cast.soldier, fresh(report), "not_solved", at=last + DAY, reason=WHY)
    assert [one.code for one in refused.value.refusals] == ["too_late"]
    step(
        cast.soldier, fresh(report), "not_solved", at=last + DAY - timedelta(minutes=1), reason=WHY
    )
    assert fresh(report).state == "in_handling"


def test_report_that_was_closed_without_an_answer_is_only_thanked(cast: Cast) -> None:
    report = make_report(unit=cast.company, at=cast.at, state="closed", answered_at=None)
    assert journey_of(report, cast.at).next == "Thank you for reporting."


def test_accident_record_is_drawn_up_and_remarked_within_the_terms_of_the_file(
    cast: Cast, own: Callable[..., None]
) -> None:
    own(draw_up=5, remarks=7)
    accident = make_occurrence(unit=cast.company, at=cast.at, kind="accident")
    Injury.objects.create(record=accident, person_kind="employee", outcome="lost_time")
    [card] = [
        one
        for one in inbox_cards(InboxAsk(cast.commander.actor, cast.at))
        if one.action == "Open" and one.ref == accident.ref and "own staff" in one.reason
    ]
    assert card.due == cast.at + 5 * DAY
    [record] = open_accident_records(
        actor=cast.commander.actor, occurrence=accident, persons=[cast.soldier.person], at=cast.at
    )
    assert record.due_at == cast.at + 5 * DAY
    drawn = make_accident_record(unit=cast.company, at=cast.at, state="drawn_up")
    step(cast.commander, drawn, "show", at=cast.at)
    assert fresh(drawn).due_at == cast.at + 7 * DAY
    with pytest.raises(StepRefused):
        step(
            cast.commander, fresh(drawn), "make_final", at=cast.at + 7 * DAY - timedelta(minutes=1)
        )
    assert step(cast.commander, fresh(drawn), "make_final", at=cast.at + 7 * DAY).state == "final"


def test_terms_of_an_accident_record_count_by_its_occurrence(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_working_days = {**calendars.terms(), "draw_up": Term(working_days=4)}
    monkeypatch.setattr(calendars, "terms", lambda: in_working_days)
    ends = []
    for context in ("deployment", "exercise"):
        accident = make_occurrence(unit=cast.company, at=cast.at, kind="accident", context=context)
        given: dict[str, Any] = {"occurrence": accident, "persons": [cast.soldier.person]}
        [record] = open_accident_records(actor=cast.commander.actor, at=cast.at, **given)
        ends.append(record.due_at)
    assert ends == [cast.at + 4 * DAY, cast.at + 6 * DAY]
    assert AccidentRecord.objects.for_system(reason="trail").count() == 2
