"""A case is given to who holds the role; who is too close is kept away, and sees it nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from baken.conftest import Cast
from baken.core.access import AccessDenied, may
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.actions import give_case, keep_away
from baken.rooms.org.models import Involvement
from baken.rooms.org.queries import actor_for
from baken.rooms.reports.models import Occurrence, OccurrenceStep, Report
from baken.rooms.reports.permits import READ, READ_OCCURRENCE
from baken.rooms.reports.tests.acts import send
from baken.rooms.reports.tests.factories import make_occurrence, make_report


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Refusals are read here in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def occurrence(cast: Cast) -> Occurrence:
    """An occurrence of the company with one report."""
    made = make_occurrence(unit=cast.company, at=cast.at)
    make_report(unit=cast.company, at=cast.at, occurrence=made)
    return made


@pytest.fixture
def investigator(cast: Cast) -> Any:
    """An investigator of the other branch, who sees nothing by themselves."""
    return cast.add("investigator", ("investigator", "SQUADRON", None))


def case(cast: Cast, record: Any, who: Any, by: str = "commander", **more: Any) -> Involvement:
    given = {"role": "investigator", "until": None, "ground": "Onderzoek", **more}
    actor = cast.members[by].actor
    return give_case(actor=actor, person=who.person, record=record, at=cast.at, **given)


def sees(actor: Any) -> tuple[int, int]:
    """How many occurrences and reports an actor sees."""
    occurrences = Occurrence.objects.visible_to(actor, READ_OCCURRENCE)
    return occurrences.count(), Report.objects.visible_to(actor, READ).count()


def test_case_opens_the_record_and_what_is_about_it(
    cast: Cast, occurrence: Occurrence, investigator: Any
) -> None:
    make_occurrence(unit=cast.company, at=cast.at)
    assert sees(investigator.actor) == (0, 0)
    case(cast, occurrence, investigator)
    assert sees(investigator.actor) == (1, 1)


def test_case_ends_by_itself(cast: Cast, occurrence: Occurrence, investigator: Any) -> None:
    case(cast, occurrence, investigator, until=cast.at.date() + timedelta(days=2))
    later = actor_for(investigator.account, cast.at + timedelta(days=3))
    assert (sees(investigator.actor), sees(later)) == ((1, 1), (0, 0))


def test_case_stands_in_the_history_of_the_record_once(
    cast: Cast, occurrence: Occurrence, investigator: Any
) -> None:
    case(cast, occurrence, investigator)
    with pytest.raises(FieldsRefused, match="already, until further notice") as refused:
        case(cast, occurrence, investigator)
    assert list(refused.value.errors) == ["person"]
    steps = OccurrenceStep.objects.of(occurrence).filter(code="org.case.given")
    assert [one.words["about"] for one in steps] == ["Speler investigator"]
    assert Involvement.objects.of(investigator.person).count() == 1


@pytest.mark.parametrize(
    ("days", "grounds"),
    [((2, 20), ("Onderzoek", "Onderzoek")), ((2, 2), ("Onderzoek", "Hoe kwam dit?"))],
)
def test_case_given_otherwise_keeps_one_row_and_every_question_in_the_history(
    cast: Cast,
    occurrence: Occurrence,
    investigator: Any,
    days: tuple[int, int],
    grounds: tuple[str, str],
) -> None:
    until = [cast.at.date() + timedelta(days=n) for n in days]
    for by, day, ground in zip(("commander", "safety_adviser"), until, grounds, strict=True):
        case(cast, occurrence, investigator, by=by, until=day, ground=ground)
    [kept] = Involvement.objects.of(investigator.person)
    giver = cast.safety_adviser.actor.person
    assert (kept.until, kept.ground, kept.given_by) == (until[1], grounds[1], giver)
    steps = OccurrenceStep.objects.of(occurrence).order_by("serial")[1:]
    assert [(one.code, one.words["ground"], one.facts["until"]) for one in steps] == [
        ("org.case.given", grounds[0], until[0].isoformat()),
        ("org.case.changed", grounds[1], until[1].isoformat()),
    ]
    assert list(breaks()) == []
    with pytest.raises(FieldsRefused, match=f"already, until {until[1].day} March 2026"):
        case(cast, occurrence, investigator, until=until[1], ground=grounds[1])


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"role": "commander"}, "role"),
        ({"role": "king"}, "role"),
        ({"ground": " "}, "ground"),
        ({"ground": "x" * 301}, "ground"),
    ],
)
def test_case_that_cannot_be_says_which_field(
    cast: Cast, occurrence: Occurrence, investigator: Any, more: dict[str, Any], field: str
) -> None:
    with pytest.raises(FieldsRefused) as refused:
        case(cast, occurrence, investigator, **more)
    assert list(refused.value.errors) == [field]


def test_case_until_a_day_that_passed_is_refused(
    cast: Cast, occurrence: Occurrence, investigator: Any
) -> None:
    with pytest.raises(FieldsRefused, match="passed"):
        case(cast, occurrence, investigator, until=cast.at.date() - timedelta(days=1))


def test_case_for_somebody_without_the_role_is_refused(cast: Cast, occurrence: Occurrence) -> None:
    with pytest.raises(FieldsRefused, match="role"):
        case(cast, occurrence, cast.soldier)


def test_case_for_somebody_too_close_is_refused(
    cast: Cast, occurrence: Occurrence, investigator: Any
) -> None:
    away(cast, investigator, occurrence, by="commander")
    with pytest.raises(FieldsRefused, match="close"):
        case(cast, occurrence, investigator)


@pytest.mark.parametrize("who", ["soldier", "team_leader", "outsider"])
def test_case_given_by_somebody_without_the_right_is_denied(
    cast: Cast, occurrence: Occurrence, investigator: Any, who: str
) -> None:
    with pytest.raises(AccessDenied):
        case(cast, occurrence, investigator, by=who)


# ---- being kept away ----


def away(cast: Cast, who: Any, record: Any, by: str = "") -> Involvement:
    actor = cast.members[by].actor if by else who.actor
    return keep_away(actor=actor, person=who.person, record=record, ground="Familie", at=cast.at)


def test_conflict_hides_the_record_and_what_is_about_it(cast: Cast, occurrence: Occurrence) -> None:
    assert sees(cast.safety_adviser.actor) == (1, 1)
    away(cast, cast.safety_adviser, occurrence)
    assert sees(cast.safety_adviser.actor) == (0, 0)
    assert sees(cast.commander.actor) == (1, 1)


def test_conflict_hides_handling_and_never_ones_own_report(cast: Cast) -> None:
    report = send(cast.soldier, at=cast.at).report
    away(cast, cast.soldier, report, by="commander")
    assert may(cast.soldier.actor, READ, report)


def test_conflict_closes_every_step(cast: Cast, occurrence: Occurrence) -> None:
    away(cast, cast.safety_adviser, occurrence)
    assert not may(cast.safety_adviser.actor, "reports.occurrence.handle", occurrence)


def test_conflict_said_twice_is_said_once(cast: Cast, occurrence: Occurrence) -> None:
    first = away(cast, cast.safety_adviser, occurrence)
    again = away(cast, cast.safety_adviser, occurrence)
    assert first.pk == again.pk
    assert OccurrenceStep.objects.of(occurrence).filter(code="org.conflict.declared").count() == 1


def test_conflict_about_a_record_one_cannot_see_is_denied(
    cast: Cast, occurrence: Occurrence
) -> None:
    """The right to read elsewhere is no right to write in this record's history."""
    for who, record in (
        (cast.outsider, occurrence),
        (cast.soldier, make_report(unit=cast.company, at=cast.at)),
    ):
        with pytest.raises(AccessDenied):
            away(cast, who, record)
    assert not Involvement.objects.for_system(reason="access").exists()


