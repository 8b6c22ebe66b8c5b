"""A survey of a branch becomes an instrument: its sections, questions, risks, measures and pictures."""

from __future__ import annotations

import pytest

from baken.core.instruments.checksums import checksum
from baken.core.instruments.definitions import Definition, Question, Repeat
from baken.core.instruments.filling import Filled, Given, Place, work_out
from baken.core.instruments.scoring import score
from baken.core.instruments.survey_xml import Counts, ReadSurvey, pictures_in
from baken.core.instruments.tests.instruments import changed
from baken.core.instruments.tests.surveys import (
    GIF,
    PNG,
    WHOLE,
    in_base64,
    module,
    notes,
    risk,
    survey,
    taken_in,
    whole,
)
from baken.core.instruments.texts import Text, plain


@pytest.fixture(scope="module")
def found() -> ReadSurvey:
    return whole()


@pytest.fixture(scope="module")
def made(found: ReadSurvey) -> Definition:
    return found.definition


def proposed(question: Question) -> str | None:
    """The class that is proposed for the risk of a question."""
    trigger = question.risk
    assert trigger is not None
    assert trigger.scoring is not None
    if not trigger.default_scores:
        return None
    return score(trigger.scoring, dict(trigger.default_scores)).native.code


# ---- what it is ----


def test_head_says_how_an_imported_survey_is_filled_in_and_decided(made: Definition) -> None:
    head = made.head
    assert (head.code, str(head.version), head.kind) == ("rie_5240a_fietsenmaker", "1.0.0", "rie")
    assert (head.title.nl, head.languages) == ("RI&E Fietsenmaker", ("nl",))
    assert (head.context, head.workflow) == (("non_operational",), "rie_full")
    assert head.roles.fill == ("arbo_coordinator", "prevention_officer")
    assert (head.roles.review, head.roles.decide) == (("core_expert",), "by_mandate")
    assert (head.validity.max_months, head.validity.review_months) == (48, 12)
    assert made.sha256 == checksum(WHOLE.encode())


def test_code_and_version_of_the_caller_count() -> None:
    head = taken_in(WHOLE, code="rie_fiets", version="2.1.0").definition.head
    assert (head.code, str(head.version)) == ("rie_fiets", "2.1.0")


def test_everything_is_counted(found: ReadSurvey) -> None:
    assert found.counts == Counts(
        modules=5, profile_questions=2, risks=5, solutions=2, images=2, legal_references=1
    )


def test_sections_follow_the_survey_and_nest_as_there(made: Definition) -> None:
    assert [(one.id, one.within, one.title.nl) for one in made.sections] == [
        ("introduction", "", "Inleiding"),
        ("description", "", "Over deze RI&E"),
        ("m_1", "", "Toonbank"),
        ("klv_2", "", "Werkplaats"),
        ("m_2", "klv_2", "Lassen"),
        ("m_3", "m_2", "Aluminium"),
        ("m_4", "m_3", "Gas"),
        ("module_1", "", "Beleid"),
        ("epilogue", "", "Tot slot"),
    ]
    helped = {one.id: one.help.nl for one in made.sections if one.help}
    assert helped == {
        "introduction": "Lees dit eerst.",
        "description": "Voor werkplaats en winkel.",
        "klv_2": "Welke werkplaatsen heeft u?\n\nElke ruimte telt.",
        "m_2": "Over lassen.\n\nRichting van oplossingen:\nKies een andere verbinding.",
        "epilogue": "Klaar.",
    }
    assert made.section_by_id["klv_2"].repeat == Repeat("workplace_ref")


def test_questions_have_codes_of_their_own(made: Definition) -> None:
    assert list(made.questions) == [
        "profile.klv_1", "r_1", "m_2_optional", "r_2", "m_3_optional", "r_2_1", "r_3", "picture", "risk_1",
    ]  # fmt: skip


def test_statement_becomes_a_question_with_its_risk_help_law_picture_and_measures(
    made: Definition,
) -> None:
    asked = made.questions["r_1"]
    assert (asked.form.type, asked.na_reason, asked.required) == ("yes_no_na", "none", True)
    assert asked.text == plain("De toonbank is op ellebooghoogte.")
    assert asked.help == plain("Meet dit bij iedereen (http://example.org/).")
    assert asked.legal == plain("Arbobesluit 5.4")
    [picture] = asked.pictures
    assert (picture.file, picture.text) == ("toon_bank.gif", plain("Goede hoogte"))
    assert asked.risk is not None
    assert asked.risk.title == plain("De toonbank heeft een verkeerde hoogte.")
    assert asked.risk.measures == ("o_1", "o_2")
    assert asked.risk.default_scores == (
        ("probability", "medium"),
        ("frequency", "almost-never"),
        ("effect", "significant"),
    )


