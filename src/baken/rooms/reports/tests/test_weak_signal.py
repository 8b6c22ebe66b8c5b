"""Light records that are alike weigh together: the rule, and what stands on the page and in the API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from baken.conftest import Cast
from baken.core.api.tests.calling import caller
from baken.rooms.reports.models import Occurrence, OccurrenceCode
from baken.rooms.reports.queries.weak_signal import MOST_LISTED, Stack, stack_of
from baken.rooms.reports.rules import Alike, Reason, Together, Weight, stacks, weighed_together
from baken.rooms.reports.tests.factories import make_occurrence, make_report

Clients = Callable[[str], Client]
LIGHT: dict[str, int] = {"category": 0, "actual_severity": 0, "potential_severity": 2}


# ---- the rule ----


@pytest.mark.parametrize(
    ("category", "actual", "light"),
    [(0, 0, True), (1, 1, True), (2, 1, False), (1, 2, False)],
)
def test_light_is_what_went_well(category: int, actual: int, light: bool) -> None:
    assert Weight(category, actual, potential=5).is_light is light


@pytest.mark.parametrize(("count", "weighs"), [(2, False), (3, True)])
def test_three_alike_weigh_together(count: int, weighs: bool) -> None:
    assert (weighed_together(Weight(), [Weight()] * count) is not None) is weighs


@pytest.mark.parametrize(
    ("own", "others", "together"),
    [
        (Weight(), Weight(), Together(3, 0, 0)),
        (Weight(potential=1), Weight(), Together(3, 1, 1)),
        (Weight(), Weight(actual=1), Together(3, 1, 0)),
        (Weight(), Weight(potential=2), Together(3, 3, 2)),
        (Weight(), Weight(potential=4), Together(3, 3, 4)),
        (Weight(), Weight(potential=5), Together(3, 3, 5)),
        (Weight(potential=5), Weight(), Together(3, 4, 5)),
        (Weight(category=4, actual=4, potential=4), Weight(), Together(3, 4, 4)),
    ],
)
def test_together_weigh_by_what_it_is_itself_and_that_it_came_back(
    own: Weight, others: Weight, together: Together
) -> None:
    assert weighed_together(own, [Weight(), others, Weight()]) == together


@pytest.mark.parametrize(("stands", "raises"), [(None, True), (2, True), (3, False), (4, False)])
def test_together_raise_a_lower_level(stands: int | None, raises: bool) -> None:
    assert Together(3, 3, 2).raises(stands) is raises


@pytest.mark.parametrize(
    ("reasons", "enough"),
    [
        ([Reason("words", ("luik", "dek"))], True),
        ([Reason("words", ("luik",)), Reason("days")], False),
        ([Reason("mark", ("KN-84-21",))], True),
        ([Reason("subject", ("laser",))], False),
        ([Reason("subject", ("laser",)), Reason("kind"), Reason("unit_kind")], False),
        ([Reason("subject", ("laser", "noise"))], True),
        *(
            ([Reason("subject", ("laser",)), Reason(code)], True)
            for code in ("place", "site", "equipment", "unit")
        ),
    ],
)
def test_stacks_needs_more_than_one_subject(reasons: list[Reason], enough: bool) -> None:
    assert stacks(Alike(1, tuple(reasons))) is enough


# ---- what is found ----


def hatch(cast: Cast, *, unit: str = "COMPANY", code: str = "laser", **more: Any) -> Occurrence:
    """An occurrence with a loose hatch."""
    given = {"title": "Torenluik los", "summary": "De vergrendeling was versleten.", **LIGHT}
    made = make_occurrence(unit=cast.unit(unit), at=cast.at, **(given | more))
    OccurrenceCode.objects.of(made).update(code=code)
    return made


def stack(cast: Cast, occurrence: Occurrence) -> Stack | None:
    return stack_of(actor=cast.safety_adviser.actor, occurrence=occurrence, at=cast.at)


def test_stack_holds_light_ones_in_every_unit_within_reach(cast: Cast) -> None:
    one = hatch(cast, investigation_level=1)
    hatch(cast)
    hatch(cast, unit="BATTALION")
    assert stack(cast, one) is None
    hatch(cast)
    hatch(cast, unit="SQUADRON")
    hatch(cast, actual_severity=3, category=3)
    hatch(cast, code="noise")
    found = stack(cast, one)
    assert found is not None
    assert (found.together, found.units, found.raises) == (Together(3, 3, 2), 2, True)
    with translation.override("en"):
        assert found.level.startswith("Level 3")
        assert found.potential


def test_stack_counts_every_fact_once_and_untriaged_reports_too(cast: Cast) -> None:
    one = hatch(cast)
    two = hatch(cast)
    story = "De vergrendeling van het torenluik is versleten."
    for _ in range(3):
        make_report(unit=cast.company, at=cast.at, story=story, state="in_handling", occurrence=two)
    make_report(unit=cast.company, at=cast.at, story=story)
    assert stack(cast, one) is None
    make_report(unit=cast.company, at=cast.at, story=story)
    found = stack(cast, one)
    assert found is not None
    assert found.together.count == 3


def test_stack_weighs_no_occurrence_that_is_out_of_reach(cast: Cast) -> None:
    one = hatch(cast, potential_severity=0)
    story = "De vergrendeling van het torenluik is versleten."
    for _ in range(3):
        away = hatch(cast, unit="SQUADRON", potential_severity=5)
        make_report(
            unit=cast.company, at=cast.at, story=story, state="in_handling", occurrence=away
        )
    found = stack(cast, one)
    assert found is not None
    assert (found.together.potential, found.units) == (0, 1)


def test_stack_lists_a_few_and_says_when_there_may_be_more(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from baken.rooms.reports.queries import weak_signal

    one = hatch(cast)
    for _ in range(MOST_LISTED + 2):
        hatch(cast)
    found = stack(cast, one)
    assert found is not None
    assert (len(found.listed), found.is_more) == (MOST_LISTED, False)
    monkeypatch.setattr(weak_signal, "MOST_COUNTED", MOST_LISTED + 1)
    more = stack(cast, one)
    assert more is not None
    assert (more.together.count, more.is_more) == (MOST_LISTED + 1, True)


# ---- where it shows ----


@pytest.fixture
def one(cast: Cast) -> Occurrence:
    """An occurrence with three like it."""
    for _ in range(3):
        hatch(cast)
    return hatch(cast, investigation_level=1)


def test_page_shows_the_signal_with_reasons_and_the_way_to_raise(
    client_of: Clients, one: Occurrence
) -> None:
    text = client_of("safety_adviser").get(f"/voorvallen/{one.ref}/lijkt-op").content.decode()
    assert "3 light records like this in 24 months." in text
    assert "All in 1 unit." in text
    assert "Same subject: Laser" in text
    assert "That is higher than the level that stands now." in text
    assert f"/voorvallen/{one.ref}/stap/classify?investigation_level=3" in text


def test_page_offers_raising_only_to_who_may_triage(client_of: Clients, one: Occurrence) -> None:
    text = client_of("commander").get(f"/voorvallen/{one.ref}/lijkt-op").content.decode()
    assert "Together a signal" in text
    assert "investigation_level=3" not in text


def test_page_of_a_merged_one_shows_no_signal(cast: Cast, client_of: Clients) -> None:
    for _ in range(3):
        hatch(cast)
    merged = hatch(cast, state="merged")
    text = client_of("safety_adviser").get(f"/voorvallen/{merged.ref}/lijkt-op").content.decode()
    assert "Together a signal" not in text
    program = caller(cast, "safety_adviser")
    assert program.get(f"/occurrences/{merged.ref}/weak-signal").json() is None


def test_revision_starts_from_the_level_that_was_proposed(
    client_of: Clients, one: Occurrence
) -> None:
    adviser = client_of("safety_adviser")
    address = f"/voorvallen/{one.ref}/stap/classify"
    shown = adviser.get(f"{address}?investigation_level=3")
    assert shown.context["form"]["investigation_level"].value() == "3"
    odd = adviser.get(f"{address}?investigation_level=dragon")
    assert odd.status_code == 200


def test_page_asks_no_more_queries_for_more_that_is_alike(
    cast: Cast, client_of: Clients, one: Occurrence
) -> None:
    adviser = client_of("safety_adviser")
    address = f"/voorvallen/{one.ref}/lijkt-op"
    adviser.get(address)
    with CaptureQueriesContext(connection) as few:
        adviser.get(address)
    for _ in range(4):
        hatch(cast)
    with CaptureQueriesContext(connection) as many:
        adviser.get(address)
    assert len(many) == len(few)


def test_api_tells_the_signal_or_that_there_is_none(cast: Cast, one: Occurrence) -> None:
    program = caller(cast, "safety_adviser")
    told = program.get(f"/occurrences/{one.ref}/weak-signal").json()
    assert {name: told[name] for name in told if name != "items"} == {
        "count": 3,
        "units": 1,
        "investigation_level": 3,
        "potential_severity": 2,
        "raises": True,
    }
    assert len(told["items"]) == 3
    assert told["items"][0]["reasons"][0]["text"]
    alone = hatch(cast, title="Soep", summary="Koud.", code="noise")
    answer = program.get(f"/occurrences/{alone.ref}/weak-signal")
    assert (answer.status_code, answer.json()) == (200, None)
    outsider = caller(cast, "outsider")
    assert outsider.get(f"/occurrences/{one.ref}/weak-signal").status_code in (403, 404)
