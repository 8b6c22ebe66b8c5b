"""The rule of likeness: which reasons there are, what they are worth, and what calls records alike."""

from __future__ import annotations

from datetime import date
from math import sqrt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baken.core.search.counts import Rarity
from baken.core.search.stems import stem_of
from baken.rooms.reports.queries.likeness import lexicon
from baken.rooms.reports.rules import (
    REASONS,
    Alike,
    Coded,
    Compared,
    Reason,
    alike,
    profile_of,
    same_word,
    things_in,
    weight_of,
)
from baken.rooms.reports.rules.profile import COMMON_WEIGHT

NOTHING_COUNTED = Rarity()
DAY = date(2026, 3, 10)

# Stories as people told them; whether a safety adviser would call the two the same thing.
ALIKE = [
    (
        "Naald in de vuilniszak, ik prikte mij bij het opruimen. Er zat bloed aan.",
        "Tijdens het opruimen prikte een collega zich aan een naald uit de naaldencontainer.",
    ),
    (
        "De lithiumaccu begon te roken aan de lader.",
        "Een accu werd heet en ging roken toen hij nog aan de lader lag.",
    ),
    (
        "De buitentrap is spekglad, ik gleed weg op de treden.",
        "Weggegleden op de treden van de buitentrap, de leuning zit los.",
    ),
    (
        "De snelkoppeling van de hydrauliekkar schoot los onder druk.",
        "Er stond nog druk op de hydrauliekkar en de koppeling schoot eraf.",
    ),
    (
        "Bij het ontladen is een schot gelost aan het ontlaadpunt.",
        "Er ging een schot af bij het ontlaadpunt na de schietserie.",
    ),
    (
        "The hatch of the turret came loose while driving over bumps.",
        "Turret hatches come loose when we drive on the bumpy road.",
    ),
]
NOT_ALIKE = [
    (
        "Een collega is bijna gevallen op de kazerne, dat is gevaarlijk.",
        "De chauffeur viel bijna van het voertuig op de kazerne. Heel gevaarlijk.",
    ),
    ("De schietbaan is te donker.", "Op de schietkamp stond het licht aan."),
    ("Drie mensen stonden vier meter van de wagen.", "Vier wagens, drie keer meer dan normaal."),
    ("De vergrendeling van de toren is stuk.", "De deur van de kantine gaat niet op slot."),
    ("Er ligt olie op de vloer van de remise.", "Oliebollen waren op tijdens de kerstborrel."),
]


def told(story: str, rarity: Rarity = NOTHING_COUNTED, **more: Any) -> Compared:
    """A story as it is compared; the unit is unknown unless given."""
    profile = profile_of(story, rarity)
    return Compared(profile, things=things_in(profile, lexicon()), **more)


def stem(word: str) -> str:
    return stem_of(word, "nl")


def one_alike(one: Compared, other: Compared, rarity: Rarity = NOTHING_COUNTED) -> Alike | None:
    found = alike(one, {1: other}, rarity)
    return found[0] if found else None


def points(found: Alike | None) -> dict[str, float]:
    assert found is not None
    return {one.code: round(one.points, 2) for one in found.reasons}


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_alike_calls_the_same_thing_alike_from_both_sides(one: str, other: str) -> None:
    assert one_alike(told(one, unit="A"), told(other, unit="B")) is not None
    assert one_alike(told(other, unit="A"), told(one, unit="B")) is not None


@pytest.mark.parametrize(("one", "other"), NOT_ALIKE)
def test_alike_keeps_other_things_apart(one: str, other: str) -> None:
    assert one_alike(told(one, unit="A"), told(other, unit="A")) is None


def test_alike_place_and_unit_alone_make_nothing_alike() -> None:
    here = {"place": "Werkplaats hydrauliek, poort 3", "unit": "A", "site": 1}
    assert one_alike(told("Soep was koud.", **here), told("Kabel hing los.", **here)) is None


def test_alike_same_place_makes_one_telling_word_enough() -> None:
    one = told("De fietser viel.", place="Kruising bij de wacht, Ermelo", unit="A")
    there = told("Een fietser werd geraakt.", place="Ermelo, kruising achter de hoofdpoort")
    elsewhere = told("Een fietser werd geraakt.", place="Havelte")
    (found,) = alike(one, {1: there, 2: elsewhere}, NOTHING_COUNTED)
    assert found.key == 1
    assert [(r.code, r.values) for r in found.reasons] == [
        ("words", ("fietser",)),
        ("place", ("kruising", "ermelo")),
    ]


def test_alike_same_site_counts_when_no_word_of_the_place_does() -> None:
    one, other = told("De fietser viel.", site=7, unit="A"), told("Fietser geraakt.", site=7)
    assert points(one_alike(one, other))["site"] == 1.5
    assert one_alike(one, told("Fietser geraakt.", site=8)) is None


def test_alike_same_site_and_a_word_of_the_place_count_once() -> None:
    one = told("De fietser viel.", place="Wacht", site=7, unit="A")
    same = told("Fietser geraakt.", place="Bij de wacht", site=7)
    other = told("Fietser geraakt.", place="Bij de wacht", site=8)
    assert points(one_alike(one, same))["place"] == 1.5
    assert points(one_alike(one, other))["place"] == 0.75