def test_statement_without_a_problem_is_denied_in_the_title_of_its_risk(made: Definition) -> None:
    asked = made.questions["r_2"]
    assert (asked.form.type, asked.help, asked.legal, asked.pictures) == ("yes_no", None, None, ())
    assert asked.risk is not None
    assert asked.risk.title == plain("Niet in orde: Er is afzuiging.")


def test_solutions_become_measures_of_the_instrument(made: Definition) -> None:
    first, second = made.measures
    assert first.title == plain("Maak de toonbank hoger of lager.")
    assert first.text == plain(
        "Preventie: Meet bij indiensttreding.\n\nWat ervoor nodig is: Een timmerman."
    )
    assert (second.id, second.title, second.text) == ("o_2", plain("Koop een kruk."), None)


@pytest.mark.parametrize(
    ("key", "model", "native"),
    [
        ("r_1", "own_kinney", "lo"),
        ("r_2", "own_priority", "hi"),
        ("r_2_1", "own_priority", "hi"),
        ("r_3", "own_priority", "mid"),
        ("risk_1", "own_kinney", None),
    ],
)
def test_priority_is_that_of_the_survey(
    made: Definition, key: str, model: str, native: str | None
) -> None:
    asked = made.questions[key]
    assert asked.risk is not None
    assert asked.risk.scoring is not None
    assert (asked.risk.scoring.code, proposed(asked)) == (model, native)


def test_picture_of_a_module_is_a_statement_before_its_questions(made: Definition) -> None:
    look = made.questions["picture"]
    assert (look.form.type, look.text, look.section) == (
        "statement",
        plain("Afbeelding"),
        "module_1",
    )
    assert [(one.file, one.text) for one in look.pictures] == [("a.png", plain("Zo hoort het"))]


def test_what_is_not_taken_over_is_told_with_its_line(found: ReadSurvey) -> None:
    assert notes(found) == [
        "line 3: the title of the sector, “Tweewielers”, was not taken over",
        "line 4: “logo” in “sector” was not taken over: Qk1uMQ==",
        "line 9: “country” in “survey” was not taken over: nl",
        "line 12: “evaluation-optional” in “survey” was not taken over: yes",
        "line 68: with questions of the kinds policy and top 5 the given rating does not count:"
        " the priority is high",
    ]
    assert notes(found, "nl")[2] == "regel 9: “country” in “survey” is niet overgenomen: nl"


# ---- how it is filled in ----


def keys(definition: Definition, filled: Filled) -> list[str]:
    """What is asked, as key and repetition."""
    return [":".join(filter(None, one.place)) for one in work_out(definition, filled).asked]


def test_optional_profile_question_opens_its_modules(made: Definition) -> None:
    assert keys(made, Filled()) == ["profile.klv_1", "picture", "risk_1"]
    yes = Filled({Place("profile.klv_1"): Given("yes")})
    assert keys(made, yes) == ["profile.klv_1", "r_1", "picture", "risk_1"]


def test_optional_module_is_opened_in_each_repetition_by_itself(made: Definition) -> None:
    answers = {
        Place("m_2_optional", "hal"): Given("yes"),
        Place("m_3_optional", "hal"): Given("yes"),
        Place("m_2_optional", "loods"): Given("yes"),
        Place("m_3_optional", "loods"): Given("no"),
        Place("m_2_optional", "bus"): Given("no"),
        Place("m_3_optional", "bus"): Given("yes"),
    }
    filled = Filled(answers, {"klv_2": ("hal", "loods", "bus")})
    assert keys(made, filled)[1:-2] == [
        "m_2_optional:hal", "r_2:hal", "m_3_optional:hal", "r_2_1:hal", "r_3:hal",
        "m_2_optional:loods", "r_2:loods", "m_3_optional:loods",
        "m_2_optional:bus",
    ]  # fmt: skip


def test_no_brings_the_risk_as_the_survey_rates_it(made: Definition) -> None:
    answers = {Place("profile.klv_1"): Given("yes"), Place("r_1"): Given("no")}
    [raised] = work_out(made, Filled(answers)).risks
    assert (raised.place, raised.is_proposed) == (Place("r_1"), True)
    assert raised.current is not None
    assert (raised.current.number, raised.current.native.code) == (15, "lo")


# ---- pictures ----


