"""What was changed while it waited for a second reader is agreed to by nobody; it is asked again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from baken.conftest import Cast, Member
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import StepRefused
from baken.rooms.notices.models import Notice
from baken.rooms.reports.models import Injury, Occurrence
from baken.rooms.reports.queries.thread import nodes_of
from baken.rooms.reports.tests.acts import fresh, step, steps_of
from baken.rooms.reports.tests.factories import make_occurrence

WHY = "Het mechanisme is bekend."
LOWER = {"potential_severity": "2", "reason": WHY}
TOLD_LAPSED = "Meanwhile it waited for a second reader; that was ended, because this changed it."


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def second(cast: Cast) -> Member:
    return cast.add("second", ("safety_adviser", "ARMY", None))


@pytest.fixture
def occurrence(cast: Cast, second: Member) -> Occurrence:
    fields = {"potential_severity": 4, "investigation_level": 3}
    return make_occurrence(unit=cast.company, at=cast.at, **fields)


def propose(cast: Cast, occurrence: Occurrence) -> None:
    step(cast.safety_adviser, fresh(occurrence), "propose_lower", at=cast.at, **LOWER)


def revise(cast: Cast, occurrence: Occurrence, **fields: Any) -> None:
    step(cast.safety_adviser, fresh(occurrence), "classify", at=cast.at, **fields)


def refused(who: Member, occurrence: Occurrence, name: str, **fields: Any) -> str:
    with pytest.raises(StepRefused) as found:
        step(who, fresh(occurrence), name, at=who.at, **fields)
    return str(found.value.refusals[0].text)


def told_lapsed() -> list[str]:
    rows = Notice.objects.filter(code="reports.second_reading_lapsed")
    return list(rows.values_list("to_key", flat=True))


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "Iets heel anders"},
        {"summary": "Er raakte iemand bekneld."},
        {"kind": "accident"},
        {"context": "exercise"},
        {"category": "1"},
        {"potential_severity": "5"},
        {"subjects": ["noise"]},
        {"injuries": [{"outcome": "medical_treatment"}]},
        {"damages": [{"what": "lier", "amount_eur": 10}]},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_what_was_changed_meanwhile_is_not_agreed_to_and_can_be_asked_again(
    cast: Cast, second: Member, occurrence: Occurrence, fields: dict[str, Any]
) -> None:
    propose(cast, occurrence)
    revise(cast, occurrence, **fields)

    after = fresh(occurrence)
    assert (after.second_reading, after.asked_by, after.asks_since) == (None, None, None)
    assert steps_of(occurrence)[-1].facts["lapsed"] == "lower"
    assert TOLD_LAPSED in next(iter(nodes_of(second.actor, after))).text
    assert told_lapsed() == [cast.safety_adviser.actor.own_key]
    said = refused(second, occurrence, "agree_lower")
    assert said == (
        "Nobody proposed to lower it, or it was changed since. Then it has to be proposed again."
    )
    assert fresh(occurrence).potential_severity == after.potential_severity
    propose(cast, occurrence)
    step(second, fresh(occurrence), "agree_lower", at=cast.at)
    assert fresh(occurrence).potential_severity == 2
    assert list(breaks()) == []


@pytest.mark.parametrize(
    "fields", [{"site": "-"}, {"lead": ""}, {"subjects": ["work_equipment"]}, {}]
)
def test_what_a_second_reader_does_not_go_by_changes_nothing(
    cast: Cast, second: Member, occurrence: Occurrence, fields: dict[str, Any]
) -> None:
    propose(cast, occurrence)
    revise(cast, occurrence, **fields)
    assert (fresh(occurrence).second_reading, told_lapsed()) == ("lower", [])
    step(second, fresh(occurrence), "agree_lower", at=cast.at)
    assert fresh(occurrence).potential_severity == 2


def test_dispute_is_over_when_the_category_changes_and_not_by_other_words(
    cast: Cast, second: Member, occurrence: Occurrence
) -> None:
    disputed = {"category": "2", "reason": WHY}
    step(cast.commander, occurrence, "dispute_category", at=cast.at, **disputed)
    revise(cast, occurrence, title="Met andere woorden")
    assert fresh(occurrence).second_reading == "category"
    revise(cast, occurrence, category="2")
    assert (fresh(occurrence).second_reading, told_lapsed()) == (
        None,
        [cast.commander.actor.own_key],
    )
    said = refused(second, occurrence, "decide_category", category="1", reason=WHY)
    assert said.endswith("Then it has to be disputed again.")


@pytest.mark.parametrize("potential", [5, 3, 1])
def test_proposal_about_another_class_than_stands_is_refused(
    cast: Cast, second: Member, occurrence: Occurrence, potential: int
) -> None:
    """As of rows that were changed before this was kept in step."""
    propose(cast, occurrence)
    rows = Occurrence.objects.for_system(reason="advance").filter(pk=occurrence.pk)
    rows.update(potential_severity=potential)
    assert "changed since" in refused(second, occurrence, "agree_lower")
    assert fresh(occurrence).potential_severity == potential
    step(second, fresh(occurrence), "refuse_lower", at=cast.at, reason="Het is veranderd.")
    assert fresh(occurrence).second_reading is None


def test_what_comes_in_and_goes_out_by_a_merge_ends_the_reading(
    cast: Cast, second: Member, occurrence: Occurrence
) -> None:
    worse = make_occurrence(unit=cast.company, at=cast.at, category=2)
    Injury.objects.create(record=worse, person_kind="employee", outcome="lost_time")
    same = make_occurrence(unit=cast.company, at=cast.at, potential_severity=0, state="handling")
    propose(cast, occurrence)
    step(cast.safety_adviser, same, "merge", at=cast.at, occurrence=occurrence.ref)
    assert fresh(occurrence).second_reading == "lower"
    step(cast.safety_adviser, worse, "merge", at=cast.at, occurrence=occurrence.ref)
    assert (fresh(occurrence).second_reading, len(told_lapsed())) == (None, 1)
    propose(cast, occurrence)
    step(cast.safety_adviser, fresh(worse), "unmerge", at=cast.at, reason="Toch niet.")
    assert fresh(occurrence).second_reading is None
    lapsed = [one.code.rsplit(".", 1)[1] for one in steps_of(occurrence) if "lapsed" in one.facts]
    assert lapsed == ["merged_from", "unmerged_from"]


def test_what_another_system_adds_ends_the_reading(
    cast: Cast, second: Member, occurrence: Occurrence
) -> None:
    known = {"systems": "oud systeem", "unit": cast.company, "at": cast.at}
    one = make_occurrence(**known, category=3)
    Occurrence.objects.for_system(reason="advance").filter(pk=occurrence.pk).update(systems="ander")
    propose(cast, occurrence)
    step(cast.safety_adviser, one, "same_event", at=cast.at, occurrence=occurrence.ref)
    assert (fresh(occurrence).category, fresh(occurrence).second_reading) == (3, None)
    assert "lapsed" in steps_of(occurrence)[-1].facts


def test_reading_that_nobody_is_known_to_have_asked_for_ends_in_silence(
    cast: Cast, second: Member, occurrence: Occurrence
) -> None:
    propose(cast, occurrence)
    rows = Occurrence.objects.for_system(reason="advance").filter(pk=occurrence.pk)
    rows.update(asked_by=None)
    revise(cast, occurrence, title="Anders")
    assert (fresh(occurrence).second_reading, told_lapsed()) == (None, [])
