"""Where it was: a report knows the site its place names, an occurrence what triage made of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from baken.conftest import Cast
from baken.core.access import Confidentiality, may
from baken.core.lists import page_of
from baken.core.search.words import words_of
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.models import Site
from baken.rooms.org.queries.who_could import who_could
from baken.rooms.org.tests.factories import make_site
from baken.rooms.org.tests.test_unit_steps import line
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.permits import ANSWER, HANDLE, READ, READ_OCCURRENCE
from baken.rooms.reports.queries.classified import code_of_site, present_classification
from baken.rooms.reports.tests.acts import fresh, occurrence_of, send, step, triage
from baken.rooms.reports.tests.factories import CLASSIFICATION, make_occurrence, make_report
from baken.rooms.reports.tests.test_views_steps import lines


@pytest.fixture
def barracks(cast: Cast) -> Site:
    """A site that the squadron holds."""
    return make_site("SITE-7", holder=cast.squadron, name_nl="Kazerne Zuid", name_en="South Camp")


# ---- which site a place names ----


@pytest.mark.parametrize(
    "place",
    [
        "SITE-7",
        "site-7",
        "Kazerne Zuid",
        "  kazerne   ZUID ",
        "South Camp (SITE-7)",
        "Kazerne Zuid, poort 3",
        "SITE-7 , achter de loods, links",
        "Garage 3, Kazerne Zuid",
    ],
)
def test_report_from_a_named_site_knows_it(cast: Cast, barracks: Site, place: str) -> None:
    assert send(cast.soldier, at=cast.at, place=place).report.site_id == barracks.pk


@pytest.mark.parametrize(
    "place", ["", "Garage 3", "tegenover Kazerne Zuid", "SITE-77", "Kazerne Zuid poort 3", ","]
)
def test_report_from_elsewhere_has_no_site(cast: Cast, barracks: Site, place: str) -> None:
    assert send(cast.soldier, at=cast.at, place=place).report.site_id is None


def test_place_that_names_two_sites_is_at_neither(cast: Cast, barracks: Site) -> None:
    make_site("SITE-8", holder=cast.army, name_nl="Kazerne Noord")
    told = send(cast.soldier, at=cast.at, place="Kazerne Zuid, Kazerne Noord").report
    assert told.site_id is None


def test_name_that_two_sites_carry_names_neither(cast: Cast, barracks: Site) -> None:
    make_site("SITE-8", holder=cast.army, name_nl="Kazerne Zuid")
    assert send(cast.soldier, at=cast.at, place="Kazerne Zuid").report.site_id is None
    assert send(cast.soldier, at=cast.at, place="SITE-7").report.site_id == barracks.pk


# ---- triage ----


def test_triage_takes_the_site_of_the_report(cast: Cast, barracks: Site) -> None:
    told = send(cast.soldier, at=cast.at, place="SITE-7").report
    occurrence = occurrence_of(triage(cast, told))
    assert occurrence.site_id == barracks.pk
    assert present_classification(occurrence)["site"] == "SITE-7"


def test_triage_that_names_another_site_puts_the_report_right(cast: Cast, barracks: Site) -> None:
    other = make_site("SITE-8", holder=cast.army)
    done = triage(cast, send(cast.soldier, at=cast.at, place="SITE-7").report, site="site-8")
    assert (done.site_id, occurrence_of(done).site_id) == (other.pk, other.pk)


def test_triage_with_a_site_that_is_none_writes_nothing(cast: Cast, barracks: Site) -> None:
    told = send(cast.soldier, at=cast.at, place="SITE-7").report
    with pytest.raises(FieldsRefused) as refused:
        triage(cast, told, site="SITE-99")
    assert list(refused.value.errors) == ["site"]
    assert (fresh(told).state, fresh(told).site_id) == ("received", barracks.pk)


@pytest.mark.parametrize(
    ("said", "kept"), [({"site": "Kazerne Zuid"}, True), ({}, True), ({"site": None}, False)]
)
def test_revision_says_the_site_anew(
    cast: Cast, barracks: Site, said: dict[str, Any], kept: bool
) -> None:
    one = make_occurrence(unit=cast.company, at=cast.at, site=barracks)
    done = step(cast.safety_adviser, one, "classify", at=cast.at, **CLASSIFICATION, **said)
    assert (done.site_id == barracks.pk) is kept


def test_site_that_is_changed_behind_its_back_is_found(cast: Cast, barracks: Site) -> None:
    told = send(cast.soldier, at=cast.at, place="SITE-7").report
    assert list(breaks()) == []
    Report.objects.for_system(reason="trail").filter(pk=told.pk).update(site=None)
    assert [told.ref in str(one) for one in breaks()] == [True]


def test_triage_with_a_dash_says_that_it_was_at_none_of_our_sites(
    cast: Cast, barracks: Site
) -> None:
    done = triage(cast, send(cast.soldier, at=cast.at, place="SITE-7").report, site="-")
    assert (done.site_id, occurrence_of(done).site_id) == (None, None)


def test_triage_page_with_an_emptied_site_takes_it_away(
    cast: Cast, barracks: Site, client_of: Callable[[str], Client]
) -> None:
    told = send(cast.soldier, at=cast.at, place="SITE-7").report
    where = f"/meldingen/{told.ref}/stap/triage"
    client = client_of("safety_adviser")
    assert client.get(where).context["form"]["site"].value() == "SITE-7"
    client.post(where, {**CLASSIFICATION, **lines(injuries=[], damages=[]), "site": ""})
    assert (fresh(told).state, fresh(told).site_id) == ("in_handling", None)
    assert occurrence_of(fresh(told)).site_id is None


@pytest.mark.parametrize(("said", "code"), [({}, "SITE-7"), ({"site": "site-8"}, "SITE-8")])
def test_report_that_joins_an_occurrence_keeps_or_gets_its_own_site(
    cast: Cast, barracks: Site, said: dict[str, Any], code: str
) -> None:
    make_site("SITE-8", holder=cast.army)
    known = make_occurrence(unit=cast.company, at=cast.at)
    told = send(cast.soldier, at=cast.at, place="SITE-7").report
    adviser, fields = cast.safety_adviser, {"occurrence": known.ref, **said}
    done = step(adviser, told, "triage", at=cast.at, **fields)
    assert (done.occurrence_id, code_of_site(done.site_id)) == (known.pk, code)
    assert fresh(known).site_id is None


def test_public_is_not_told_which_names_are_sites(cast: Cast, barracks: Site) -> None:
    with translation.override("en"):
        answers = [
            Client().post(
                "/api/v1/intake",
                {"story": "Glad.", "place": place, "identity": identity},
                content_type="application/json",
            )
            for place in ("Kazerne Zuid", "Garage")
            for identity in ("anonymous", "confidential")
        ]
    assert [(one.status_code, one.json()["site"]) for one in answers] == [(201, None)] * 4


# ---- who hosts others ----


def seen_by_host(cast: Cast, root: Any, permit: str) -> set[str]:
    """What the outsider, commander of the squadron, reads: in list, search, and one by one."""
    actor = cast.outsider.actor
    listed = {one.ref for one in page_of(root=root, actor=actor, permit=permit).items}
    words = words_of("kabel")
    found = {one.ref for one in page_of(root=root, actor=actor, permit=permit, words=words).items}
    every = root.objects.for_system(reason="trail").select_related("unit", "owner_unit")
    assert listed == {one.ref for one in every if may(actor, permit, one)}
    assert found <= listed
    return listed


def test_host_reads_what_its_guests_report_about_its_site_and_nothing_else(
    cast: Cast, barracks: Site
) -> None:
    line(cast, cast.battalion, "SQUADRON", "host")
    elsewhere = make_site("SITE-8", holder=cast.army)
    here = make_report(unit=cast.company, at=cast.at, site=barracks)
    make_report(unit=cast.company, at=cast.at, site=elsewhere)
    make_report(unit=cast.company, at=cast.at)
    make_report(
        unit=cast.company,
        at=cast.at,
        site=barracks,
        confidentiality=int(Confidentiality.RESTRICTED),
    )
    make_report(unit=cast.army, at=cast.at, site=barracks)
    assert seen_by_host(cast, Report, READ) == {here.ref}
    assert not may(cast.outsider.actor, ANSWER, here)


def test_host_reads_occurrences_of_its_site(cast: Cast, barracks: Site) -> None:
    here = make_occurrence(unit=cast.company, at=cast.at, site=barracks)
    make_occurrence(unit=cast.company, at=cast.at)
    assert seen_by_host(cast, Occurrence, READ_OCCURRENCE) == set()
    line(cast, cast.battalion, "SQUADRON", "host")
    assert seen_by_host(cast, Occurrence, READ_OCCURRENCE) == {here.ref}


def test_host_does_not_merge_into_what_it_only_reads(cast: Cast, barracks: Site) -> None:
    line(cast, cast.battalion, "SQUADRON", "host")
    guests = make_occurrence(unit=cast.company, at=cast.at, site=barracks, potential_severity=1)
    own = make_occurrence(unit=cast.squadron, at=cast.at, potential_severity=5)
    assert may(cast.outsider.actor, READ_OCCURRENCE, guests)
    assert may(cast.outsider.actor, HANDLE, own)
    with pytest.raises(FieldsRefused) as refused:
        step(cast.outsider, own, "merge", at=cast.at, occurrence=guests.ref)
    assert list(refused.value.errors) == ["occurrence"]
    assert (fresh(own).state, fresh(guests).potential_severity) == ("triaged", 1)


def test_host_stands_among_those_who_could_see_a_report(cast: Cast, barracks: Site) -> None:
    line(cast, cast.battalion, "SQUADRON", "host")
    told = make_report(unit=cast.company, at=cast.at, site=barracks)
    onlookers = who_could(record=told, permits=[READ], day=cast.at.date())
    assert "SQUADRON" in {one.unit.code for one in onlookers if one.unit}
