"""Places with a code: what stands behind one, who gives and withdraws them, and what the trail proves."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from baken.conftest import Cast
from baken.core.access import AccessDenied, Actor
from baken.core.lists import BadCursor
from baken.core.lists.cursors import write_place
from baken.core.trail.verify import breaks
from baken.rooms.org.actions.place_codes import give_place_codes, withdraw_place_code
from baken.rooms.org.actions.site_steps import take_site_step
from baken.rooms.org.models import EquipmentStep, PlaceCode, Site, SiteStep, Workplace
from baken.rooms.org.permits import MANAGE_KIOSK
from baken.rooms.org.queries import one_tree, tree
from baken.rooms.org.queries.place_lists import About, places_for_kiosks, places_of
from baken.rooms.org.queries.places import (
    Place,
    code_on_label,
    place_behind,
    place_of_word,
    places_of_codes,
    places_of_rows,
    places_of_words,
)
from baken.rooms.org.rules.place_codes import in_groups
from baken.rooms.org.tests.factories import (
    make_equipment,
    make_place_code,
    make_site,
    place_of_equipment,
    place_of_site,
)


@pytest.fixture
def site(cast: Cast) -> Site:
    made = make_site("HAV-1", holder=cast.battalion, name_nl="Kazerne", buildings=["Gebouw B12"])
    Workplace.objects.create(site=made, unit=cast.company, type="garage")
    make_equipment(unit=cast.company, ref="LADR-1", name="Ladder", site=made)
    return made


def listed(actor: Actor, **asked: Any) -> list[Place]:
    """The first page of the places of what is asked."""
    found: list[Place] = places_of(actor, About(**asked)).items
    return found


def prevention_officer(cast: Cast) -> Actor:
    return cast.add("preventie", ("prevention_officer", "BATTALION", None)).actor


def test_places_of_a_site_are_itself_buildings_workplaces_and_equipment(
    cast: Cast, site: Site
) -> None:
    with translation.override("nl"):
        found = listed(cast.safety_adviser.actor, site=site)
        assert [(one.kind, one.name, one.unit.code, one.code) for one in found] == [
            ("site", "Kazerne", "BATTALION", ""),
            ("building", "Gebouw B12", "BATTALION", ""),
            ("workplace", "Garage en stalling Eenheid COMPANY", "COMPANY", ""),
            ("equipment", "Ladder (LADR-1)", "COMPANY", ""),
        ]
        assert [one.where for one in found][:2] == [
            "Kazerne (HAV-1)",
            "Gebouw B12, Kazerne (HAV-1)",
        ]
        assert found[3].where == "Ladder (LADR-1), Kazerne (HAV-1)"


def test_places_of_a_unit_are_what_it_holds_and_where_it_works(cast: Cast, site: Site) -> None:
    adviser, here = cast.safety_adviser.actor, tree()
    battalion = listed(adviser, unit=here.by_id[cast.battalion.pk])
    company = listed(adviser, unit=here.by_id[cast.company.pk])
    assert [one.kind for one in battalion] == ["site", "building"]
    assert [one.kind for one in company] == ["workplace", "equipment"]


def test_places_are_those_where_one_makes_posters(cast: Cast, site: Site) -> None:
    officer = cast.add("preventie", ("prevention_officer", "COMPANY", None)).actor
    assert [one.kind for one in listed(officer, site=site)] == ["workplace", "equipment"]
    assert listed(cast.soldier.actor, site=site) == []
    assert listed(cast.outsider.actor, site=site) == []


def test_give_codes_to_all_and_again_keeps_them(cast: Cast, site: Site) -> None:
    actor = prevention_officer(cast)
    places = listed(actor, site=site)
    given = give_place_codes(actor=actor, places=places, at=cast.at)
    again = give_place_codes(actor=actor, places=places, at=cast.at)
    codes = [one.code for one in given]
    assert len(set(codes)) == 4
    assert [one.code for one in again] == codes
    assert PlaceCode.objects.count() == 4
    assert [one.code for one in listed(actor, site=site)] == codes
    assert [one.code for one in places_of_codes(actor, reversed(codes))] == codes[::-1]
    assert list(breaks()) == []


def test_give_codes_elsewhere_is_refused_and_gives_none(cast: Cast, site: Site) -> None:
    places = listed(cast.safety_adviser.actor, site=site)
    with pytest.raises(AccessDenied):
        give_place_codes(actor=cast.outsider.actor, places=places, at=cast.at)
    assert PlaceCode.objects.count() == 0


def test_code_stands_in_the_history_of_site_and_equipment(cast: Cast, site: Site) -> None:
    actor = cast.safety_adviser.actor
    give_place_codes(actor=actor, places=listed(actor, site=site), at=cast.at)
    at_site = SiteStep.objects.for_system(reason="trail").filter(
        record=site, code="org.place.code_given"
    )
    at_ladder = EquipmentStep.objects.for_system(reason="trail").filter(code="org.place.code_given")
    assert (at_site.count(), at_ladder.count()) == (3, 1)
    assert at_site.first().actor == cast.safety_adviser.person.id  # type: ignore[union-attr]


@pytest.mark.parametrize("typed", ["{code}", "{groups}", " {lower} "])
def test_place_behind_a_code_however_it_was_typed(cast: Cast, site: Site, typed: str) -> None:
    code = make_place_code(place_of_site(site)).code
    text = typed.format(code=code, groups=in_groups(code), lower=code.lower())
    found = place_behind(text)
    assert found is not None
    assert (found.kind, found.site.code, found.code) == ("site", "HAV-1", code)  # type: ignore[union-attr]


@pytest.mark.parametrize("text", ["", "HAV-1", "ZZZZ9999", "\x00" * 8, "x" * 900])
def test_place_behind_anything_else_is_nothing(cast: Cast, site: Site, text: str) -> None:
    assert place_behind(text) is None


def test_code_outlives_a_new_name_and_a_new_holder(cast: Cast, site: Site) -> None:
    code = make_place_code(place_of_site(site)).code
    fields = {"unit": "COMPANY", "reason": "Overdracht"}
    take_site_step(
        actor=cast.safety_adviser.actor, site=site, step="hand_over", at=cast.at, fields=fields
    )
    found = place_behind(code)
    assert found is not None
    assert found.unit.code == "COMPANY"


def test_code_withdrawn_holds_no_more_and_another_can_be_given(cast: Cast, site: Site) -> None:
    actor, place = cast.safety_adviser.actor, make_place_code(place_of_site(site, "Gebouw B12"))
    withdraw_place_code(actor=actor, place=place, reason="Verbouwd", at=cast.at)
    withdraw_place_code(actor=actor, place=place, reason="Nogmaals", at=cast.at)
    assert place_behind(place.code) is None
    held = place_behind(place.code, held=True)
    assert held is not None
    assert held.building == "Gebouw B12"
    fresh = make_place_code(place_of_site(site, "Gebouw B12"))
    assert fresh.code != place.code
    assert (
        SiteStep.objects.for_system(reason="trail").filter(code="org.place.code_withdrawn").count()
        == 1
    )
    assert list(breaks()) == []


def test_code_of_a_building_that_is_gone_holds_no_more(cast: Cast, site: Site) -> None:
    code = make_place_code(place_of_site(site, "Gebouw B12")).code
    Site.objects.filter(pk=site.pk).update(buildings=[])
    assert place_behind(code) is None
    assert places_of_rows(PlaceCode.objects.filter(code=code))[0].building == "Gebouw B12"


def test_withdraw_elsewhere_is_refused(cast: Cast, site: Site) -> None:
    place = make_place_code(place_of_site(site))
    with pytest.raises(AccessDenied):
        withdraw_place_code(actor=cast.outsider.actor, place=place, reason="x", at=cast.at)
    assert place_behind(place.code) is not None


def test_code_on_label_of_site_and_equipment(cast: Cast, site: Site) -> None:
    ladder = make_equipment(unit=cast.company, ref="LADR-2")
    code = make_place_code(place_of_equipment(ladder)).code
    assert code_on_label(equipment=[ladder.pk]) == {ladder.pk: code}
    assert code_on_label(site=site.pk) == {}


def test_code_changed_behind_the_trail_is_found(cast: Cast, site: Site) -> None:
    code = make_place_code(place_of_site(site)).code
    PlaceCode.objects.filter(code=code).update(code="00000000")
    assert [one.where for one in breaks()] == ["HAV-1"]


def test_places_ask_as_many_questions_for_many_as_for_one(
    cast: Cast, site: Site, django_assert_max_num_queries: object
) -> None:
    for number in range(12):
        make_equipment(unit=cast.company, ref=f"HEF-{number}", site=site)
    actor = cast.safety_adviser.actor
    with one_tree(), django_assert_max_num_queries(8):  # type: ignore[operator]
        assert len(listed(actor, site=site)) == 16


def test_own_workplace_stays_in_the_list_behind_more_than_a_hundred_of_others(cast: Cast) -> None:
    site = make_site("HAV-2", holder=cast.squadron)
    Workplace.objects.bulk_create(
        Workplace(site=site, unit=cast.army, type=f"soort-{one:03}") for one in range(101)
    )
    own = Workplace.objects.create(site=site, unit=cast.company, type="garage")
    found = listed(cast.safety_adviser.actor, site=site)
    assert [one.workplace for one in found] == [own]


def test_place_of_a_word_is_that_place_with_its_code(cast: Cast, site: Site) -> None:
    actor = cast.safety_adviser.actor
    give_place_codes(actor=actor, places=listed(actor, site=site), at=cast.at)
    shown = listed(actor, site=site)
    assert [place_of_word(actor, one.word) for one in shown] == shown
    assert places_of_words(actor, [one.word for one in reversed(shown)]) == shown[::-1]


def test_place_of_a_word_is_none_where_one_may_not(cast: Cast, site: Site) -> None:
    words = [one.word for one in listed(cast.safety_adviser.actor, site=site)]
    officer = prevention_officer(cast)
    assert places_of_words(cast.outsider.actor, words) == []
    assert places_of_words(officer, words, MANAGE_KIOSK) == []
    assert [one.word for one in places_of_words(officer, words)] == words


@pytest.mark.parametrize(
    "word",
    [
        "",
        "site",
        "site:{pk}",
        "site:0{pk}:",
        "site:{pk}:Gebouw B12",
        "building:{pk}:",
        "building:{pk}:Gebouw B13",
        "building:{pk}:Gebouw B12\n",
        "workplace:{pk}:x",
        "equipment:9999999999999999999:",
        "site:\u0661:",
        "kazerne:{pk}:",
    ],
)
def test_place_of_another_word_is_none(cast: Cast, site: Site, word: str) -> None:
    assert place_of_word(cast.safety_adviser.actor, word.format(pk=site.pk)) is None


def test_places_come_page_by_page_each_once_whatever_the_size(cast: Cast, site: Site) -> None:
    actor = cast.safety_adviser.actor
    make_site("HAV-2", holder=cast.battalion, buildings=["B1", "B1", "B2"])
    Workplace.objects.create(site=site, unit=cast.battalion, type="office")
    make_equipment(unit=cast.battalion, ref="LADR-2")
    for about in (About(site=site), About(unit=tree().by_id[cast.battalion.pk])):
        whole = [one.word for one in places_of(actor, about).items]
        assert len(whole) > 4
        for size in range(1, len(whole) + 1):
            assert page_by_page(actor, about, size) == whole


def page_by_page(actor: Actor, about: About, size: int) -> list[str]:
    """The words of all places of what is asked, so many at a time."""
    found: list[str] = []
    cursor, more = "", True
    while more:
        page = places_of(actor, about, cursor=cursor, limit=size)
        assert len(page.items) <= size
        found += [one.word for one in page.items]
        cursor, more = page.next_cursor, bool(page.next_cursor)
    return found


@pytest.mark.parametrize("said", ["3.1.1", "0.0.1", "0.1", "0.1.1.1", "1.9999999999999999999.1"])
def test_places_after_a_cursor_that_is_not_ours_are_refused(
    cast: Cast, site: Site, said: str
) -> None:
    for cursor in (said, write_place(said)):
        with pytest.raises(BadCursor):
            places_of(cast.safety_adviser.actor, About(site=site), cursor=cursor)


def test_places_for_kiosks_are_those_where_one_may_have_both(cast: Cast, site: Site) -> None:
    both = places_for_kiosks(cast.safety_adviser.actor, site).items
    assert [one.kind for one in both] == ["site", "building", "workplace", "equipment"]
    assert places_for_kiosks(prevention_officer(cast), site).items == []
