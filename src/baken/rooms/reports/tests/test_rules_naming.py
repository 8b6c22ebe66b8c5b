"""What names a person and what does not, as a table; careful on purpose."""

from __future__ import annotations

import pytest

from baken.rooms.reports.queries.naming import name_words
from baken.rooms.reports.rules.naming import NameWords, Nearby, named_in

NEAR = Nearby(
    names=frozenset({"marloes dekkinga", "piet van der oosterwolde", "yoran claessens"}),
    surnames=frozenset({"dekkinga", "oosterwolde", "claessens"}),
    numbers=frozenset({"p200001"}),
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Sergeant Havermans liet de deur open.", ["Sergeant Havermans"]),
        ("Toen kwam sgt. Havermans binnen.", ["sgt . Havermans"]),
        ("de sgt1 de Vries stond erbij", ["sgt1 de Vries"]),
        ("sergeant de vries stond erbij", ["sergeant de vries"]),
        ("kapitein J.P. van den Berg reed", ["kapitein J . P . van den Berg"]),
        ("luitenant-kolonel Kloosterboer wist het", ["luitenant-kolonel Kloosterboer"]),
        ("sergeant majoor Ligtvoet zei het", ["sergeant majoor Ligtvoet"]),
        ("meneer Pinas en mevrouw El Hamdaoui", ["meneer Pinas", "mevrouw El Hamdaoui"]),
        ("mijn commandant Wubbolts zei niets", ["commandant Wubbolts"]),
        ("commandant Jansen zei niets", ["commandant Jansen"]),
        ("collega 't Hart hielp", ["collega 't Hart"]),
        ("my commander Smith said so", ["commander Smith"]),
        ("personeelsnummer 1234567 heeft het gezien", ["1234567"]),
        ("personeelsnummer: 1234567", ["1234567"]),
        ("Kpl Bronkema. Kpl Bronkema weer.", ["Kpl Bronkema"]),
    ],
)
def test_text_that_names_a_person_is_seen(text: str, found: list[str]) -> None:
    assert named_in(text, name_words()) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Er hing een kabel los boven de werkbank.",
        "De sergeant liet de deur open. Toen viel er iets.",
        "Ik zei het tegen de sgt. Toen liep hij weg.",
        "De commandant Landstrijdkrachten bezocht de kazerne.",
        "Op de Korporaal van Oudheusdenkazerne is de poort stuk.",
        "Generaal Winkelmankazerne, gebouw 3.",
        "Bij de Majoor Mulderstraat ligt olie.",
        "De chef Werkplaats was er niet.",
        "commandant Kloosterboer",
        "de commandant Painfbat",
        "De kapitein riep om hulp.",
        "SGT MAJOOR",
        "soldaat",
        "Zr.Ms. Tromp voer binnen.",
        "1234567 uur gedraaid",
        "personeelsnummer onbekend",
        "de berg achter het terrein",
        "Marloes Dekkinga hielp mee.",
        "kapitein 12",
    ],
)
def test_text_that_names_nobody_is_left_alone(text: str) -> None:
    assert named_in(text, name_words()) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Marloes Dekkinga hielp mee.", ["Marloes Dekkinga"]),
        ("met marloes dekkinga erbij", ["marloes dekkinga"]),
        ("Piet van der Oosterwolde reed.", ["Piet van der Oosterwolde"]),
        ("nummer P200001 stond erop", ["P200001"]),
        ("commandant claessens", ["commandant claessens"]),
        ("Dekkinga hielp mee.", []),
        ("Marloes hielp mee.", []),
    ],
)
def test_text_that_names_somebody_of_the_unit_is_seen(text: str, found: list[str]) -> None:
    assert named_in(text, name_words(), NEAR) == found


def test_text_without_any_words_known_names_nobody() -> None:
    assert named_in("Sergeant Havermans 1234567", NameWords()) == []