def test_pictures_come_by_name_with_the_type_of_their_bytes() -> None:
    broken = WHOLE.replace(in_base64(PNG), "????")
    assert list(pictures_in(WHOLE, "x.xml")) == [
        ("toon_bank.gif", "image/gif", GIF),
        ("a.png", "image/png", PNG),
    ]
    assert [name for name, _kind, _data in pictures_in(broken, "x.xml")] == ["toon_bank.gif"]


@pytest.mark.parametrize(
    "content",
    ["", "????", "AAAA", in_base64(b"<svg onload='x'/>"), "Ä", in_base64(b"nothing", twice=True)],
)
def test_image_that_is_no_picture_is_told_and_left_out(content: str) -> None:
    image = f'<image filename="x.svg">{content}</image>'
    text = survey(module(risk(image)))
    found = taken_in(text)
    assert found.definition.questions["risk_1"].pictures == ()
    assert (found.counts.images, notes(found)) == (
        0,
        ["line 2: “x.svg” is no picture that can be shown"],
    )
    assert list(pictures_in(text, "x.svg")) == []


def test_pictures_of_one_name_have_names_of_their_own() -> None:
    images = "".join(f"<image{name}>{in_base64(PNG)}</image>" for name in (
        ' filename="a.png"', ' filename="a.png"', "", ' filename="../a.png"', ' filename="a.png"',
    ))  # fmt: skip
    shown = taken_in(survey(module(risk(images)))).definition.questions["risk_1"].pictures
    assert [one.file for one in shown] == ["a.png", "a_2.png", "image_3", "a_3.png", "a_4.png"]


# ---- what else a survey may say ----


def test_survey_in_english_has_our_words_in_english() -> None:
    text = survey(
        f"<introduction>Read this.</introduction>{module()}",
        head="<title>Bike</title><language>en_GB</language>",
    )
    made = taken_in(text).definition
    assert made.head.languages == ("en",)
    assert made.sections[0].title == Text("Introduction", "Introduction")
    [asked] = made.questions.values()
    assert asked.risk is not None
    assert asked.risk.title.en == "Not in order: Het is goed."


def test_survey_without_a_language_is_read_as_dutch() -> None:
    found = taken_in(survey(module(), head="<title>Fiets</title>"))
    assert found.definition.head.languages == ("nl",)
    assert notes(found) == ["line 1: the language is not given; the texts were read as Dutch"]


def test_survey_without_a_title_has_that_of_its_sector() -> None:
    found = taken_in(survey(module(), head="<title>.</title><language>nl</language>"))
    assert (found.definition.head.title.nl, found.definition.head.code) == ("Fiets", "rie_fiets")
    assert notes(found) == ["line 1: “.” is no title; that of the sector was taken"]


def test_code_has_as_many_whole_words_as_there_is_place_for() -> None:
    head = "<title>De RI&amp;E van ambachtelijke fietsenmakers en reparateurs</title><language>nl</language>"
    text = survey(module(), head=head)
    assert taken_in(text).definition.head.code == "rie_de_van_ambachtelijke_fietsenmakers"


@pytest.mark.parametrize(
    ("inside", "told", "text"),
    [
        ("<title/>", "“risk” has no title; it now says: Vraag zonder tekst", "Vraag zonder tekst"),
        ("<title>Ja.</title>", "", "Ja."),
    ],
)
def test_risk_without_a_text_is_there_all_the_same(inside: str, told: str, text: str) -> None:
    found = taken_in(survey(module(risk(title=inside))))
    assert found.definition.questions["risk_1"].text == plain(text)
    assert [one.text.en for one in found.notes] == [one for one in [told] if one]


def test_parts_without_a_title_are_named_and_told() -> None:
    parts = (
        "<profile-question type='optional'/>"
        f"<profile-question>{risk()}</profile-question>"
        f"{module(risk('<solutions><solution/></solutions>'), title='')}"
    )
    found = taken_in(survey(parts))
    assert [one.title.nl for one in found.definition.sections] == [
        "Vraag zonder tekst",
        "Onderdeel zonder titel",
    ]
    assert found.definition.measures[0].title.nl == "Oplossing zonder tekst"
    assert len(found.notes) == 3


def test_optional_module_without_a_question_asks_by_its_title() -> None:
    found = taken_in(survey(module(more=' optional="true"')))
    assert found.definition.questions["m_1_optional"].text.nl == "Is dit van toepassing: Deel?"
    assert notes(found) == [
        "line 2: this module is optional and has no question; its title is the question"
    ]


def test_question_of_a_module_that_is_not_optional_stands_in_its_help() -> None:
    found = taken_in(survey(module("<question>Wordt er gelast?</question>")))
    assert found.definition.sections[0].help == plain("Wordt er gelast?")
    assert notes(found) == [
        "line 2: this module is not optional; the question with it stands in the help"
    ]


