"""A site goes to another unit: at once, provably, and of earlier days the holder of the day counts."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from baken.conftest import Cast
from baken.core.access import AccessDenied, may, system_actor
from baken.core.api.tests.calling import administrator, caller
from baken.core.clock import moved_by
from baken.core.events.outbox import deliver_pending
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.rooms.notices.models import Notice
from baken.rooms.org.actions import import_things
from baken.rooms.org.actions.site_steps import take_site_step
from baken.rooms.org.models import Equipment, Site, SiteHolder, SiteStep
from baken.rooms.org.permits import READ_EQUIPMENT
from baken.rooms.org.queries import tree, tree_on
from baken.rooms.org.queries.past import tree_through
from baken.rooms.org.queries.sites import holders_of
from baken.rooms.org.queries.who_could import who_could
from baken.rooms.org.rules.lives import SINCE_ALWAYS
from baken.rooms.org.rules.things import SiteRow, ThingsFile
from baken.rooms.org.tests.factories import appoint, make_equipment, make_site, make_unit
from baken.rooms.org.tests.test_unit_steps import change, line

Clients = Callable[[str], Client]
TODAY = date(2026, 3, 10)
GIVEN = {"unit": "BATTALION", "reason": "Besluit 4"}
PLACE = "/locaties/HAV-1"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def site(cast: Cast) -> Site:
    """A site that the company always held."""
    return make_site("HAV-1", holder=cast.company)


def give(cast: Cast, site: Site, to: str, who: str = "safety_adviser", **more: Any) -> Site:
    """The step, by whoever manages equipment there, or by the administrator in a session."""
    admin = who == "functional_admin"
    actor = cast.members[who].on_duty if admin else cast.members[who].actor
    return take_site_step(
        actor=actor,
        site=site,
        step="assign" if admin else "hand_over",
        fields={"unit": to, "reason": "Reorganisatie."},
        **({"at": cast.at} | more),
    )


def held(site: Site) -> list[tuple[str, date, date | None]]:
    rows = SiteHolder.objects.filter(site=site).order_by("from_on", "id")
    return list(rows.values_list("unit__code", "from_on", "until"))


@pytest.mark.parametrize(
    ("who", "code"),
    [("safety_adviser", "org.site.handed_over"), ("functional_admin", "org.site.assigned")],
)
def test_site_goes_to_another_unit_and_its_history_tells(
    cast: Cast, site: Site, who: str, code: str
) -> None:
    fresh = give(cast, site, "squadron", who)

    assert (fresh.holder_id, Site.objects.get().holder_id) == (cast.squadron.pk,) * 2
    step = SiteStep.objects.of(site).get(serial=2)
    told = {"from": "COMPANY", "to": "SQUADRON"}
    assert (step.code, step.facts, step.words["reason"]) == (code, told, "Reorganisatie.")
    assert held(site) == [
        ("COMPANY", SINCE_ALWAYS, TODAY),
        ("SQUADRON", TODAY, None),
    ]
    assert list(breaks()) == []


def test_who_gives_a_site_signs_with_the_post_that_let_them(cast: Cast, site: Site) -> None:
    """Also when the site is out of their reach from then on."""
    both = cast.add("both", ("commander", "COMPANY", None), ("supervisor", "SQUADRON", None))
    give(cast, site, "SQUADRON", both.name)
    assert SiteStep.objects.of(site).get(serial=2).words["post"] == "Commandant COMPANY"


@pytest.mark.parametrize(
    ("ways", "kept"),
    [
        (["ARMY"], [("COMPANY", TODAY), ("BATTALION", TODAY), ("ARMY", None)]),
        (["COMPANY"], [("COMPANY", None), ("BATTALION", TODAY)]),
        (["COMPANY", "BATTALION"], [("COMPANY", TODAY), ("BATTALION", None)]),
    ],
)
def test_several_holders_on_one_day_are_all_kept_and_the_last_one_holds(
    cast: Cast, site: Site, ways: list[str], kept: list[tuple[str, date | None]]
) -> None:
    for to in ("BATTALION", *ways):
        give(cast, site, to, "functional_admin")
    assert [(code, until) for code, _, until in held(site)] == kept
    assert Site.objects.get().holder.code == next(code for code, until in kept if until is None)
    assert list(breaks()) == []


def test_site_that_comes_back_another_day_was_away_in_between(cast: Cast, site: Site) -> None:
    give(cast, site, "BATTALION", "functional_admin")
    give(cast, site, "COMPANY", "functional_admin", at=cast.at + timedelta(days=1))
    assert held(site) == [
        ("COMPANY", SINCE_ALWAYS, TODAY),
        ("BATTALION", TODAY, TODAY + timedelta(days=1)),
        ("COMPANY", TODAY + timedelta(days=1), None),
    ]
    shown = [one.unit.code for one in holders_of(cast.soldier.actor, site)]
    assert shown == ["COMPANY", "BATTALION", "COMPANY"]
    assert list(breaks()) == []


@pytest.mark.parametrize("what", ["unit", "from_on", "until"])
def test_holder_that_is_changed_behind_its_back_is_found(cast: Cast, site: Site, what: str) -> None:
    give(cast, site, "BATTALION")
    before = SiteHolder.objects.get(unit=cast.company)
    change = {"unit": cast.squadron} if what == "unit" else {what: date(2020, 1, 1)}
    SiteHolder.objects.filter(pk=before.pk).update(**change)
    assert [f"HAV-1: holder.{before.pk}" in str(one) for one in breaks()] == [True]


@pytest.mark.parametrize("who", ["soldier", "team_leader", "outsider"])
def test_giving_a_site_without_the_permit_over_its_holder_is_denied(
    cast: Cast, site: Site, who: str
) -> None:
    """The outsider commands the squadron, and takes nothing that is not theirs."""
    with pytest.raises(AccessDenied):
        give(cast, site, "SQUADRON", who)


def test_administrator_outside_a_session_gives_nothing(cast: Cast, site: Site) -> None:
    with pytest.raises(AccessDenied):
        take_site_step(
            actor=cast.functional_admin.actor, site=site, step="assign", at=cast.at, fields=GIVEN
        )


@pytest.mark.parametrize(
    ("to", "text"),
    [
        ("ATLANTIS", "There is no unit with this code."),
        ("COMPANY", "It is with this unit already."),
        ("GONE", "This unit has been dissolved."),
    ],
)
def test_giving_a_site_to_no_other_unit_is_refused(
    cast: Cast, site: Site, to: str, text: str
) -> None:
    make_unit("GONE", parent=cast.army, state="dissolved")
    with pytest.raises(FieldsRefused) as refused:
        give(cast, site, to)
    assert refused.value.errors == {"unit": text}
    assert held(site) == [("COMPANY", SINCE_ALWAYS, None)]


def test_second_of_two_at_once_is_told_who_was_first(cast: Cast, site: Site) -> None:
    give(cast, site, "BATTALION", seen=1)
    with pytest.raises(StepRefused, match=r"Meanwhile .* changed this"):
        give(cast, site, "ARMY", seen=1)
    assert Site.objects.get().holder_id == cast.battalion.pk


def test_unit_can_end_once_its_site_is_with_another(cast: Cast, site: Site) -> None:
    with pytest.raises(StepRefused, match="still wait"):
        change(cast, cast.company, "dissolve")
    give(cast, site, "BATTALION")
    assert change(cast, cast.company, "dissolve").state == "dissolved"


# ---- who sees what, and who could ----


def hosts_of(record: Equipment, day: date) -> set[str]:
    found = who_could(record=record, permits=[READ_EQUIPMENT], day=day)
    return {one.unit.code for one in found if one.unit} & {"SQUADRON", "WING"}


def test_new_holder_reads_at_once_and_of_earlier_days_the_former_one_did(cast: Cast) -> None:
    wing = make_unit("WING", parent=cast.army, level=3)
    place = make_site("HAV-1", holder=cast.squadron)
    record = make_equipment(unit=cast.company, site=place)
    line(cast, cast.battalion, "SQUADRON", "host", from_on="2026-01-01")
    line(cast, cast.battalion, "WING", "host", from_on="2026-01-01")
    next_host = cast.add("next_host")
    appoint(next_host.person, "supervisor", wing)

    def read() -> tuple[bool, bool]:
        actors = (cast.outsider.actor, next_host.actor)
        return tuple(may(actor, READ_EQUIPMENT, record) for actor in actors)  # type: ignore[return-value]

    assert (read(), hosts_of(record, TODAY)) == ((True, False), {"SQUADRON"})
    give(cast, place, wing.code, "functional_admin")
    assert (read(), hosts_of(record, TODAY)) == ((False, True), {"SQUADRON", "WING"})
    assert hosts_of(record, TODAY - timedelta(days=1)) == {"SQUADRON"}
    assert tree_on(date(2025, 1, 1)).sites[place.pk].holder_id == cast.squadron.pk
    assert tree_on(TODAY).sites[place.pk].holder_id == wing.pk
    give(cast, place, "SQUADRON", "functional_admin", at=cast.at + timedelta(hours=2))
    assert (read(), hosts_of(record, TODAY)) == ((True, False), {"SQUADRON", "WING"})
    with moved_by(timedelta(days=1)):
        assert hosts_of(record, TODAY) == {"SQUADRON", "WING"}
        assert hosts_of(record, TODAY + timedelta(days=1)) == {"SQUADRON"}
        assert tree_on(TODAY).sites[place.pk].holder_id == cast.squadron.pk


def test_tree_of_today_is_the_present_one_until_a_site_goes_to_another_unit(
    cast: Cast, site: Site
) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert tree_through(TODAY) is tree()
        assert tree_through(TODAY) is tree()
    assert sum("org_siteholder" in one["sql"] for one in asked) == 1
    give(cast, site, "BATTALION")
    then = tree_through(TODAY)
    assert then is not tree()
    assert then.held == {(site.pk, cast.company.pk), (site.pk, cast.battalion.pk)}
    assert (then.sites[site.pk].holder_id, tree().held) == (
        cast.battalion.pk,
        {(site.pk, cast.battalion.pk)},
    )


def test_import_of_another_holder_keeps_the_former_one_in_time(cast: Cast, site: Site) -> None:
    def bring(holder: str, name: str = "Kazerne") -> None:
        content = ThingsFile(sites=[SiteRow("site 1", "HAV-1", name, holder)])
        import_things(actor=system_actor("import"), at=cast.at, content=content)

    bring("ARMY")
    bring("ARMY", "Kazerne Zuid")
    bring("ARMY", "Kazerne Zuid")
    assert [code for code, _, _ in held(site)] == ["COMPANY", "ARMY"]
    steps = SiteStep.objects.of(site).filter(code="org.site.changed").order_by("serial")
    assert [one.facts for one in steps] == [
        {"fields": ["holder", "name_nl"], "from": "COMPANY", "to": "ARMY"},
        {"fields": ["name_nl"]},
    ]
    assert list(breaks()) == []


def test_site_of_before_histories_gets_its_holder_and_a_first_step(cast: Cast) -> None:
    Site.objects.create(code="OLD", holder=cast.army, name_nl="Oud", buildings=["B1"])
    begin = importlib.import_module("baken.rooms.org.migrations.0011_history_of_sites").begin
    begin(apps, None)
    assert held(Site.objects.get()) == [("ARMY", SINCE_ALWAYS, None)]
    assert list(breaks()) == []


# ---- pages, API, notice ----


def test_page_gives_the_site_and_shows_who_held_it(
    cast: Cast, site: Site, client_of: Clients
) -> None:
    client = client_of("safety_adviser")
    before = client.get(PLACE).context
    assert [one["url"] for one in before["steps"]] == [f"{PLACE}/stap/hand_over"]
    known = client.get(f"{PLACE}/stap/hand_over").context["seen"]
    assert client.post(f"{PLACE}/stap/hand_over", GIVEN | {"unit": "MARS"}).status_code == 400
    done = client.post(f"{PLACE}/stap/hand_over", GIVEN | {"seen": known})
    assert (done.status_code, done["Location"]) == (302, PLACE)
    after = client.get(PLACE).context
    assert [(row["unit"], row["from_on"], row["until"]) for row in after["held"]] == [
        ("Eenheid BATTALION", TODAY, "until further notice"),
        ("Eenheid COMPANY", None, TODAY),
    ]
    stale = client.post(f"{PLACE}/stap/hand_over", GIVEN | {"unit": "ARMY", "seen": known})
    assert "Meanwhile" in stale.content.decode()


@pytest.mark.parametrize(("who", "status"), [("soldier", 403), ("outsider", 403), ("nobody", 302)])
def test_page_of_a_step_is_for_whoever_may_take_it(
    site: Site, client_of: Clients, who: str, status: int
) -> None:
    assert client_of(who).get(f"{PLACE}/stap/hand_over").status_code == status


@pytest.mark.parametrize("address", [f"{PLACE}/stap/sell", "/locaties/NERGENS/stap/hand_over"])
def test_page_of_no_step_or_no_site_is_not_found(
    site: Site, client_of: Clients, address: str
) -> None:
    assert client_of("safety_adviser").get(address).status_code == 404


def test_page_of_a_site_offers_no_steps_to_who_has_none(site: Site, client_of: Clients) -> None:
    assert client_of("soldier").get(PLACE).context["steps"] == []


def test_api_gives_the_site_and_tells_its_history(cast: Cast, site: Site) -> None:
    adviser = caller(cast, "safety_adviser")
    offered = adviser.get("/sites/hav-1/available-steps").json()["items"]
    assert [(one["name"], one["allowed"]) for one in offered] == [
        ("hand_over", True),
        ("assign", False),
    ]
    body = {"step": "hand_over", "fields": GIVEN, "seen": 1}
    wrong = {"step": "hand_over", "fields": {"unit": "MARS", "reason": "x"}}
    answers = [adviser.post("/sites/HAV-1/steps", one) for one in (wrong, body, body)]
    assert [one.status_code for one in answers] == [400, 200, 409]
    assert answers[1].json()["holders"] == [
        {"unit": "BATTALION", "from_on": "2026-03-10", "until": None},
        {"unit": "COMPANY", "from_on": None, "until": "2026-03-10"},
    ]
    steps = adviser.get("/sites/HAV-1/steps").json()["items"]
    assert [(one["code"], one["label"]) for one in steps] == [
        ("org.site.imported", "Came in with an organisation file"),
        ("org.site.handed_over", "Hand to another unit"),
    ]
    admin = administrator(cast)
    assigned = {"step": "assign", "fields": {**GIVEN, "unit": "ARMY"}}
    assert admin.post("/sites/HAV-1/steps", assigned).status_code == 200
    assert caller(cast, "soldier").post("/sites/HAV-1/steps", assigned).status_code == 403
    assert admin.get("/sites/NERGENS/steps").status_code == 404


def test_who_manages_equipment_of_the_new_holder_is_told(
    cast: Cast, site: Site, at: datetime
) -> None:
    head = cast.add("head", ("commander", "SQUADRON", None))
    give(cast, site, "SQUADRON")
    deliver_pending(at=at)
    told = Notice.objects.filter(code="org.site_given").values_list("to_key", "ref")
    assert (head.actor.own_key, "HAV-1") in set(told)
    assert {ref for _, ref in told} == {"HAV-1"}
