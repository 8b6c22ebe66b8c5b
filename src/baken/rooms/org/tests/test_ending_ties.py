"""A case ends on a day or at once, a conflict is lifted by somebody else, and the past stays as it was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import translation

from baken.conftest import Cast
from baken.core.access import AccessDenied
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.actions import end_case, give_case, keep_away, lift_conflict
from baken.rooms.org.models import Involvement
from baken.rooms.org.queries import actor_for, ties_of, who_could
from baken.rooms.reports.models import Occurrence, OccurrenceStep
from baken.rooms.reports.permits import READ_OCCURRENCE
from baken.rooms.reports.tests.factories import make_occurrence, make_report


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Refusals are read here in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def occurrence(cast: Cast) -> Occurrence:
    """An occurrence of the company."""
    return make_occurrence(unit=cast.company, at=cast.at)


@pytest.fixture
def looker(cast: Cast) -> Any:
    """An investigator of the other branch, who sees nothing by themselves."""
    return cast.add("looker", ("investigator", "SQUADRON", None))


def give(cast: Cast, record: Any, who: Any, *, days: int = 0, until: date | None = None) -> Any:
    """Give the case, some days after the fixed moment."""
    at = cast.at + timedelta(days=days)
    given = {"role": "investigator", "until": until, "ground": "Onderzoek"}
    return give_case(actor=cast.commander.actor, person=who.person, record=record, at=at, **given)


def end(
    cast: Cast, record: Any, who: Any, *, days: int = 0, by: str = "commander", **more: Any
) -> Any:
    """End the case, some days after the fixed moment; at once unless a last day is named."""
    given = {"role": "investigator", "last_day": None, "ground": "Klaar", **more}
    actor, at = cast.members[by].actor, cast.at + timedelta(days=days)
    return end_case(actor=actor, person=who.person, record=record, at=at, **given)


def reads(cast: Cast, who: Any, *, days: int = 0) -> bool:
    """Whether somebody reads any occurrence, some days after the fixed moment."""
    actor = actor_for(who.account, cast.at + timedelta(days=days))
    return Occurrence.objects.visible_to(actor, READ_OCCURRENCE).exists()


def could_on(cast: Cast, record: Any, who: Any) -> list[int]:
    """On which days from the fixed one, of thirty, somebody stands among those who could see it."""
    found = []
    for days in range(30):
        day = cast.at.date() + timedelta(days=days)
        onlookers = who_could(record=record, permits=(READ_OCCURRENCE,), day=day)
        found += [days] if str(who.person) in {one.name for one in onlookers} else []
    return found


def test_case_ended_at_once_closes_at_once_and_stays_true_of_that_day(
    cast: Cast, occurrence: Occurrence, looker: Any
) -> None:
    give(cast, occurrence, looker)
    assert reads(cast, looker)
    end(cast, occurrence, looker)
    assert not reads(cast, looker)
    assert could_on(cast, occurrence, looker) == [0]


def test_case_ended_at_once_days_later_closes_that_day(
    cast: Cast, occurrence: Occurrence, looker: Any
) -> None:
    give(cast, occurrence, looker)
    end(cast, occurrence, looker, days=3)
    assert [reads(cast, looker, days=day) for day in (2, 3)] == [True, False]
    assert could_on(cast, occurrence, looker) == [0, 1, 2, 3]


def test_case_ended_on_a_day_runs_to_the_end_of_it(
    cast: Cast, occurrence: Occurrence, looker: Any
) -> None:
    give(cast, occurrence, looker)
    end(cast, occurrence, looker, last_day=cast.at.date() + timedelta(days=2))
    assert [reads(cast, looker, days=day) for day in (0, 2, 3)] == [True, True, False]
    assert could_on(cast, occurrence, looker) == [0, 1, 2]


def test_case_that_ended_can_be_given_again_the_same_day_and_end_again(
    cast: Cast, occurrence: Occurrence, looker: Any
) -> None:
    for _ in range(2):
        give(cast, occurrence, looker)
        assert reads(cast, looker)
        end(cast, occurrence, looker)
    assert not reads(cast, looker)
    assert Involvement.objects.of(looker.person).count() == 2


def test_case_given_again_later_keeps_the_earlier_period(
    cast: Cast, occurrence: Occurrence, looker: Any
) -> None:
    give(cast, occurrence, looker, until=cast.at.date() + timedelta(days=2))
    give(cast, occurrence, looker, days=10, until=cast.at.date() + timedelta(days=11))
    assert could_on(cast, occurrence, looker) == [0, 1, 2, 10, 11]


def test_case_given_longer_keeps_since_when_and_is_of_who_gave_it_last(
    cast: Cast, occurrence: Occurrence, looker: Any
) -> None:
    first = give(cast, occurrence, looker, until=cast.at.date() + timedelta(days=2))
    again = {"role": "investigator", "until": None, "ground": "Langer nodig"}
    adviser, at = cast.safety_adviser.actor, cast.at + timedelta(days=1)
    give_case(actor=adviser, person=looker.person, record=occurrence, at=at, **again)
    kept = Involvement.objects.of(looker.person).get()
    assert (kept.from_on, kept.given_by, kept.until) == (first.from_on, adviser.person, None)
    assert could_on(cast, occurrence, looker) == list(range(30))
    words = OccurrenceStep.objects.of(occurrence).order_by("serial").values_list("words", flat=True)
    assert [one["ground"] for one in words if "ground" in one] == ["Onderzoek", "Langer nodig"]


def test_case_without_an_end_gets_one_when_given_again(
    cast: Cast, occurrence: Occurrence, looker: Any
) -> None:
    give(cast, occurrence, looker)
    give(cast, occurrence, looker, until=cast.at.date() + timedelta(days=1))
    assert [reads(cast, looker, days=day) for day in (1, 2)] == [True, False]


def test_end_of_a_case_stands_in_the_history(
    cast: Cast, occurrence: Occurrence, looker: Any
) -> None:
    give(cast, occurrence, looker)
    end(cast, occurrence, looker)
    last = OccurrenceStep.objects.of(occurrence).order_by("serial").last()
    assert last is not None
    assert (last.code, last.words["about"], last.words["ground"]) == (
        "org.case.ended",
        "Speler looker",
        "Klaar",
    )
    assert last.facts == {"role": "investigator", "until": "2026-03-10"}


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"role": "auditor"}, "person"),
        ({"ground": " "}, "ground"),
        ({"last_day": date(2026, 3, 9)}, "last_day"),
        ({"last_day": date(2026, 3, 20)}, "last_day"),
        ({"last_day": date(2026, 4, 1)}, "last_day"),
    ],
)
def test_end_that_cannot_be_says_which_field(
    cast: Cast, occurrence: Occurrence, looker: Any, more: dict[str, Any], field: str
) -> None:
    give(cast, occurrence, looker, until=date(2026, 3, 20))
    with pytest.raises(FieldsRefused) as refused:
        end(cast, occurrence, looker, **more)
    assert list(refused.value.errors) == [field]


@pytest.mark.parametrize("by", ["looker", "team_leader", "outsider"])
def test_end_by_somebody_without_the_right_is_denied(
    cast: Cast, occurrence: Occurrence, looker: Any, by: str
) -> None:
    give(cast, occurrence, looker)
    with pytest.raises(AccessDenied):
        end(cast, occurrence, looker, by=by)


# ---- lifting a conflict ----


def away(cast: Cast, record: Any, who: Any, by: Any) -> None:
    keep_away(actor=by.actor, person=who.person, record=record, ground="Familie", at=cast.at)


def lift(cast: Cast, record: Any, who: Any, by: str, **more: Any) -> Any:
    given = {"ground": "Toch niet", **more}
    actor = cast.members[by].actor
    return lift_conflict(actor=actor, person=who.person, record=record, at=cast.at, **given)


def test_conflict_lifted_by_another_opens_the_record_and_stands_in_the_history(
    cast: Cast, occurrence: Occurrence
) -> None:
    adviser = cast.safety_adviser
    away(cast, occurrence, adviser, by=adviser)
    assert (reads(cast, adviser), could_on(cast, occurrence, adviser)) == (False, [])
    lift(cast, occurrence, adviser, by="commander")
    assert reads(cast, adviser)
    assert could_on(cast, occurrence, adviser) == list(range(30))
    last = OccurrenceStep.objects.of(occurrence).order_by("serial").last()
    assert last is not None
    assert (last.code, last.words["about"], last.words["ground"]) == (
        "org.conflict.lifted",
        "Speler safety_adviser",
        "Toch niet",
    )


def test_conflict_is_not_lifted_by_who_noted_it(cast: Cast, occurrence: Occurrence) -> None:
    away(cast, occurrence, cast.team_leader, by=cast.commander)
    with pytest.raises(FieldsRefused, match="Somebody else"):
        lift(cast, occurrence, cast.team_leader, by="commander")
    lift(cast, occurrence, cast.team_leader, by="safety_adviser")
    assert reads(cast, cast.team_leader)


@pytest.mark.parametrize("by", ["safety_adviser", "team_leader", "outsider"])
def test_conflict_is_not_lifted_by_whom_it_is_about_or_without_the_right(
    cast: Cast, occurrence: Occurrence, by: str
) -> None:
    away(cast, occurrence, cast.safety_adviser, by=cast.safety_adviser)
    with pytest.raises(AccessDenied):
        lift(cast, occurrence, cast.safety_adviser, by=by)


def test_conflict_that_is_not_there_or_without_a_ground_is_not_lifted(
    cast: Cast, occurrence: Occurrence
) -> None:
    with pytest.raises(FieldsRefused, match="not kept away"):
        lift(cast, occurrence, cast.safety_adviser, by="commander")
    away(cast, occurrence, cast.safety_adviser, by=cast.safety_adviser)
    with pytest.raises(FieldsRefused, match="reason"):
        lift(cast, occurrence, cast.safety_adviser, by="commander", ground=" ")


def test_conflict_can_be_noted_again_after_it_was_lifted(
    cast: Cast, occurrence: Occurrence
) -> None:
    adviser = cast.safety_adviser
    for _ in range(2):
        away(cast, occurrence, adviser, by=adviser)
        assert not reads(cast, adviser)
        lift(cast, occurrence, adviser, by="commander")
    assert reads(cast, adviser)


# ---- who is told of it ----


def test_ties_are_told_to_who_gives_cases_and_to_nobody_else(
    cast: Cast, occurrence: Occurrence, looker: Any
) -> None:
    give(cast, occurrence, looker)
    away(cast, occurrence, cast.team_leader, by=cast.commander)
    told = ties_of(actor=cast.safety_adviser.actor, record=occurrence, at=cast.at)
    assert told is not None
    assert [(str(one.person), one.role, one.ground, one.by) for one in told.cases] == [
        ("Speler looker", "investigator", "Onderzoek", "Speler commander")
    ]
    assert [(str(one.person), one.ground, one.by_reader) for one in told.kept_away] == [
        ("Speler team_leader", "Familie", False)
    ]
    for actor in (cast.team_leader.actor, looker.actor, cast.outsider.actor):
        assert ties_of(actor=actor, record=occurrence, at=cast.at) is None


def test_ties_of_a_report_name_those_of_its_occurrence_without_the_ground(
    cast: Cast, occurrence: Occurrence
) -> None:
    report = make_report(unit=cast.company, at=cast.at, occurrence=occurrence)
    away(cast, occurrence, cast.team_leader, by=cast.commander)
    told = ties_of(actor=cast.commander.actor, record=report, at=cast.at)
    assert told is not None
    assert [(str(one.person), one.ground, one.by, one.here) for one in told.kept_away] == [
        ("Speler team_leader", "", "", False)
    ]


def test_ties_that_ended_are_told_no_more(cast: Cast, occurrence: Occurrence, looker: Any) -> None:
    give(cast, occurrence, looker)
    end(cast, occurrence, looker)
    told = ties_of(actor=cast.commander.actor, record=occurrence, at=cast.at)
    assert told is not None
    assert (told.cases, told.kept_away) == ([], [])


# ---- aftercare ----


def test_aftercare_officer_gets_the_minimum_of_an_occurrence_and_no_report(
    cast: Cast, occurrence: Occurrence
) -> None:
    """Source: domain reference, organisation, section 6: "R case minimum"."""
    report = make_report(unit=cast.company, at=cast.at, occurrence=occurrence)
    carer = cast.add("carer", ("aftercare_officer", "SQUADRON", None))
    given = {"role": "aftercare_officer", "until": None, "ground": "Nazorg", "at": cast.at}
    commander = cast.commander.actor
    with pytest.raises(FieldsRefused) as refused:
        give_case(actor=commander, person=carer.person, record=report, **given)
    assert list(refused.value.errors) == ["role"]
    give_case(actor=commander, person=carer.person, record=occurrence, **given)
    summaries = Occurrence.objects.visible_to(carer.actor, Occurrence.summary_permit)
    assert [one.pk for one in summaries] == [occurrence.pk]
    assert not reads(cast, carer)