@pytest.mark.parametrize("by", ["team_leader", "outsider"])
def test_conflict_of_somebody_else_needs_the_right(
    cast: Cast, occurrence: Occurrence, by: str
) -> None:
    with pytest.raises(AccessDenied):
        away(cast, cast.safety_adviser, occurrence, by=by)


def test_conflict_of_whom_nobody_can_stand_in_for_is_refused(
    cast: Cast, occurrence: Occurrence
) -> None:
    """Nobody shuts out the only one who triages, nor everybody who stands above them."""
    report = make_report(unit=cast.company, at=cast.at)
    for who, record, by in (
        (cast.safety_adviser, report, "commander"),
        (cast.commander, occurrence, "safety_adviser"),
    ):
        with pytest.raises(FieldsRefused, match="nobody else") as refused:
            away(cast, who, record, by=by)
        assert list(refused.value.errors) == ["person"]
    assert not Involvement.objects.for_system(reason="access").exists()


def test_conflict_of_the_only_one_who_triages_is_refused(cast: Cast) -> None:
    """Somebody who can lift it is not enough: the report would wait for nobody."""
    cast.add("higher", ("commander", "ARMY", None))
    report = make_report(unit=cast.company, at=cast.at)
    with pytest.raises(FieldsRefused, match="receive and triage reports"):
        away(cast, cast.safety_adviser, report, by="commander")
    cast.add("adviser_above", ("safety_adviser", "ARMY", None))
    away(cast, cast.safety_adviser, report, by="commander")


def test_conflict_of_another_is_noted_when_somebody_else_stays(
    cast: Cast, occurrence: Occurrence
) -> None:
    cast.add("higher", ("commander", "ARMY", None))
    away(cast, cast.commander, occurrence, by="safety_adviser")
    assert sees(cast.commander.actor) == (0, 0)


def test_conflict_of_oneself_may_leave_nobody(cast: Cast, occurrence: Occurrence) -> None:
    for who in (cast.commander, cast.safety_adviser):
        away(cast, who, occurrence)
    assert sees(cast.safety_adviser.actor) == (0, 0)


def test_conflict_of_somebody_who_sees_no_records_is_denied(
    cast: Cast, occurrence: Occurrence
) -> None:
    with pytest.raises(AccessDenied):
        away(cast, cast.functional_admin, occurrence)
