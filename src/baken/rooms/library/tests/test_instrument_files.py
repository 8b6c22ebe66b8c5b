"""The RI&Es that come along: they load, their examples come out, and their texts keep our rules.

A version that was published never changes, so rules of writing are asked of the newest of each.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from baken.core.instruments.definitions import Definition, Question, Source, version_of
from baken.core.instruments.definitions.vocabulary import NO
from baken.core.instruments.filling.examples import differences, read_examples
from baken.core.instruments.risk_classes import RiskClass
from baken.core.instruments.scoring import score
from baken.core.instruments.texts import LANGUAGES
from baken.rooms.library.queries import code_list
from baken.rooms.library.queries.hazards import standard_measures
from baken.rooms.library.queries.instruments import instrument, instruments_for
from baken.rooms.library.rules.published_instruments import EXAMPLES_FILE as EXAMPLES
from baken.rooms.library.rules.published_instruments import LIBRARIES

pytestmark = pytest.mark.django_db
FOLDER = Path(__file__).parents[1] / "instruments"
PLACES = sorted(path.parent for path in FOLDER.glob("*/*/instrument.yaml"))
RIES = [path for path in PLACES if path.parent.name.startswith("rie")]
# The newest version of each, by its code.
NEWEST = {path.parent.name: path for path in sorted(RIES, key=lambda one: version_of(one.name))}
ALL = list(NEWEST.values())
NAMES = list(NEWEST)
# Domain reference, instruments, section 6: the main risk groups, and what Defence adds.
MAIN_GROUPS = frozenset(
    {
        "psychosocial",
        "substances",
        "fire",
        "biological",
        "physical",
        "working_time",
        "mechanical",
        "electrical",
        "workplace",
        "physical_load",
        "special_groups",
        "vehicle",
        "ammunition",
        "weapon",
        "diving",
        "ship",
        "air",
        "field",
        "dangerous_goods",
        "multinational",
    }
)
LONGEST_QUESTION = 170  # signs; more is no short question
PSYCHOSOCIAL = ("workload", "bullying", "sexual_harassment", "aggression", "discrimination")


@lru_cache(maxsize=64)
def of(place: Path) -> Definition:
    """The instrument of a folder: its code and version are where it stands."""
    return instrument(place.parent.name, place.name)


def gaps(definition: Definition) -> Iterator[Question]:
    """The questions on which a no says that something is not in order."""
    for one in definition.questions.values():
        if NO in one.form.words and one.section != "profile":
            yield one


def levels_of(definition: Definition, question: Question) -> list[int]:
    """Where the measures of a question stand in the order of controls, the best first."""
    order = list(code_list("control_levels"))
    known = standard_measures()
    own = definition.own_measures
    risk = question.risk
    codes = risk.measures if risk else ()
    found = [known[one].control_level if one in known else own[one].level for one in codes]
    return [order.index(one) for one in found]


def test_every_rie_stands_in_the_library_in_both_languages() -> None:
    found = {one.code: one for one in instruments_for(kind="rie")}
    assert len(found) == 7
    assert {code: str(one.version) for code, one in found.items()} == {
        code: place.name for code, place in NEWEST.items()
    }
    for code, place in NEWEST.items():
        assert of(place).head.languages == LANGUAGES
        assert found[code].title.nl != found[code].title.en


def test_newest_version_includes_the_newest_libraries() -> None:
    shelf = sorted((FOLDER / LIBRARIES).glob("*/*"), key=lambda one: version_of(one.name))
    newest = {path.parent.name: path.name for path in shelf}
    for place in ALL:
        included = {code: str(version) for code, version in of(place).included}
        assert included.items() <= newest.items(), place


@pytest.mark.parametrize("place", PLACES, ids=lambda one: f"{one.parent.name} {one.name}")
def test_worked_examples_of_every_version_come_out(place: Path) -> None:
    path = place / EXAMPLES
    source = Source(path.relative_to(FOLDER).as_posix(), path.read_text(encoding="utf-8"))
    found = [differences(of(place), one) for one in read_examples(source, of(place))]
    assert [said.nl for one in found for said in one] == []


@pytest.mark.parametrize("place", ALL, ids=NAMES)
def test_every_gap_brings_a_risk_that_can_be_scored_and_solved(place: Path) -> None:
    definition = of(place)
    for one in gaps(definition):
        risk = one.risk
        assert risk is not None, one.key
        assert all([risk.hazard, risk.scenario, risk.scoring, risk.default_scores]), one.key
        assert 1 <= len(risk.measures) <= 4, one.key


@pytest.mark.parametrize("place", ALL, ids=NAMES)
def test_measures_stand_in_the_order_of_controls_and_never_only_protect(place: Path) -> None:
    definition = of(place)
    protect = list(code_list("control_levels")).index("ppe")
    for one in definition.questions.values():
        if one.risk:
            levels = levels_of(definition, one)
            assert levels == sorted(levels), one.key
            assert min(levels) < protect, one.key


@pytest.mark.parametrize("place", ALL, ids=NAMES)
def test_own_measures_have_a_level_and_are_used(place: Path) -> None:
    definition = of(place)
    used = {name for one in definition.questions.values() if one.risk for name in one.risk.measures}
    assert set(definition.own_measures) <= used
    assert all(one.level for one in definition.measures)


@pytest.mark.parametrize("place", ALL, ids=NAMES)
def test_every_gap_is_asked_with_help_in_both_languages(place: Path) -> None:
    for one in gaps(of(place)):
        assert one.help is not None, one.key
        for language in LANGUAGES:
            text = one.text.said(language)
            assert text.endswith("?"), (one.key, text)
            assert len(text) <= LONGEST_QUESTION, (one.key, text)
            assert "'" not in text + one.help.said(language), one.key


@pytest.mark.parametrize("place", ALL, ids=NAMES)
def test_every_proposed_score_stays_within_what_an_expert_can_defend(place: Path) -> None:
    """An extreme risk stops the work, so that few may be proposed: carcinogens that come free."""
    extreme = set()
    for one in of(place).questions.values():
        risk = one.risk
        if risk and risk.scoring:
            found = score(risk.scoring, dict(risk.default_scores))
            if found.common is RiskClass.EXTREME:
                extreme.add(one.key)
    assert extreme <= {"cmr_closed", "cmr_paint"}


@pytest.mark.parametrize("place", ALL, ids=NAMES)
def test_number_of_questions_is_what_people_can_answer(place: Path) -> None:
    assert 120 <= len(of(place).questions) <= 230


def test_one_rie_covers_every_main_risk_group() -> None:
    wanted = {f"psychosocial.{one}" for one in PSYCHOSOCIAL}
    found = []
    for place in ALL:
        hazards = {one.risk.hazard for one in of(place).questions.values() if one.risk}
        groups = {one.partition(".")[0] for one in hazards}
        if groups >= MAIN_GROUPS and hazards >= wanted:
            found.append(place)
    assert len(found) == 1


def test_extraction_of_the_welding_bay_is_proposed_as_it_was_worked_out() -> None:
    """Domain reference, instruments, section 6: 6 x 6 x 7 = 252, class 4, further inventory of substances."""
    [question] = [
        found for place in ALL if (found := of(place).questions.get("weld_extraction")) is not None
    ]
    assert question.risk is not None
    assert question.risk.scoring is not None
    found = score(question.risk.scoring, dict(question.risk.default_scores))
    assert (found.number, found.native.code, found.urgent) == (252, "4", True)
    assert [one.instrument for one in question.triggers] == ["ni_substances"]
    assert question.risk.hazard == "substances.welding_fume"