def test_alike_what_everybody_tells_of_tells_little() -> None:
    counted = Rarity(1000, 1000, {stem("afzuiging"): 300, stem("ventilatie"): 280})
    one, other = "Afzuiging stuk en ventilatie valt uit.", "Afzuiging en ventilatie defect."
    assert one_alike(told(one), told(other)) is not None
    assert one_alike(told(one, counted), told(other, counted), counted) is None


def test_alike_nearly_the_same_common_words_are_still_alike() -> None:
    stems = profile_of("Rechts klikken in de post werkt niet.", NOTHING_COUNTED).weights
    counted = Rarity(1000, 1000, dict.fromkeys(stems, 300))
    one = told("Rechts klikken in de post doet het niet.", counted, unit="A")
    other = told("Post: rechts klikken werkt niet.", counted)
    found = one_alike(one, other, counted)
    assert found is not None
    assert sorted(found.values("words")) == ["klikken", "post", "rechts"]


def test_alike_many_telling_words_are_enough_in_a_long_text() -> None:
    shared = "kabelgoot fietser hijsband remise kettingkast"
    filler = [f"{a}q{b}q{c}x" for a in "bcdfg" for b in "bcdfg" for c in "bcdfghjk"]
    one = told(f"Start. {' '.join(filler[:60])} {shared}", unit="A")
    found = one_alike(one, told(f"Begin. {' '.join(filler[80:140])} {shared}"))
    assert found is not None
    assert points(found)["words"] < 1.2
    less = told(f"Begin. {' '.join(filler[80:140])} {shared.rsplit(' ', 1)[0]}")
    assert one_alike(one, less) is None


def test_alike_words_of_the_same_texts_are_worth_ten() -> None:
    story = "De vergrendeling van de torenluik schiet los."
    found = one_alike(told(story, unit="A"), told(story, unit="B"))
    assert points(found) == {"words": 10.0, "equipment": 0.75}


def test_alike_unit_and_kind_of_unit_add_a_little() -> None:
    one = told("De fietser viel in de bocht.", unit="A", unit_kind="company")
    same = told("Fietser uit de bocht.", unit="A", unit_kind="company")
    kin = told("Fietser uit de bocht.", unit="B", unit_kind="company")
    other = told("Fietser uit de bocht.", unit="B", unit_kind="wing")
    assert points(one_alike(one, same))["unit"] == 0.5
    assert points(one_alike(one, kin))["unit_kind"] == 0.2
    assert set(points(one_alike(one, other))) == {"words"}


@pytest.mark.parametrize(("days", "share"), [(0, 0.5), (60, 0.25), (61, 0.0)])
def test_alike_near_in_time_the_words_count_more(days: int, share: float) -> None:
    one = told("De fietser viel in de bocht.", day=DAY, unit="A")
    other = told("De fietser viel in de bocht.", day=date.fromordinal(DAY.toordinal() - days))
    found = points(one_alike(one, other))
    assert found.get("days", 0.0) == pytest.approx(found["words"] * share)


@pytest.mark.parametrize("hidden", [{"hides_day": True}, {"day": None}])
def test_alike_an_anonymous_report_tells_nothing_by_its_day(hidden: dict[str, Any]) -> None:
    one = told("De fietser viel in de bocht.", day=DAY, unit="A")
    other = told("De fietser viel in de bocht.", **{"day": DAY, **hidden})
    for found in (one_alike(one, other), one_alike(other, one)):
        assert found is not None
        assert not found.has("days")


def test_alike_two_languages_meet_in_the_kind_of_thing() -> None:
    dutch = told("De heftruck reed achteruit tegen stelling, Jansens pallet viel.", unit="A")
    english = told("The forklift hit a rack and a pallet fell.")
    found = one_alike(dutch, english)
    assert found is not None
    assert (found.values("equipment"), found.values("words")) == (
        ("forklift", "racking"),
        ("pallet",),
    )


def test_alike_a_number_on_a_label_is_enough() -> None:
    one = told("Remmen van KN-84-21 trekken scheef.", unit="A")
    assert points(one_alike(one, told("Ruit kapot van KN-84-21."))) == {"mark": 2.0, "words": 5.48}
    assert one_alike(one, told("Ruit kapot van KN-84-22.")) is None


def test_alike_marks_that_everybody_names_are_no_marks() -> None:
    counted = Rarity(1000, 1000, {"win10": 40, "bv1234": 5})
    assert profile_of("WIN10 en BV1234 en M4 en GROOT.", counted).marks == ("BV1234",)
    assert profile_of("WIN10", Rarity(10_000, 10_000, {"win10": 100})).marks == ("WIN10",)


def test_alike_points_for_marks_places_and_things_are_bounded() -> None:
    marks = "AB-12-34 CD-12-34 EF-12-34"
    things = "Ladder, steiger, heftruck."
    place = "Wacht, kade, loods, remise"
    one = told(f"{marks} {things}", place=place, unit="A")
    found = points(one_alike(one, told(f"{things} {marks}", place=place)))
    assert (found["mark"], found["equipment"], found["place"]) == (4.0, 1.5, 1.5)


