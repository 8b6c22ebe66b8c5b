"""Who hosts others reads what is about the site, and nothing else of its guests."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.utils import translation

from baken.conftest import Cast
from baken.core.access import may, system_actor
from baken.core.lists import page_of
from baken.core.workflow.errors import StepRefused
from baken.rooms.org.actions import import_things
from baken.rooms.org.models import Equipment, Unit
from baken.rooms.org.permits import READ_EQUIPMENT
from baken.rooms.org.queries import actor_for, tree
from baken.rooms.org.queries.who_could import who_could
from baken.rooms.org.rules.things import SiteRow, ThingsFile
from baken.rooms.org.tests.factories import appoint, make_equipment, make_site, make_unit
from baken.rooms.org.tests.test_unit_steps import change, line, reads_and_handles
from baken.rooms.reports.tests.factories import make_report

TODAY = date(2026, 3, 10)


def equipment_at(code: str, *, unit: Unit, holder: Unit) -> Equipment:
    """A ladder of a unit at a site that somebody holds."""
    return make_equipment(unit=unit, ref=code, site=make_site(f"SITE-{code}", holder=holder))


def seen_by(cast: Cast, at: datetime | None = None) -> set[str]:
    """The equipment that the outsider, commander of the squadron, reads: in the list and one by one."""
    actor = actor_for(cast.outsider.account, at or cast.at)
    rows = {one.ref for one in Equipment.objects.visible_to(actor, READ_EQUIPMENT)}
    listed = {one.ref for one in page_of(root=Equipment, actor=actor, permit=READ_EQUIPMENT).items}
    every = Equipment.objects.for_system(reason="trail").select_related("unit")
    single = {one.ref for one in every if may(actor, READ_EQUIPMENT, one)}
    assert rows == listed == single
    return rows


def test_host_reads_of_a_guest_what_is_about_its_sites_and_nothing_else(cast: Cast) -> None:
    squadron, company = cast.squadron, cast.company
    equipment_at("HERE", unit=company, holder=squadron)
    below = make_unit("FLIGHT", parent=squadron, level=2)
    equipment_at("BELOW", unit=company, holder=below)
    equipment_at("ELSEWHERE", unit=company, holder=cast.army)
    make_equipment(unit=company, ref="NOWHERE")
    equipment_at("NOGUEST", unit=cast.army, holder=squadron)
    make_report(unit=company, at=cast.at)
    assert seen_by(cast) == set()

    line(cast, cast.battalion, "SQUADRON", "host", until="2026-03-12")

    assert seen_by(cast) == {"HERE", "BELOW"}
    assert reads_and_handles(cast) == (False, False)
    actor = cast.outsider.actor
    assert not Equipment.objects.visible_to(actor, "org.equipment.manage").exists()
    assert seen_by(cast, cast.at + timedelta(days=3)) == set()


def test_host_reads_nothing_of_a_closed_guest(cast: Cast) -> None:
    equipment_at("HERE", unit=cast.company, holder=cast.squadron)
    Unit.objects.filter(code="COMPANY").update(restricted=True)
    line(cast, cast.battalion, "SQUADRON", "host")
    assert seen_by(cast) == set()


def test_site_that_goes_to_another_holder_changes_what_a_host_reads_at_once(cast: Cast) -> None:
    equipment_at("HERE", unit=cast.company, holder=cast.squadron)
    line(cast, cast.battalion, "SQUADRON", "host")
    assert seen_by(cast) == {"HERE"}
    row = SiteRow("site 1", "SITE-HERE", "Locatie", cast.army.code)
    content = ThingsFile(sites=[row])
    import_things(actor=system_actor("import"), at=cast.at, content=content)
    assert seen_by(cast) == set()


def test_host_stands_among_those_who_could_see_it(cast: Cast) -> None:
    here = equipment_at("HERE", unit=cast.company, holder=cast.squadron)
    apart = make_equipment(unit=cast.company, ref="NOWHERE")
    line(cast, cast.battalion, "SQUADRON", "host")
    onlookers = [
        {
            one.unit.code
            for one in who_could(record=record, permits=[READ_EQUIPMENT], day=TODAY)
            if one.unit
        }
        for record in (here, apart)
    ]
    assert ["SQUADRON" in codes for codes in onlookers] == [True, False]


def test_unit_that_holds_a_site_does_not_end(cast: Cast) -> None:
    make_site("SITE-1", holder=cast.company)
    with translation.override("en"), pytest.raises(StepRefused, match="still wait"):
        change(cast, cast.company, "dissolve")


def test_host_without_what_is_below_reads_of_its_own_sites_only(cast: Cast) -> None:
    flight = make_unit("FLIGHT", parent=cast.squadron, level=2)
    equipment_at("HERE", unit=cast.company, holder=cast.squadron)
    equipment_at("BELOW", unit=cast.company, holder=flight)
    line(cast, cast.battalion, "SQUADRON", "host")
    host = cast.add("host")
    appoint(host.person, "supervisor", cast.squadron, below=False)
    rows = Equipment.objects.visible_to(host.actor, READ_EQUIPMENT)
    assert [one.ref for one in rows] == ["HERE"]


def test_host_reads_nothing_about_the_site_of_a_closed_unit_below_it(cast: Cast) -> None:
    make_unit("FLIGHT", parent=cast.squadron, level=2, restricted=True)
    equipment_at("BELOW", unit=cast.company, holder=Unit.objects.get(code="FLIGHT"))
    line(cast, cast.battalion, "SQUADRON", "host")
    assert seen_by(cast) == set()


def test_host_of_many_reads_them_in_one_branch(cast: Cast) -> None:
    """SQLite takes no more than five hundred terms in one statement."""
    guests = [make_unit(f"G{n}", parent=cast.army, level=3) for n in range(12)]
    equipment_at("HERE", unit=guests[3], holder=cast.squadron)
    for guest in (*guests, cast.battalion, cast.army):
        line(cast, guest, "SQUADRON", "host")
    assert seen_by(cast) == {"HERE"}
    hosted = [
        grant.reach.hosted
        for grant in cast.outsider.actor.grants_of(READ_EQUIPMENT)
        if grant.reach.hosted
    ]
    assert {len(one) for one in hosted} == {1}


def test_host_that_reads_the_guest_anyway_has_no_branch_for_it(cast: Cast) -> None:
    equipment_at("HERE", unit=cast.company, holder=cast.squadron)
    line(cast, cast.battalion, "SQUADRON", "host")
    top = cast.add("top", ("commander", "MINISTRY", None)).actor
    assert [one.reach.hosted for one in top.grants_of(READ_EQUIPMENT)] == [()]


def test_site_that_is_renamed_is_known_by_its_new_name_at_once(cast: Cast) -> None:
    site = make_site("SITE-1", holder=cast.squadron, name_nl="Kazerne Oud")
    assert tree().site_meant("Kazerne Oud") is not None
    renamed = SiteRow("site 1", "SITE-1", "Kazerne Nieuw", "SQUADRON")
    import_things(actor=system_actor("import"), at=cast.at, content=ThingsFile(sites=[renamed]))
    found = tree().site_meant("Kazerne Nieuw")
    assert found is not None
    assert (found.id, tree().site_meant("Kazerne Oud")) == (site.pk, None)
