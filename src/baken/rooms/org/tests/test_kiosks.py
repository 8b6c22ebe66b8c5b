"""Kiosks: set up by who may, one device, shut out by a new code, and all of it in the history."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from baken.conftest import Cast
from baken.core.access import AccessDenied, Actor, system_actor
from baken.core.lists import BadCursor
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.actions.kiosks import pair_kiosk, renew_kiosk, set_up_kiosk, shut_kiosk
from baken.rooms.org.actions.place_codes import give_place_codes, withdraw_place_code
from baken.rooms.org.models import Equipment, Kiosk, Site, SiteStep, Workplace
from baken.rooms.org.queries import one_tree
from baken.rooms.org.queries.kiosks import (
    Standing,
    is_device_of,
    kiosk_at,
    kiosk_managed,
    kiosks_of,
)
from baken.rooms.org.queries.places import Place
from baken.rooms.org.tests.factories import (
    make_equipment,
    make_kiosk,
    make_place_code,
    make_site,
    many_kiosks,
    pair,
    place_of_equipment,
    place_of_site,
    place_of_workplace,
)

DEVICE = system_actor("kiosk")


@pytest.fixture
def gate(cast: Cast) -> Place:
    return place_of_site(make_site("HAV-1", holder=cast.battalion))


def listed(actor: Actor, site: Site | None, **asked: Any) -> list[Standing]:
    """The first page of the kiosks at a site, or at none."""
    found: list[Standing] = kiosks_of(actor, site, **asked).items
    return found


def fresh(kiosk: Kiosk) -> Kiosk:
    return Kiosk.objects.get(pk=kiosk.pk)


def test_set_up_gives_a_code_that_makes_one_device_the_kiosk(cast: Cast, gate: Place) -> None:
    actor = cast.safety_adviser.actor
    made = set_up_kiosk(actor=actor, place=gate, name=" Poort ", at=cast.at)
    secret = pair(made, gate, at=cast.at)
    assert made.kiosk.name == "Poort"
    assert is_device_of(fresh(made.kiosk), secret) is True
    assert is_device_of(fresh(made.kiosk), "other") is False
    assert is_device_of(fresh(made.kiosk), "") is False
    assert pair(made, gate, at=cast.at) == ""
    assert list(breaks()) == []


def test_nothing_that_opens_a_kiosk_is_kept(cast: Cast, gate: Place) -> None:
    made = make_kiosk(gate)
    secret = pair(made, gate)
    kept = " ".join(map(str, Kiosk.objects.filter(pk=made.kiosk.pk).values_list()[0]))
    assert secret not in kept
    assert made.setup_code not in kept


@pytest.mark.parametrize(
    ("typed", "later"), [("00000000", timedelta()), ("", timedelta()), (None, timedelta(hours=1))]
)
def test_pair_with_a_wrong_or_old_code_gives_nothing(
    cast: Cast, gate: Place, typed: str | None, later: timedelta
) -> None:
    made = make_kiosk(gate, at=cast.at)
    code = made.setup_code if typed is None else typed
    given = {"kiosk": made.kiosk, "place": gate, "typed": code}
    assert pair_kiosk(actor=DEVICE, at=cast.at + later, **given) == ""
    assert fresh(made.kiosk).secret_digest == ""


def test_renew_shuts_the_device_of_before_out(cast: Cast, gate: Place) -> None:
    made = make_kiosk(gate)
    secret = pair(made, gate)
    again = renew_kiosk(actor=cast.safety_adviser.actor, kiosk=made.kiosk, place=gate, at=cast.at)
    assert is_device_of(fresh(made.kiosk), secret) is False
    other = pair(again, gate, at=cast.at)
    assert is_device_of(fresh(made.kiosk), other) is True


def test_shut_kiosk_is_no_kiosk_any_more(cast: Cast, gate: Place) -> None:
    made = make_kiosk(gate)
    secret, actor = pair(made, gate), cast.safety_adviser.actor
    for _time in range(2):
        shut_kiosk(actor=actor, kiosk=made.kiosk, place=gate, at=cast.at)
    assert kiosk_at(made.kiosk.code) is None
    assert is_device_of(fresh(made.kiosk), secret) is False
    assert pair(made, gate, at=cast.at) == ""
    assert (
        SiteStep.objects.for_system(reason="trail").filter(code="org.place.kiosk_shut").count() == 1
    )
    assert list(breaks()) == []


@pytest.mark.parametrize("name", ["", "  "])
def test_set_up_without_a_name_is_refused(cast: Cast, gate: Place, name: str) -> None:
    with pytest.raises(FieldsRefused):
        set_up_kiosk(actor=cast.safety_adviser.actor, place=gate, name=name, at=cast.at)


def test_set_up_with_a_name_that_is_taken_is_refused(cast: Cast, gate: Place) -> None:
    make_kiosk(gate, "Poort")
    with pytest.raises(FieldsRefused):
        set_up_kiosk(actor=cast.safety_adviser.actor, place=gate, name="Poort", at=cast.at)
    assert Kiosk.objects.count() == 1


@pytest.mark.parametrize("who", ["soldier", "outsider", "team_leader"])
def test_kiosk_of_somebody_without_the_right_is_refused(cast: Cast, gate: Place, who: str) -> None:
    actor, made = cast.members[who].actor, make_kiosk(gate)
    given = {"kiosk": made.kiosk, "place": gate, "at": cast.at}
    with pytest.raises(AccessDenied):
        set_up_kiosk(actor=actor, place=gate, name="Kantine", at=cast.at)
    for action in (renew_kiosk, shut_kiosk):
        with pytest.raises(AccessDenied):
            action(actor=actor, **given)
    assert kiosk_managed(actor, made.kiosk.code) is None


def test_kiosks_of_a_site_for_who_manages_them(cast: Cast, gate: Place) -> None:
    made = make_kiosk(gate)
    actor = cast.safety_adviser.actor
    site = gate.site
    assert site is not None
    here = Site.objects.get(pk=site.id)
    assert [(one.kiosk.code, one.state) for one in listed(actor, here)] == [
        (made.kiosk.code, "waiting")
    ]
    pair(made, gate)
    assert [one.state for one in listed(actor, here)] == ["at_work"]
    shut_kiosk(actor=actor, kiosk=made.kiosk, place=gate, at=cast.at)
    assert [one.state for one in listed(actor, here)] == ["shut"]
    assert listed(cast.outsider.actor, here) == []


def test_kiosk_revived_in_the_database_is_found(cast: Cast, gate: Place) -> None:
    made = make_kiosk(gate)
    shut_kiosk(actor=cast.safety_adviser.actor, kiosk=made.kiosk, place=gate, at=cast.at)
    Kiosk.objects.update(withdrawn_at=None)
    assert [one.where for one in breaks()] == ["HAV-1"]


def test_kiosk_whose_poster_was_withdrawn_or_building_is_gone_is_still_listed_and_shut(
    cast: Cast,
) -> None:
    site = make_site("HAV-2", holder=cast.battalion, buildings=["B1"])
    actor = cast.safety_adviser.actor
    coded = [make_place_code(place_of_site(site)), make_place_code(place_of_site(site, "B1"))]
    kiosks = [make_kiosk(place).kiosk for place in coded]
    withdraw_place_code(actor=actor, place=coded[0], reason="Weg", at=cast.at)
    Site.objects.filter(pk=site.pk).update(buildings=[])
    assert {one.kiosk.code for one in listed(actor, site)} == {one.code for one in kiosks}
    for found in listed(actor, site):
        shut_kiosk(actor=actor, kiosk=found.kiosk, place=found.place, at=cast.at)
    assert [one.state for one in listed(actor, site)] == ["shut", "shut"]
    assert list(breaks()) == []


def test_kiosk_on_equipment_is_listed_where_that_stands_now_or_without_a_site(cast: Cast) -> None:
    actor, site = cast.safety_adviser.actor, make_site("HAV-3", holder=cast.battalion)
    crane = make_equipment(unit=cast.company, ref="KRAAN-1", name="Kraan", site=site)
    made = make_kiosk(place_of_equipment(crane))
    assert [one.kiosk.code for one in listed(actor, site)] == [made.kiosk.code]
    assert listed(actor, None) == []
    Equipment.objects.for_system(reason="import").update(site=None)
    assert listed(actor, site) == []
    assert [one.kiosk.code for one in listed(actor, None)] == [made.kiosk.code]


def test_kiosks_come_newest_first_those_in_use_shut_or_both(cast: Cast, gate: Place) -> None:
    actor, site = cast.safety_adviser.actor, Site.objects.get(code="HAV-1")
    made = [make_kiosk(gate, name).kiosk for name in ("Eerste", "Tweede", "Derde")]
    shut_kiosk(actor=actor, kiosk=made[1], place=gate, at=cast.at)
    for state, names in (
        ("", ["Derde", "Tweede", "Eerste"]),
        ("open", ["Derde", "Eerste"]),
        ("shut", ["Tweede"]),
    ):
        assert [one.kiosk.name for one in listed(actor, site, state=state)] == names


def test_kiosks_come_page_by_page_until_there_are_no_more(cast: Cast, gate: Place) -> None:
    actor, site = cast.safety_adviser.actor, Site.objects.get(code="HAV-1")
    made = [make_kiosk(gate, name).kiosk.code for name in ("Een", "Twee", "Drie")]
    first = kiosks_of(actor, site, limit=2)
    last = kiosks_of(actor, site, cursor=first.next_cursor, limit=2)
    found = [[one.kiosk.code for one in page.items] for page in (first, last)]
    assert (found, last.next_cursor) == ([made[:0:-1], made[:1]], "")
    with pytest.raises(BadCursor):
        kiosks_of(actor, site, cursor="x")


def test_set_up_with_the_name_of_a_kiosk_under_an_earlier_code_of_the_place_is_refused(
    cast: Cast, gate: Place
) -> None:
    actor = cast.safety_adviser.actor
    make_kiosk(gate, "Poort")
    withdraw_place_code(actor=actor, place=make_place_code(gate), reason="Nieuw", at=cast.at)
    with pytest.raises(FieldsRefused):
        set_up_kiosk(actor=actor, place=gate, name="Poort", at=cast.at)
    set_up_kiosk(actor=actor, place=gate, name="Kantine", at=cast.at)


def test_kiosks_of_many_places_need_no_more_questions_than_of_one(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    site = make_site("HAV-4", holder=cast.battalion, buildings=["B1", "B2", "B3"])
    make_equipment(unit=cast.company, ref="KRAAN-2", name="Kraan", site=site)
    actor = cast.safety_adviser.actor
    make_kiosk(place_of_site(site))
    with one_tree(), CaptureQueriesContext(connection) as one:
        assert len(listed(actor, site)) == 1
    for name in ("B1", "B2", "B3"):
        make_kiosk(place_of_site(site, name))
    with one_tree(), django_assert_num_queries(len(one)):
        assert len(listed(actor, site)) == 4


def test_codes_of_many_buildings_of_a_site_lock_it_once(cast: Cast) -> None:
    site = make_site("HAV-5", holder=cast.battalion, buildings=["B1", "B2", "B3"])
    places = [place_of_site(site, name) for name in ("", "B1", "B2", "B3")]
    with CaptureQueriesContext(connection) as asked:
        give_place_codes(actor=system_actor("factory"), places=places, at=cast.at)
    reads = [one["sql"] for one in asked if 'FROM "org_site"' in one["sql"]]
    assert len(reads) == 2, "all that keep a code in one question, and the lock"


def test_own_kiosks_stay_in_the_list_under_more_than_a_page_of_others(cast: Cast) -> None:
    shared = make_site("HAV-6", holder=cast.squadron)
    nowhere = make_equipment(unit=cast.company, ref="KRAAN-1", name="Kraan")
    there = make_equipment(unit=cast.company, ref="KRAAN-2", name="Kraan", site=shared)
    work = Workplace.objects.create(site=shared, unit=cast.company, type="garage")
    places = [place_of_equipment(nowhere), place_of_equipment(there), place_of_workplace(work)]
    own = [make_kiosk(place).kiosk.code for place in places]
    elsewhere = make_equipment(unit=cast.squadron, ref="KRAAN-9", name="Kraan")
    for place in (place_of_equipment(elsewhere), place_of_site(shared)):
        many_kiosks(place, 101)
    actor = cast.safety_adviser.actor
    assert [one.kiosk.code for one in listed(actor, None)] == own[:1]
    assert {one.kiosk.code for one in listed(actor, shared)} == set(own[1:])
