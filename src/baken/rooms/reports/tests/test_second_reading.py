"""Lowering takes a second reader, and so does a category that the commander disputes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.formats import date_format

from baken.conftest import Cast, Member
from baken.core.questions import InboxAsk
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.rooms.notices.models import Notice
from baken.rooms.reports.answers import inbox_cards
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.permits import TRIAGE
from baken.rooms.reports.queries.inbox import occurrences_asking
from baken.rooms.reports.queries.journey import journey_of
from baken.rooms.reports.queries.second_reading import Asked, asked_of
from baken.rooms.reports.queries.thread import nodes_of
from baken.rooms.reports.tests.acts import fresh, occurrence_of, send, step, steps_of, triage
from baken.rooms.reports.tests.factories import make_occurrence
from baken.rooms.reports.workflow import OCCURRENCE

WHY = "Het mechanisme is bekend."


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def second(cast: Cast) -> Member:
    """Another safety adviser, of the organisation part above."""
    return cast.add("second", ("safety_adviser", "ARMY", None))


@pytest.fixture
def report(cast: Cast, second: Member) -> Report:
    return triage(cast, send(cast.soldier, at=cast.at).report, potential_severity="4")


@pytest.fixture
def occurrence(report: Report) -> Occurrence:
    return occurrence_of(report)


def propose(cast: Cast, occurrence: Occurrence, **fields: Any) -> Occurrence:
    wanted = {"potential_severity": "2", "reason": WHY, **fields}
    found: Occurrence = step(cast.safety_adviser, occurrence, "propose_lower", at=cast.at, **wanted)
    return found


def cards(who: Member) -> list[tuple[str, str]]:
    found = inbox_cards(InboxAsk(who.actor, who.at))
    return [(card.ref, card.reason) for card in found if card.ref.startswith("V")]


def test_lowering_potential_severity_from_4_to_2_needs_a_second_reader_and_leaves_a_trail(
    cast: Cast, second: Member, report: Report, occurrence: Occurrence
) -> None:
    """Acceptance test 7 of the domain reference, reporting, section 18."""
    with pytest.raises(FieldsRefused) as refused:
        step(cast.safety_adviser, occurrence, "classify", at=cast.at, potential_severity="2")
    assert list(refused.value.errors) == ["potential_severity"]

    propose(cast, occurrence)
    assert fresh(occurrence).potential_severity == 4
    with pytest.raises(StepRefused) as own:
        step(cast.safety_adviser, occurrence, "agree_lower", at=cast.at)
    assert [one.code for one in own.value.refusals] == ["first_reader"]

    step(second, occurrence, "agree_lower", at=cast.at)

    assert fresh(occurrence).potential_severity == 2
    last = steps_of(occurrence)[-3:]
    assert [one.code.rsplit(".", 1)[1] for one in last] == [
        "lower_proposed",
        "lower_agreed",
        "raised",
    ]
    assert [one.actor for one in last[:2]] == [
        cast.safety_adviser.actor.person,
        second.actor.person,
    ]
    assert last[1].facts["lowered"] == {"potential_severity": [4, 2]}
    assert list(breaks()) == []


def test_what_is_lowered_goes_to_the_level_above_and_the_reporter_reads_why(
    cast: Cast, second: Member, report: Report, occurrence: Occurrence
) -> None:
    propose(cast, occurrence)
    step(second, occurrence, "agree_lower", at=cast.at)

    assert fresh(occurrence).raised_to.code == "ARMY"
    lowered, raised = sorted(journey_of(fresh(report), cast.at).levels, reverse=True)
    assert "it was lowered after a second reader agreed: worst possible 4 → 2." in lowered
    assert lowered.endswith(f"Why: {WHY}")
    assert raised.endswith("safety adviser of Eenheid ARMY: it was lowered.")


def test_who_classified_it_last_is_no_second_reader_of_a_lowering(
    cast: Cast, second: Member, occurrence: Occurrence, deliver: Callable[[], int]
) -> None:
    third = cast.add("third", ("safety_adviser", "ARMY", None))
    step(second, occurrence, "propose_lower", at=cast.at, potential_severity="2", reason=WHY)
    deliver()

    with pytest.raises(StepRefused) as refused:
        step(cast.safety_adviser, occurrence, "agree_lower", at=cast.at)

    assert [one.code for one in refused.value.refusals] == ["first_reader"]
    asked = Notice.objects.filter(record=occurrence.pk, code="reports.second_reading")
    assert set(asked.values_list("to_key", flat=True)) == {third.actor.own_key}
    step(third, occurrence, "agree_lower", at=cast.at)
    assert fresh(occurrence).potential_severity == 2


@pytest.mark.parametrize(
    ("fields", "lower", "told"),
    [
        ({"category": "1"}, {"category": [2, 1]}, "category 2 → 1"),
        (
            {"investigation_level": "3"},
            {"investigation_level": [4, 3]},
            "investigation level 4 → 3",
        ),
    ],
)
def test_what_a_revision_lowers_goes_a_level_up_and_the_reporter_reads_it(
    cast: Cast, second: Member, fields: dict[str, str], lower: dict[str, list[int]], told: str
) -> None:
    sent = send(cast.soldier, at=cast.at).report
    classes = {"potential_severity": "4", "category": "2", "investigation_level": "4"}
    high = occurrence_of(triage(cast, sent, **classes))

    step(cast.safety_adviser, high, "classify", at=cast.at, **fields)

    classified, raised = steps_of(high)[-2:]
    assert (classified.facts["lowered"], raised.facts["why"]) == (lower, "lowered")
    assert (fresh(high).raised_to.code, fresh(high).level_steps) == ("ARMY", 2)
    levels = journey_of(fresh(sent), cast.at).levels
    day = date_format(cast.at.date(), "j F Y")
    assert f"On {day} it was lowered when it was weighed again: {told}." in levels
    (line,) = [
        node.text
        for node in nodes_of(second.actor, fresh(high))
        if node.title == "Revise the triage"
    ]
    assert "worst possible 4, investigation level" in line
    assert line.endswith(told)


def test_revision_that_lowers_nothing_stays_at_its_level(
    cast: Cast, second: Member, occurrence: Occurrence
) -> None:
    step(cast.safety_adviser, occurrence, "classify", at=cast.at, potential_severity="5")

    assert "lowered" not in steps_of(occurrence)[-1].facts
    assert (fresh(occurrence).raised_to, fresh(occurrence).level_steps) == (None, 0)


def test_second_reader_refuses_and_what_stands_stays(
    cast: Cast,
    second: Member,
    report: Report,
    occurrence: Occurrence,
    deliver: Callable[[], int],
) -> None:
    deliver()
    Notice.objects.all().delete()
    propose(cast, occurrence)

    step(second, occurrence, "refuse_lower", at=cast.at, reason="Te vroeg.")

    after = fresh(occurrence)
    assert (after.potential_severity, after.second_reading, after.asked_by) == (4, None, None)
    assert after.raised_to is None
    deliver()
    decided = Notice.objects.filter(code="reports.second_read").values_list("to_key", flat=True)
    assert set(decided) == {cast.safety_adviser.actor.own_key, cast.commander.actor.own_key}
    assert journey_of(fresh(report), cast.at).levels == ()  # nothing changed for the reporter
    assert not Notice.objects.filter(to_key=cast.soldier.actor.own_key).exists()


def test_level_below_what_the_classes_ask_takes_a_second_reader(
    cast: Cast, second: Member, occurrence: Occurrence
) -> None:
    with pytest.raises(FieldsRefused) as refused:
        step(cast.safety_adviser, occurrence, "classify", at=cast.at, investigation_level="1")
    assert "at least level 3" in str(refused.value.errors["investigation_level"])

    propose(cast, occurrence, potential_severity="", investigation_level="2")
    step(second, occurrence, "agree_lower", at=cast.at)

    assert fresh(occurrence).investigation_level == 2
    step(cast.safety_adviser, occurrence, "classify", at=cast.at, investigation_level="2")


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"potential_severity": "4"}, ["potential_severity"]),
        ({"potential_severity": "5"}, ["potential_severity"]),
        ({"potential_severity": ""}, ["investigation_level", "potential_severity"]),
        ({"investigation_level": "4"}, ["investigation_level"]),
        ({"reason": " "}, ["reason"]),
    ],
)
def test_proposal_that_lowers_nothing_or_says_no_reason_is_refused(
    cast: Cast, occurrence: Occurrence, fields: dict[str, str], wrong: list[str]
) -> None:
    with pytest.raises(FieldsRefused) as refused:
        propose(cast, occurrence, **fields)

    assert sorted(refused.value.errors) == wrong
    assert fresh(occurrence).second_reading is None


def test_one_second_reading_at_a_time(cast: Cast, occurrence: Occurrence) -> None:
    propose(cast, occurrence)

    with pytest.raises(StepRefused) as refused:
        step(cast.commander, occurrence, "dispute_category", at=cast.at, category="2", reason=WHY)

    assert [one.code for one in refused.value.refusals] == ["reading_waits"]


def test_commander_disputes_the_category_and_a_second_reader_decides(
    cast: Cast, second: Member, occurrence: Occurrence, deliver: Callable[[], int]
) -> None:
    step(cast.commander, occurrence, "dispute_category", at=cast.at, category="2", reason=WHY)
    deliver()
    stands = fresh(occurrence).category
    for first in (cast.safety_adviser,):
        with pytest.raises(StepRefused):
            step(first, occurrence, "decide_category", at=cast.at, category="2", reason=WHY)

    step(second, occurrence, "decide_category", at=cast.at, category="1", reason="Eén dag verzuim.")
    deliver()

    after = fresh(occurrence)
    assert (stands, after.category, after.second_reading) == (0, 1, None)
    assert after.raised_to is None  # it became higher
    codes = Notice.objects.filter(record=occurrence.pk).values_list("to_key", "code")
    assert (second.actor.own_key, "reports.second_reading") in codes
    assert (cast.commander.actor.own_key, "reports.second_read") in codes


def test_category_decided_lower_goes_a_level_up(
    cast: Cast, second: Member, occurrence: Occurrence
) -> None:
    top = cast.add("top", ("safety_adviser", "MINISTRY", None))
    high = make_occurrence(unit=cast.company, category=3, at=cast.at)
    step(cast.commander, high, "dispute_category", at=cast.at, category="1", reason=WHY)

    step(top, high, "decide_category", at=cast.at, category="1", reason=WHY)

    assert (fresh(high).category, fresh(high).raised_to.code) == (1, "ARMY")


def test_disputing_the_category_that_stands_is_refused(cast: Cast, occurrence: Occurrence) -> None:
    with pytest.raises(FieldsRefused):
        step(cast.commander, occurrence, "dispute_category", at=cast.at, category="0", reason=WHY)


def test_second_readers_see_it_in_their_inbox_and_the_first_does_not(
    cast: Cast, second: Member, occurrence: Occurrence
) -> None:
    propose(cast, occurrence)

    reason = "Somebody proposes to lower it. A second reader decides."
    assert (occurrence.ref, reason) in cards(second)
    assert (occurrence.ref, reason) not in cards(cast.safety_adviser)
    assert cards(cast.commander) == []


def test_who_weighed_it_last_is_not_asked_and_sees_why_it_lies_at_their_level(
    cast: Cast, second: Member, occurrence: Occurrence
) -> None:
    third = cast.add("third", ("safety_adviser", "MINISTRY", None))
    reason = "Somebody proposes to lower it. A second reader decides."
    step(second, occurrence, "classify", at=cast.at, potential_severity="5")
    propose(cast, occurrence, potential_severity="4")
    assert (occurrence.ref, reason) in cards(third)
    assert cards(second) == []

    step(cast.commander, occurrence, "raise", at=cast.at, reason="Kijk mee.")

    day = date_format(cast.at.date(), "j F Y")
    told = f"It was brought to your level on {day}: it was asked for."
    assert cards(second) == [(occurrence.ref, told)]


def test_many_that_wait_elsewhere_do_not_hide_what_was_brought_to_a_level(
    cast: Cast, second: Member
) -> None:
    cast.add("top", ("safety_adviser", "MINISTRY", None))
    mine = make_occurrence(unit=cast.company, at=cast.at)
    step(cast.safety_adviser, mine, "raise", at=cast.at, reason=WHY)
    for _number in range(5):
        other = make_occurrence(unit=cast.army, at=cast.at)
        step(second, other, "raise", at=cast.at, reason=WHY)

    assert [one.ref for one in occurrences_asking(second.actor, 1)] == [mine.ref]


def test_who_is_no_second_reader_does_not_look_through_what_waits_for_one(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    for _number in range(4):
        make_occurrence(unit=cast.company, second_reading="lower", asks_since=cast.at)
    adviser = cast.safety_adviser.actor
    triages = replace(adviser, grants=adviser.grants_of(TRIAGE))

    with django_assert_num_queries(1):
        assert occurrences_asking(triages, 1) == []


def test_cards_that_ask_are_read_in_one_question(cast: Cast, second: Member) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            cards(second)
        return len(seen)

    def fill() -> None:
        step(
            cast.safety_adviser,
            make_occurrence(unit=cast.company, at=cast.at),
            "raise",
            at=cast.at,
            reason=WHY,
        )
        step(
            cast.safety_adviser,
            send(cast.soldier, at=cast.at).report,
            "raise",
            at=cast.at,
            reason=WHY,
        )

    fill()
    few = asked()
    for _number in range(3):
        fill()
    assert (asked(), len(cards(second))) == (few, 4)
    assert few <= 12


def test_page_shows_what_waits_and_the_second_reader_can_decide(
    cast: Cast, second: Member, occurrence: Occurrence, client_of: Callable[[str], Client]
) -> None:
    propose(cast, occurrence)

    page = client_of("second").get(f"/voorvallen/{occurrence.ref}")

    text = page.content.decode()
    assert "worst possible 4 → 2" in text
    assert WHY in text
    assert {"agree_lower", "refuse_lower"} <= {one["name"] for one in page.context["steps"]}


def test_second_reader_reads_what_is_asked_where_they_decide_and_nothing_is_chosen_for_them(
    cast: Cast, second: Member, occurrence: Occurrence, client_of: Callable[[str], Client]
) -> None:
    asked = {"category": "2", "reason": "Niemand verzuimde."}
    step(cast.commander, occurrence, "dispute_category", at=cast.at, **asked)
    page = client_of("second").get(f"/voorvallen/{occurrence.ref}/stap/decide_category")
    assert " 0 → 2 – Niemand verzuimde. – " in page.context["waits"]
    assert page.context["waits"] in page.content.decode()
    assert page.context["form"]["category"].value() is None
    assert page.context["form"].fields["category"].choices[0][0] == ""


def test_only_a_reason_that_the_reporter_reads_says_so(cast: Cast) -> None:
    told = {"refuse_lower": False, "dispute_category": False, "decide_category": True}
    for name, reads in {**told, "propose_lower": True}.items():
        row = next(one for one in OCCURRENCE.steps if one.name == name)
        help_text = next(str(one.help) for one in row.fields if one.name == "reason")
        assert ("the reporter reads this" in help_text) is reads


def test_api_tells_what_waits(
    cast: Cast, second: Member, occurrence: Occurrence, client_of: Callable[[str], Client]
) -> None:
    propose(cast, occurrence)

    body = client_of("second").get(f"/api/v1/occurrences/{occurrence.ref}").json()

    assert (body["second_reading"], body["raised_to"]) == ("lower", None)


def test_of_an_occurrence_that_asks_nothing_nothing_is_asked(cast: Cast) -> None:
    assert asked_of(make_occurrence(unit=cast.company)) == Asked()
