"""Surveys that cannot be used are refused with file, line and field; what is not understood is told."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baken.core.instruments.documents import Refused
from baken.core.instruments.survey_xml import elements
from baken.core.instruments.survey_xml.codes import Codes
from baken.core.instruments.survey_xml.notes import Note
from baken.core.instruments.tests.surveys import (
    FILE,
    NAMESPACE,
    WHOLE,
    module,
    notes,
    risk,
    survey,
    taken_in,
)
from baken.core.instruments.texts import Text

BOMB = """<?xml version="1.0"?>
<!DOCTYPE sector [
  <!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">
]>
<sector>&c;</sector>"""
OUTSIDE = '<!DOCTYPE sector [<!ENTITY x SYSTEM "file:///etc/passwd">]><sector>&x;</sector>'
ELSEWHERE = '<!DOCTYPE sector SYSTEM "http://example.org/x.dtd"><sector/>'


def refused(text: str, language: str = "en") -> list[str]:
    """What is said of a survey that is refused."""
    with pytest.raises(Refused) as found:
        taken_in(text)
    return [one.said(language) for one in found.value.problems]


# ---- text that is no XML, or too much of it ----


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 1, "this is no valid XML: it ends before everything is closed"),
        ("<sector>", 1, "this is no valid XML: it ends before everything is closed"),
        ("<sector>\n<a></b></sector>", 2, "this is no valid XML: an element ends that is not open"),
        ("<sector>\n\n<a b='1' b='2'/></sector>", 3, "an attribute stands there twice"),
        ("<sector/><sector/>", 1, "something stands after the last element"),
        ("<sector>\n&nbsp;</sector>", 2, "an entity that XML does not know; write the character itself"),
        ("<x:sector/>", 1, "a prefix without a namespace"),
        ("<sector>\n\x00</sector>", 2, "this character cannot stand here"),
        ("<sector>\n\n\ud800</sector>", 3, "here stands half a character"),
        ("<sector a='1", 1, "an element is not closed"),
        ("<sector>\n<![CDATA[x</sector>", 2, "this is no valid XML: unclosed CDATA section"),
        ("geen xml", 1, "this is no valid XML: this is not XML"),
        ("\n<?xml version='1.0'?><a/>", 2, "the line with <?xml is not at the very top"),
        (BOMB, 2, "a document type (DOCTYPE) with entities of its own is not possible here"),
        (OUTSIDE, 1, "a document type (DOCTYPE)"),
        (ELSEWHERE, 1, "a document type (DOCTYPE)"),
        ("<a>" * 61, 1, "this goes too deep; use at most 60 levels"),
        ("<a>" * 100_000, 1, "this goes too deep"),
        ("<sector><!--" + "x" * elements.LONGEST, 1, "the file is too long; it may have 5242880 characters"),
    ],
)  # fmt: skip
def test_text_that_is_no_safe_xml_is_refused_with_its_line(text: str, line: int, says: str) -> None:
    [told] = refused(text)
    assert told.startswith(f"{FILE}, line {line}: ")
    assert says in told


def test_mistake_in_xml_is_told_in_dutch() -> None:
    assert refused("<sector>\n<a></b></sector>", "nl") == [
        f"{FILE}, regel 2: dit is geen geldige XML: een element eindigt dat niet open staat"
    ]


def test_file_with_too_many_elements_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elements, "MOST_ELEMENTS", 3)
    assert elements.element_tree(FILE, "<a><b/>\n<c/></a>").local == "a"
    with pytest.raises(Refused, match="line 2: the file has too many elements; it may have 3"):
        elements.element_tree(FILE, "<a><b/><c/>\n<d/></a>")


def test_elements_know_their_lines_and_what_stands_in_them() -> None:
    found = elements.element_tree(
        FILE, f'<a xmlns="{NAMESPACE}" b="1">x<c>y</c>\n<o xmlns="other"/>z</a>'
    )
    assert (found.name, found.line, found.attributes, found.text) == ("a", 1, {"b": "1"}, "x\nz")
    assert [(one.name, one.line, one.text) for one in found.children] == [
        ("c", 1, "y"),
        ("{other}o", 2, ""),
    ]


def test_five_million_signs_can_be_read() -> None:
    filler = "".join(f"<!-- {'x' * 990} -->\n" for _line in range(5_200))
    found = taken_in(survey(filler + module()))
    assert found.counts.risks == 1


# ---- what is no survey ----


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("<sector><survey/></sector>", "sector"),
        (f'<survey xmlns="{NAMESPACE}"/>', "survey"),
        (f'<sector xmlns="{NAMESPACE}"><title>x</title></sector>', "sector"),
    ],
)
def test_xml_that_is_no_survey_is_refused(text: str, field: str) -> None:
    [told] = refused(text)
    assert told.startswith(f"{FILE}, line 1, {field}: this is no survey of OiRA or Euphorie: ")
    assert NAMESPACE in told


def test_survey_without_anything_to_ask_is_refused() -> None:
    told = refused(survey("<module><title>Leeg</title></module>"))
    assert told == [
        f"{FILE}, line 1, instrument.sections: give at least one section with a question"
    ]


def test_survey_in_another_language_is_refused() -> None:
    text = survey(module(), head="<title>Vélo</title>\n<language>fr</language>")
    assert refused(text) == [
        f"{FILE}, line 2, survey.language: “fr” is not possible here; choose from: en, nl"
    ]


# ---- mistakes in what it says ----


def rated(method: str, **defaults: str) -> str:
    """How a risk is rated, on the next line."""
    told = "".join(f' default-{axis}="{value}"' for axis, value in defaults.items())
    return f"\n<evaluation-method{told}>{method}</evaluation-method>"


@pytest.mark.parametrize(
    ("inside", "field", "says"),
    [
        (module(more=' optional="maybe"'), "module M-1.optional", "write true or false, not “maybe”"),
        (module(risk(more=' type="top 5"')), "risk.type", "“top 5” is not possible here; did you mean top5?"),
        (module(risk("\n<show-not-applicable>perhaps</show-not-applicable>")), "risk.show-not-applicable",
         "write true or false, not “perhaps”"),
        (module(risk(rated("guessed"))), "risk.evaluation-method",
         "“guessed” is not possible here; choose from: calculated, direct, estimated, fixed"),
        (module(risk(rated("direct", priority="huge"))),
         "instrument.sections.m_1.questions.risk_1.risk.default_scores.priority",
         "“huge” is no value of priority; choose low, medium, high"),
        (module(risk(rated("calculated", probability="tiny", frequency="regular", effect="weak"))),
         "instrument.sections.m_1.questions.risk_1.risk.default_scores.probability",
         "“tiny” is no value of probability; choose small, medium, large"),
        (f'<profile-question type="sometimes">{risk()}</profile-question>', "profile-question.type",
         "“sometimes” is not possible here; choose from: optional, repeat"),
        (module(f"\n<description>{'x' * 12_001}</description>"), "instrument.sections.m_1.help.nl",
         "this text is too long; it may have 12000 characters"),
    ],
)  # fmt: skip
def test_mistake_is_told_with_its_line_and_field(inside: str, field: str, says: str) -> None:
    line = 3 if "\n" in inside else 2
    assert refused(survey(inside)) == [f"{FILE}, line {line}, {field}: {says}"]


def test_mistakes_of_the_xml_and_of_the_instrument_are_told_together() -> None:
    no_word = "<show-not-applicable>x</show-not-applicable>"
    first = module(risk(rated("direct", priority="huge") + no_word))
    second = module(more=' optional="so"')
    assert len(refused(survey(first + second))) == 3


def test_survey_with_more_questions_than_anybody_answers_is_refused() -> None:
    assert refused(survey(module(risk() * 1_000) * 2)) == [
        f"{FILE}, line 1, instrument.sections: these are too many questions; there may be 2000"
    ]


# ---- what is not understood ----


def test_what_nothing_reads_is_told_with_its_line_and_stops_nothing() -> None:
    inside = (
        '<module external-id="M-1" hide_from_training="true">los<title lang="nl">Deel</title>'
        f"<title>Twee</title>\n<choice><title>x</title></choice>{risk('<existing_measures>x</existing_measures>')}"
        f"<x:y xmlns:x='other'/></module><training_question/>"
    )
    found = taken_in(survey(inside))
    assert notes(found) == [
        "line 2: “title” stands more than once in “module”; the first counts, not: Twee",
        "line 2: “lang” of “title” was not taken over",
        "line 2: “hide_from_training” of “module” was not taken over",
        "line 2: text that stands loose in “module” was not taken over: los",
        "line 3: “existing_measures” in “risk” was not taken over",
        "line 3: “choice” in “module” was not taken over",
        "line 3: “{other}y” in “module” was not taken over",
        "line 3: “training_question” in “survey” was not taken over",
    ]


def test_short_elements_of_the_survey_itself_are_said_back() -> None:
    others = f"<tool_type>classic</tool_type><x>{'y' * 61}</x><z><q/></z>"
    head = f"<title>Fiets</title><language>nl</language>{others}"
    assert notes(taken_in(survey(module(), head=head))) == [
        "line 1: “tool_type” in “survey” was not taken over: classic",
        "line 1: “x” in “survey” was not taken over",
        "line 1: “z” in “survey” was not taken over",
    ]


def test_html_that_stands_as_elements_is_read_as_html() -> None:
    inside = (
        '<description><p>Een <b>vet</b> &lt; woord &amp;amp; <a href="http://x.nl?a=1&amp;b=2">hier</a></p>'
        "<table><tr><td>a</td></tr></table></description>"
    )
    found = taken_in(survey(module(inside)))
    [section] = found.definition.sections
    assert section.help is not None
    assert section.help.nl == "Een vet < woord &amp; hier (http://x.nl?a=1&b=2)\n\na"
    assert notes(found) == ["line 2: a table in a text was written as lines"]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ((3,), "regel 3: Ja"),
        ((3, 4), "regels 3, 4: Ja"),
        ((1, 2, 3, 4, 5), "regels 1, 2, 3, 4, 5: Ja"),
        ((1, 2, 3, 4, 5, 6, 7), "regels 1, 2, 3, 4, 5 en 2 andere: Ja"),
    ],
)
def test_note_names_its_lines(lines: tuple[int, ...], said: str) -> None:
    assert Note(Text("Ja", "Yes"), lines).said("nl") == said


# ---- codes ----


def test_codes_are_those_of_the_survey_and_each_is_given_once() -> None:
    codes = Codes()
    wanted = ["R-1", "R-1", "r 1", "R-1.1", "", "", "12", "and", "É&!é", "x" * 50, "x" * 50, "---"]
    assert [codes.take("questions", one, "risk") for one in wanted] == [
        "r_1", "r_1_1", "r_1_2", "r_1_1_1", "risk_1", "risk_2", "risk_12", "risk_and", "e_e",
        "x" * 40, "x" * 38 + "_1", "risk",
    ]  # fmt: skip
    assert [codes.take("measures", one, "solution") for one in ("R-1-1", "R-1", "R-1")] == [
        "r_1_1", "r_1", "r_1_2",
    ]  # fmt: skip
    assert codes.take("profile", "", "profile-question") == "profile_question_1"


@settings(deadline=None, max_examples=50)
@given(st.integers(0, len(WHOLE)), st.integers(0, 40), st.text(max_size=5))
def test_survey_that_was_spoiled_is_read_or_refused(place: int, length: int, other: str) -> None:
    spoiled = WHOLE[:place] + other + WHOLE[place + length :]
    try:
        told = [one.lines[0] for one in taken_in(spoiled).notes]
    except Refused as problem:
        told = [one.line for one in problem.problems]
    assert all(line >= 1 for line in told)
