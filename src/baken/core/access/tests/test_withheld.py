"""While a field is filled only those who handle a record read it: list, page and button agree."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import RequestFactory

from baken.conftest import Cast
from baken.core.access import Actor, Confidentiality, Grant, Reach, below, explain, may, signing
from baken.core.access.declarations import any_page, page, withheld_record
from baken.core.access.scope import scope_of
from baken.core.access.withheld import Withheld
from baken.core.lists.pressing import OLDEST, Heading, first_of
from baken.rooms.org.models import Person
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.models.embargo import WHY
from baken.rooms.reports.permits import (
    EMBARGO,
    HANDLE,
    NOTE_IMMEDIATE,
    READ,
    READ_OCCURRENCE,
    READ_SUMMARY,
)
from baken.rooms.reports.tests.factories import make_occurrence, make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def withheld(cast: Cast) -> Occurrence:
    return make_occurrence(unit=cast.company, at=cast.at, embargo_at=cast.at)


@pytest.fixture
def open_one(cast: Cast) -> Occurrence:
    return make_occurrence(unit=cast.company, at=cast.at)


def listed(actor: Actor, permit: str, root: Any = Occurrence) -> set[Any]:
    """What stands in a list: by the whole condition, which must be what the branches give."""
    whole = set(root.objects.visible_to(actor, permit))
    branches = root.objects.visible_branches(actor, permit)
    assert set().union(*map(set, branches)) == whole
    everything = root.objects.for_system(reason="trail").select_related("unit", "owner_unit")
    assert {one for one in everything if may(actor, permit, one)} == whole
    for units in (actor.units_of(permit), frozenset(one.unit_id for one in everything)):
        of_units = {one for one in whole if one.unit_id in units}
        assert set(root.objects.visible_in(actor, permit, units)) == of_units
        for is_rare in (True, False):
            asked = [Heading(permit, is_rare=is_rare)]
            told = {"by": OLDEST, "root": root, "actor": actor, "most": 50}
            assert set(first_of(asked, **told)) == whole
            assert set(first_of(asked, **told, units=units)) == of_units
    return whole


def with_case(cast: Cast, record: Any, permit: str) -> Actor:
    reach = Reach(cases=frozenset([(record._meta.label_lower, record.pk)]))
    return replace(cast.outsider.actor, grants=(Grant(permit, Confidentiality.NORMAL, reach),))


@pytest.mark.parametrize("who", ["commander", "safety_adviser"])
def test_withheld_who_handles_reads_on(cast: Cast, withheld: Occurrence, who: str) -> None:
    assert listed(cast.members[who].actor, READ_OCCURRENCE) == {withheld}


@pytest.mark.parametrize(
    ("who", "permit"), [("team_leader", READ_OCCURRENCE), ("soldier", READ_SUMMARY)]
)
def test_withheld_who_only_reads_gets_the_others_alone(
    cast: Cast, withheld: Occurrence, open_one: Occurrence, who: str, permit: str
) -> None:
    assert listed(cast.members[who].actor, permit) == {open_one}


def test_withheld_an_act_that_opens_nothing_waits_too(cast: Cast, withheld: Occurrence) -> None:
    assert not may(cast.team_leader.actor, NOTE_IMMEDIATE, withheld)
    assert may(cast.add("officer", ("duty_officer", "ARMY", None)).actor, NOTE_IMMEDIATE, withheld)


def test_withheld_whoever_stands_in_it_reads_on(cast: Cast, withheld: Occurrence) -> None:
    withheld.lead = cast.team_leader.person.id
    withheld.save(update_fields=["lead"])
    assert listed(cast.team_leader.actor, READ_OCCURRENCE) == {withheld}


def test_withheld_whoever_stands_in_what_it_belongs_to_reads_on(
    cast: Cast, withheld: Occurrence
) -> None:
    withheld.lead = cast.team_leader.person.id
    withheld.save(update_fields=["lead"])
    known = make_report(unit=cast.company, at=cast.at, embargo_at=cast.at, occurrence=withheld)
    make_report(unit=cast.company, at=cast.at, embargo_at=cast.at)
    assert listed(cast.team_leader.actor, READ, Report) == {known}


def test_withheld_from_nobody_known_is_withheld(cast: Cast, withheld: Occurrence) -> None:
    """Somebody without a person is never the one that an empty field names."""
    unnamed = replace(cast.team_leader.actor, person=None)
    assert listed(unnamed, READ_OCCURRENCE) == set()


def test_withheld_a_handler_of_another_unit_stays_outside(cast: Cast, withheld: Occurrence) -> None:
    everywhere = Reach(
        ranges=(below(cast.ministry.path),), unit_ids=frozenset([cast.company.id, cast.squadron.id])
    )
    there = Reach(ranges=(below(cast.squadron.path),), unit_ids=frozenset([cast.squadron.id]))
    grants = (
        Grant(READ_OCCURRENCE, Confidentiality.NORMAL, everywhere),
        Grant(HANDLE, Confidentiality.NORMAL, there),
    )
    beside = make_occurrence(unit=cast.squadron, at=cast.at, embargo_at=cast.at)
    owned = make_occurrence(
        unit=cast.company, owner_unit=cast.squadron, at=cast.at, embargo_at=cast.at
    )
    actor = replace(cast.outsider.actor, grants=grants)
    assert listed(actor, READ_OCCURRENCE) == {beside, owned}


def test_withheld_whoever_was_given_it_reads_on(cast: Cast, withheld: Occurrence) -> None:
    assert listed(with_case(cast, withheld, READ_OCCURRENCE), READ_OCCURRENCE) == {withheld}


def test_withheld_whoever_made_it_reads_on(cast: Cast) -> None:
    key = cast.soldier.actor.own_key
    own = make_report(unit=cast.company, at=cast.at, embargo_at=cast.at, reporter_key=key)
    make_report(unit=cast.company, at=cast.at, embargo_at=cast.at)
    assert listed(cast.soldier.actor, READ, Report) == {own}


def test_withheld_scope_of_who_handles_all_of_it_asks_nothing_more(
    cast: Cast, withheld: Occurrence
) -> None:
    handles = scope_of(cast.commander.actor, READ_OCCURRENCE, Occurrence).condition()
    reads = scope_of(cast.team_leader.actor, READ_OCCURRENCE, Occurrence).condition()
    assert ("embargo_at" in _sql(handles), "embargo_at" in _sql(reads)) == (False, True)


def _sql(condition: Any) -> str:
    rows = Occurrence.objects.for_system(reason="trail").values("pk").filter(condition)
    return str(rows.query.sql_with_params()[0])


def test_withheld_explain_says_why_and_not_that_a_post_is_missing(
    cast: Cast, withheld: Occurrence
) -> None:
    assert explain(cast.team_leader.actor, READ_OCCURRENCE, withheld) == str(WHY)


def test_withheld_explain_out_of_reach_says_nothing_of_it(cast: Cast, withheld: Occurrence) -> None:
    assert str(WHY) not in explain(cast.outsider.actor, READ_OCCURRENCE, withheld)


def test_withheld_is_signed_with_the_post_that_gives_the_right(
    cast: Cast, withheld: Occurrence
) -> None:
    """The post that notes is not the one that reads on, and still signs."""
    officer = cast.add(
        "officer", ("supervisor", "SQUADRON", None), ("duty_officer", "ARMY", None)
    ).actor
    assert signing(officer, NOTE_IMMEDIATE, withheld).post.startswith("Officier van dienst")


# ---- pages ----


def shown(request: Any, record: Any) -> Any:
    return record


def ask(view: Any, actor: Actor, ref: str) -> Any:
    request = RequestFactory().get("/")
    request.actor = actor  # type: ignore[attr-defined]
    return view(request, ref=ref)


VIEWS: dict[str, Callable[..., Any]] = {
    "page": page(permit=READ_OCCURRENCE, root=Occurrence)(shown),
    "any_page": any_page(permits=(READ_OCCURRENCE, READ_SUMMARY), root=Occurrence)(shown),
}


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_page_of_what_is_withheld_tells_a_full_reader_why(
    cast: Cast, withheld: Occurrence, view: Any
) -> None:
    with pytest.raises(PermissionDenied) as refused:
        ask(view, cast.team_leader.actor, withheld.ref)
    assert str(refused.value) == str(WHY)
    assert ask(view, cast.commander.actor, withheld.ref) == withheld


@pytest.mark.parametrize("who", ["soldier", "outsider"])
@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_page_of_what_is_withheld_is_not_there_for_others(
    cast: Cast, withheld: Occurrence, view: Any, who: str
) -> None:
    """A soldier reads summaries of one unit: to hear of an embargo would tell which unit it is."""
    with pytest.raises(Http404):
        ask(view, cast.members[who].actor, withheld.ref)


def test_withheld_record_is_named_to_whose_reach_tells_no_unit(
    cast: Cast, withheld: Occurrence
) -> None:
    office = cast.add("office", ("vms_office", "MINISTRY", None)).actor
    assert withheld_record(office, Occurrence, withheld.ref) == withheld
    assert withheld_record(office, Occurrence, str(withheld.id)) == withheld


@pytest.mark.parametrize("who", ["commander", "soldier", "functional_admin"])
def test_withheld_record_is_none_for_who_reads_it_or_may_not_know(
    cast: Cast, withheld: Occurrence, who: str
) -> None:
    assert withheld_record(cast.members[who].actor, Occurrence, withheld.ref) is None


def test_withheld_record_of_what_is_open_or_not_there_or_never_withheld_is_none(
    cast: Cast, open_one: Occurrence
) -> None:
    actor = cast.team_leader.actor
    assert withheld_record(actor, Occurrence, open_one.ref) is None
    assert withheld_record(actor, Occurrence, "V-2026-999999") is None
    assert withheld_record(actor, Person, "P-2026-000001") is None


def test_rule_without_a_person_looks_at_the_keys_alone(
    cast: Cast, withheld: Occurrence, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = replace(Occurrence.access, withheld=Withheld("embargo_at", keys=(EMBARGO,)))
    monkeypatch.setattr(Occurrence, "access", plain)
    officer = cast.add("officer", ("duty_officer", "ARMY", None))
    assert listed(officer.actor, READ_OCCURRENCE) == {withheld}
    assert listed(cast.commander.actor, READ_OCCURRENCE) == set()