def test_risks_of_a_profile_question_itself_have_a_section() -> None:
    optional = (
        '<profile-question external-id="A" type="optional"><title>Winkel</title>'
        f"{risk()}{module()}</profile-question>"
    )
    repeated = (
        f'<profile-question external-id="B"><question>Hal?</question>{risk()}</profile-question>'
    )
    made = taken_in(survey(optional + repeated)).definition
    assert [(one.id, one.title.nl, len(one.questions)) for one in made.sections] == [
        ("a", "Winkel", 1),
        ("m_1", "Deel", 1),
        ("b", "Hal?", 1),
    ]
    assert keys(made, Filled(repetitions={"b": ("x",)})) == ["profile.a", "risk_3:x"]
    yes = Filled({Place("profile.a"): Given("yes")})
    assert keys(made, yes) == ["profile.a", "risk_1", "risk_2"]


def test_title_that_says_more_than_the_question_stands_in_the_help() -> None:
    inside = "<title>{}</title><question>Heeft u een winkel?</question>"
    head = '<profile-question type="optional">'
    same, other = (
        taken_in(survey(f"{head}{inside.format(title)}{module()}</profile-question>"))
        for title in ("een winkel?", "Verkoop")
    )
    assert same.definition.profile[0].help is None
    assert other.definition.profile[0].help == plain("Verkoop")


# ---- how risks are rated ----


METHOD = "<evaluation-method{}>{}</evaluation-method>"
ALL = ' default-probability="large" default-frequency="constant" default-effect="high"'
SOME = ' default-probability="large" default-frequency="0" default-effect=""'


@pytest.mark.parametrize(
    ("more", "method", "model", "native", "told"),
    [
        ("", "", "own_priority", None, []),
        ("", METHOD.format("", ""), "own_priority", None, []),
        ("", METHOD.format(' default-priority="high"', "estimated"), "own_priority", "hi", []),
        ("", METHOD.format(' default-priority="none"', "direct"), "own_priority", None, []),
        ("", METHOD.format(ALL, "Calculated"), "own_kinney", "hi", []),
        ("", METHOD.format(SOME, "calculated"), "own_kinney", None, ["not all values"]),
        (' type="top5"', "", "own_priority", "hi", []),
        (' type="policy"', METHOD.format(ALL, "calculated"), "own_priority", "hi", ["with questions of"]),
        ("", METHOD.format(' default-priority="low"', "fixed"), "own_priority", "lo", ["the priority is"]),
    ],
)  # fmt: skip
def test_risk_is_rated_as_its_survey_says(
    more: str, method: str, model: str, native: str | None, told: list[str]
) -> None:
    found = taken_in(survey(module(risk(method, more=more))))
    asked = found.definition.questions["risk_1"]
    assert asked.risk is not None
    assert asked.risk.scoring is not None
    assert (asked.risk.scoring.code, proposed(asked)) == (model, native)
    assert [one.text.en[: len(said)] for one, said in zip(found.notes, told, strict=True)] == told


def test_survey_that_calculates_in_another_way_leaves_the_priority_to_people() -> None:
    method = METHOD.format(' default-severity="weak" default-frequency="rare"', "calculated")
    text = survey(module(risk(method)), head=(
        "<title>Fiets</title><language>nl</language><evaluation-algorithm>french</evaluation-algorithm>"
    ))  # fmt: skip
    found = taken_in(text)
    asked = found.definition.questions["risk_1"]
    assert asked.risk is not None
    assert asked.risk.scoring is not None
    assert (asked.risk.scoring.code, proposed(asked)) == ("own_priority", None)
    assert notes(found) == [
        "line 1: this survey calculates by “french”; that calculation is not there, you choose the priority",
        "line 2: “default-severity” of “evaluation-method” was not taken over",
        "line 2: “default-frequency” of “evaluation-method” was not taken over",
    ]


def test_text_that_was_decoded_is_read_whatever_encoding_it_says() -> None:
    latin = changed("encoding='utf-8'", "encoding='iso-8859-1'", WHOLE)
    made = taken_in(changed("Klaar.", "Geïnspecteerd: €5.", latin)).definition
    assert made.sections[-1].help == plain("Geïnspecteerd: €5.")


def test_checksum_is_that_of_the_xml_however_its_lines_end() -> None:
    windows = taken_in(WHOLE.replace("\n", "\r\n")).definition
    assert windows.sha256 == whole().definition.sha256
    other = taken_in(changed("Klaar.", "Klaar!", WHOLE)).definition
    assert other.sha256 != windows.sha256