# ---- codes ----


def test_alike_shared_subjects_are_enough_and_kind_and_context_add() -> None:
    codes = Coded(("laser", "noise"), "incident", "training")
    one = told("Soep was koud.", codes=codes, unit="A")
    both = points(one_alike(one, told("Kabel hing.", codes=codes)))
    assert both == {"subject": 2.4, "kind": 0.3, "context": 0.2}
    less = Coded(("noise",), "accident", "deployment")
    assert points(one_alike(one, told("Kabel hing.", codes=less))) == {"subject": 1.2}
    kind = Coded(("ppe",), "incident", "training")
    assert one_alike(one, told("Kabel hing.", codes=kind)) is None


def test_alike_telling_words_are_a_reason_beside_a_code_and_others_are_not() -> None:
    codes = Coded(("laser",))
    one = told("Kabelgoot verbogen na een incident.", codes=codes, unit="A")
    assert set(points(one_alike(one, told("Kabelgoot vol.", codes=codes)))) == {"subject", "words"}
    assert set(points(one_alike(one, told("Weer incident.", codes=codes)))) == {"subject"}
    long = f"Kabelgoot. {' '.join(f'q{a}{b}q' for a in 'abcdefgh' for b in 'abcdefgh')}"
    buried = told(f"Soep. {long[11:]} kabelgoot", codes=codes)
    assert set(points(one_alike(one, buried))) == {"subject"}


def test_alike_the_most_alike_comes_first_then_the_newest() -> None:
    one = told("De fietser viel in de bocht.", unit="A")
    others = {
        1: told("De fietser viel in de bocht.", unit="B"),
        2: told("Een fietser reed rechtdoor na de bocht.", unit="B"),
        3: told("De fietser viel in de bocht.", unit="B"),
    }
    assert [found.key for found in alike(one, others, NOTHING_COUNTED)] == [3, 1, 2]


def test_alike_reasons_add_up_and_are_known_by_code() -> None:
    found = Alike(1, (Reason("words", ("luik",), 2.0), Reason("unit", (), 0.5)))
    assert (found.score, found.values("words"), found.values("mark")) == (2.5, ("luik",), ())
    assert (found.has("unit"), found.has("days")) == (True, False)


@given(st.text(max_size=200), st.text(max_size=200))
def test_alike_any_texts_are_compared_the_same_from_both_sides(one: str, other: str) -> None:
    there = one_alike(told(one, unit="A"), told(other))
    back = one_alike(told(other, unit="A"), told(one))
    assert (there is None) == (back is None)
    if there and back:
        assert there.score == pytest.approx(back.score)
        assert {r.code for r in there.reasons} <= set(REASONS)


# ---- profiles ----


def test_profile_is_of_length_one_and_weighs_the_opening_more() -> None:
    weights = profile_of("Fietser viel. Kabel hing.", NOTHING_COUNTED).weights
    assert sqrt(sum(weight**2 for weight in weights.values())) == pytest.approx(1.0)
    assert weights["fietser"] == pytest.approx(2 * weights["kabel"])


def test_profile_opening_is_at_most_twenty_five_words() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    weights = profile_of(" ".join(f"q{a}q" for a in letters), NOTHING_COUNTED).weights
    assert weights["qyq"] == pytest.approx(2 * weights["qzq"])


def test_profile_repeating_a_word_counts_less_each_time() -> None:
    weights = profile_of("Melding. " + "kabel " * 9 + "fietser", NOTHING_COUNTED).weights
    assert weights["fietser"] < weights["kabel"] < 4 * weights["fietser"]


def test_profile_counts_both_words_of_a_compound_by_half() -> None:
    counted = Rarity(100, 100, {stem("toren"): 5, stem("luik"): 5})
    found = profile_of("Torenluik", counted)
    assert set(found.weights) == {"torenluik", stem("toren"), "luik"}
    assert found.weights["luik"] < found.weights["torenluik"]
    assert found.written["luik"] == "luik"


def test_profile_of_nothing_is_nothing() -> None:
    assert profile_of("", NOTHING_COUNTED).weights == {}
    assert profile_of("de het een", NOTHING_COUNTED).weights == {}


def test_weight_of_common_words_is_never_much() -> None:
    common = stem("melding")
    assert weight_of(common, NOTHING_COUNTED) == COMMON_WEIGHT
    assert weight_of(common, Rarity(100, 100, {common: 90})) < COMMON_WEIGHT
    assert weight_of("kabelgoot", NOTHING_COUNTED) > COMMON_WEIGHT


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("schakelaar", "schakelaars", True),
        ("vergrendeling", "vergrendeld", True),
        ("klep", "klep", True),
        ("klep", "kleppen", False),
        ("schietbaan", "schietkamp", False),
        ("toren", "torenluik", True),
        ("slang", "brandslang", False),
        ("poort 3", "poort 3", True),
        ("poort 3", "poort 4", False),
    ],
)
def test_same_word_looks_at_whole_words(one: str, other: str, same: bool) -> None:
    assert (same_word(one, other), same_word(other, one)) == (same, same)
