"""The pages of instruments: which there are, one in words, a try that keeps nothing, and bringing one in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from baken.conftest import Cast, administer
from baken.core.instruments.definitions import Source, vocabulary
from baken.core.instruments.definitions.answer_types import ANSWER_TYPES
from baken.core.instruments.tests.instruments import changed
from baken.rooms.library.models import ImportedInstrument
from baken.rooms.library.queries import instruments as queries
from baken.rooms.library.queries.instruments import instruments
from baken.rooms.library.rules.workflow_names import WORKFLOWS
from baken.rooms.library.tests.factories import (
    CODE,
    NEXT_VERSION,
    SECTION_LIBRARY,
    TEXT,
    VERSION,
    WITH_LIBRARY,
    imported,
)
from baken.rooms.library.texts import instrument_words as words

pytestmark = pytest.mark.django_db
Clients = Callable[[str], Client]
ROOT = "/bibliotheek/instrumenten"
HERE = f"{ROOT}/{CODE}/{VERSION}"
TRY = f"{HERE}/proberen"
# Questions of every other kind, to see that each has its words and its box.
MORE = """\
        - {id: when_done, type: datetime, text: {nl: Wanneer?, en: When?}}
        - id: kinds
          type: multi_choice
          text: {nl: Welke?, en: Which?}
          options: [{code: a, text: {nl: Aa, en: Aye}}, {code: b, text: {nl: Bee, en: Bee}}]
        - id: ease
          type: scale
          low: {nl: Licht, en: Light}
          high: {nl: Zwaar, en: Heavy}
          constraints: {min: 1, max: 5}
          text: {nl: Hoe zwaar?, en: How heavy?}
        - {id: paid, type: money, constraints: {min: 0, max: 100}, text: {nl: Kosten, en: Cost}}
        - {id: last, type: date, constraints: {min: '2026-01-01'}, text: {nl: Sinds, en: Since}}
        - {id: shot, type: photo, text: {nl: Foto, en: Photo}}
        - {id: lines, type: risk_list, text: {nl: Risico’s, en: Risks}}
        - {id: steps, type: measure_list, text: {nl: Maatregelen, en: Measures}}
        - {id: heard, type: measurement_series, unit: dB(A), text: {nl: Gemeten, en: Measured}}
        - id: note
          type: statement
          text: {nl: Let op het dak., en: Mind the roof.}
          legal: {nl: Artikel, en: Article}
"""
EVERYTHING = changed("        - id: level\n", f"{MORE}        - id: level\n", TEXT)


def said(answer: Any) -> str:
    """What a page says, without its tags."""
    text = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(unescape(text).split())


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return said(answer)


@pytest.fixture
def soldier(client_of: Clients) -> Client:
    return client_of("soldier")


@pytest.fixture
def bureau(cast: Cast, client_of: Clients) -> Client:
    """Somebody of the central office, who may bring in instruments."""
    cast.add("bureau", ("vms_office", "MINISTRY", None))
    return client_of("bureau")


# ---- words ----


@pytest.mark.parametrize(
    ("known", "codes"),
    [
        (words.KINDS, vocabulary.KINDS),
        (words.WORKFLOWS, WORKFLOWS),
        (words.DECIDERS, vocabulary.DECIDERS),
        (words.OUTPUTS, vocabulary.OUTPUTS),
        (words.VALIDITY_TRIGGERS, vocabulary.VALIDITY_TRIGGERS),
        (words.ACTIONS, vocabulary.ACTIONS),
        (words.REPEATED_OVER, vocabulary.REPEATED_OVER),
        (words.ANSWER_TYPES, ANSWER_TYPES),
    ],
)
def test_every_word_of_the_language_has_a_text(known: Mapping[str, Any], codes: Any) -> None:
    assert set(known) == set(codes)


# ---- the list ----


def test_list_names_every_instrument_once_with_its_versions(soldier: Client) -> None:
    imported()
    imported(TEXT.replace(VERSION, NEXT_VERSION))
    page = soldier.get(ROOT).content.decode()
    for one in instruments():
        assert page.count(f"<code>{one.code}</code>") == 1
    text = shown(soldier, ROOT)
    assert f"Workshop Risk inventory and evaluation (RI&E) {CODE} {NEXT_VERSION}, {VERSION}" in text
    assert "Normal work; units of level 2, 3; Workshop Imported here" in text
    assert "Comes with Baken" in text
    assert f'href="{ROOT}/{CODE}/{NEXT_VERSION}"' in page


def test_list_stands_on_the_front_page_of_the_library(soldier: Client) -> None:
    assert f'href="{ROOT}"' in soldier.get("/bibliotheek").content.decode()


def test_list_offers_the_door_to_who_may_use_it(soldier: Client, bureau: Client) -> None:
    assert "Import an instrument" not in shown(soldier, ROOT)
    assert "Import an instrument" in shown(bureau, ROOT)


# ---- one version ----


def test_version_says_who_for_how_long_and_by_which_rules(soldier: Client) -> None:
    imported()
    text = shown(soldier, HERE)
    assert "Workshop Risk inventory and evaluation (RI&E)" in text
    assert "Filled in by Prevention officer" in text
    assert "Decided by by the class of the risks, as the mandate says" in text
    assert "48 months at most" in text
    assert "looked at again after: a change of the law or of a limit value" in text
    assert "Gives report of the RI&E, plan of action" in text
    assert "Imported by Baken" in text


def test_version_shows_every_question_with_what_a_no_brings(soldier: Client) -> None:
    imported()
    text = shown(soldier, HERE)
    assert "Machines? profile.has_machines · yes or no · must be answered" in text
    assert "Filled in for each machine or other equipment, at least 1, at most 5" in text
    assert "Guarded? m1 · yes, no, partly or not applicable · must be answered" in text
    assert "Brings a risk when answer in ['no', 'partial']" in text
    assert "Risk Drawing in (Rotating parts)" in text
    assert "Scenario Hand meets shaft." in text
    assert "Proposed measures Fixed guard" in text
    assert "A warning: stop the work" in text
    assert "Sound? m2 · a number (dB(A)), at least 30, at most 160" in text
    assert "Further inventory of noise (not there yet): answer >= 80" in text
    assert "Worked out as m2 - 80" in text
    assert "What (name): a line of text, must be filled in" in text
    assert "Too loud loud = max(m2) > lookup(allowed, level)" in text
    assert "The sheet is not accepted loud and more == '' : Explain why." in text


def test_version_shows_every_kind_of_question(soldier: Client) -> None:
    imported(EVERYTHING)
    text = shown(soldier, HERE)
    assert "How heavy? ease · a scale, at least 1, at most 5" in text
    assert "Ends of the scale Light – Heavy" in text
    assert "Since last · a day, at least 2026-01-01" in text
    assert "Aye ( a )" in text
    assert "Law Article" in text


def test_version_in_dutch_is_dutch(client_of: Clients) -> None:
    imported()
    client = client_of("soldier")
    text = said(client.get(HERE, headers={"accept-language": "nl"}))
    assert "Afgeschermd?" in text
    assert "Guarded?" not in text


def test_newest_version_is_shown_without_naming_one(soldier: Client) -> None:
    imported()
    imported(TEXT.replace(VERSION, NEXT_VERSION))
    text = shown(soldier, f"{ROOT}/{CODE}")
    assert f"Version {NEXT_VERSION}" in text
    assert f"Changed since version {VERSION} The questions are the same." in text


def test_changes_since_the_version_before_are_named(soldier: Client) -> None:
    imported()
    later = TEXT.replace(VERSION, "3.0.0").replace("en: Guarded?", "en: Is it guarded?")
    later = changed("id: m3, type: date", "id: m5, type: date", later)
    later = changed("en: Look behind as well.", "en: Look well.", later)
    later = changed("expr: m2 - 80", "expr: m2 - 85", later)
    imported(later)
    text = shown(soldier, f"{ROOT}/{CODE}/3.0.0")
    assert "Changed since version 2.1.0 Answers of this version do not compare" in text
    assert "New questions Inspected?" in text
    assert "Questions that went Inspected?" in text
    assert "Is it guarded?: the text, the explanation; a draft asks it again" in text
    assert "Above 80: the formula" in text


def test_first_version_has_changed_nothing(soldier: Client) -> None:
    imported()
    assert "Changed since" not in shown(soldier, HERE)


def test_version_before_that_cannot_be_read_is_passed_over(soldier: Client) -> None:
    imported()
    imported(TEXT.replace(VERSION, NEXT_VERSION))
    ImportedInstrument.objects.filter(version=VERSION).update(text="x")
    queries._imported.cache_clear()
    assert "Changed since" not in shown(soldier, f"{ROOT}/{CODE}/{NEXT_VERSION}")


def test_instrument_that_comes_along_says_who_approved_it(soldier: Client) -> None:
    one = next(one for one in instruments() if not one.is_imported)
    text = shown(soldier, f"{ROOT}/{one.code}/{one.version}")
    assert "From Comes with Baken" in text
    assert "Approved by Baken, first library" in text
    assert one.sha256 in text


def test_section_library_that_is_included_is_named(soldier: Client) -> None:
    text = WITH_LIBRARY.replace("  sections:\n    - id: machines", OWN_MEASURE, 1)
    imported(text, libraries=[Source("general.yaml", SECTION_LIBRARY)])
    page = shown(soldier, HERE)
    assert "Section libraries core_general 1.2.0" in page
    assert "Is there a policy?" in page
    assert "Measures it brings along A broom" in page


OWN_MEASURE = """\
  measures: [{id: broom, title: {nl: Een bezem, en: A broom}}]
  sections:
    - id: machines"""


@pytest.mark.parametrize(
    "path", ["/dragons", f"/{CODE}/9.9.9", f"/{CODE}/9.9.9/bestand", f"/{CODE}/9.9.9/proberen"]
)
def test_instrument_that_is_none_is_404(soldier: Client, path: str) -> None:
    imported()
    assert soldier.get(f"{ROOT}{path}").status_code == 404


def test_version_that_was_changed_says_so(soldier: Client) -> None:
    imported()
    ImportedInstrument.objects.update(text="x")
    queries._imported.cache_clear()
    for address in (HERE, TRY):
        assert "this is not what was imported" in shown(soldier, address)


def test_version_that_names_what_went_away_tells_where(
    soldier: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported()
    queries._imported.cache_clear()
    known = queries.known_with(frozenset())
    without = type(known)(**{**vars(known), "roles": ("employee",)})
    monkeypatch.setattr(queries, "known_with", lambda _codes: without)
    assert "workshop.yaml, line 9, instrument.roles.fill" in shown(soldier, HERE)
    queries._imported.cache_clear()


def test_file_is_downloaded_as_it_came_in(soldier: Client) -> None:
    imported()
    answer = soldier.get(f"{HERE}/bestand")
    assert answer.content.decode() == TEXT
    assert answer["Content-Disposition"] == f'attachment; filename="{CODE}-{VERSION}.yaml"'


# ---- a try ----


def tried(client: Client, **typed: Any) -> Any:
    """What comes of sending these boxes; ``__`` in a name stands for what parts its words."""
    names = {"has": "a:profile.has_machines", "m1": "a:m1@1", "m2": "a:m2@1"}
    return client.post(TRY, {names.get(name, name): value for name, value in typed.items()})


def boxes(answer: Any) -> list[str]:
    """The names of the boxes on a page."""
    found = re.findall(
        r'<(?:input|select|textarea)[^>]* name="((?:a|r|e|s|for):[^"]+)"', answer.content.decode()
    )
    return list(dict.fromkeys(unescape(one) for one in found))


def test_try_asks_what_is_asked_first(soldier: Client) -> None:
    imported()
    answer = soldier.get(TRY)
    assert boxes(answer) == [
        "for:machines",
        "a:profile.has_machines",
        "a:profile.heads",
        "a:wide",
        "a:tools",
        "a:level",
    ]
    assert "What comes of it" not in said(answer)


def test_try_asks_more_and_says_what_is_missing_once_something_is_filled_in(
    soldier: Client,
) -> None:
    imported()
    answer = tried(soldier, has="yes", **{"for:machines": "Lathe\nMill"})
    assert {"a:m1@1", "a:m1@2", "e:m1@1"} <= set(boxes(answer))
    assert "a:m2@1" not in boxes(answer)  # asked once m1 is known
    text = said(answer)
    assert "Answered 1 of 9; of those that must be answered 1 of 3" in text
    assert "Guarded? (Lathe) this question must be answered" in text
    assert "Guarded? (Mill) this question must be answered" in text
    assert "This sheet could not be finished yet." in text
    assert "Equipment: Lathe" not in text
    assert "Machines: Mill" in text


def test_try_of_a_no_shows_the_risk_its_class_and_what_is_asked_for(soldier: Client) -> None:
    imported()
    answer = tried(soldier, has="yes", m1="no", m2="92,5", **{"a:more": "x"})
    text = said(answer)
    assert "Drawing in (Rotating parts) Guarded? (1)" in text
    assert "proposed" in text
    assert "Fixed guard" in text
    assert "Further inventory of noise (not there yet) Sound? (1)" in text
    assert "Guarded? (1) a warning: stop the work" in text
    assert "worst_score 126" in text
    assert "Explain not asked now; the answer lapses" in text
    assert "Above 80 12.5" in text
    assert "Worst class now High" in text


def test_try_with_scores_shows_the_class_of_the_score(soldier: Client) -> None:
    imported()
    scores = {f"s:m1@1:current:{axis}": value for axis, value in SMALL.items()}
    answer = tried(soldier, has="yes", m1="no", **scores)
    assert {"s:m1@1:current:effect", "s:m1@1:residual:effect"} <= set(boxes(answer))
    assert "Worst class now Low" in said(answer)
    assert "proposed" not in said(answer)


SMALL = {"probability": "0.5", "exposure": "1", "effect": "3"}


def test_try_with_half_a_score_says_what_is_missing(soldier: Client) -> None:
    imported()
    answer = tried(soldier, has="yes", m1="no", **{"s:m1@1:current:effect": "3"})
    assert "choose a value for probability" in said(answer)


def test_try_of_what_is_not_applicable_asks_why(soldier: Client) -> None:
    imported()
    answer = tried(soldier, has="yes", m1="na")
    assert "r:m1@1" in boxes(answer)
    assert "Guarded? (1) say why this question does not apply" in said(answer)
    again = tried(soldier, has="yes", m1="na", **{"r:m1@1": "No machine", "e:m1@1": "on"})
    assert "say why this question does not apply" not in said(again)


def test_try_that_is_whole_could_be_finished(soldier: Client) -> None:
    imported()
    text = said(tried(soldier, has="no"))
    assert "Nothing is missing: this sheet could be finished." in text


def test_try_that_is_refused_says_why(soldier: Client) -> None:
    imported(changed("loud and more == ''", "loud and level == 'low'", TEXT))
    text = said(tried(soldier, has="yes", m1="yes", m2="99", **{"a:level": "low"}))
    assert "Refused Explain why." in text


def test_try_with_a_wrong_answer_tells_it_at_its_box(soldier: Client) -> None:
    imported()
    answer = tried(soldier, **{"a:wide": "900", "for:machines": "\n".join("abcdef")})
    text = said(answer)
    assert "this is at most 500 cm" in text
    assert "there may be 5" in text
    assert 'value="900"' in answer.content.decode()


def test_try_of_a_section_that_is_filled_in_too_seldom_says_so(soldier: Client) -> None:
    imported()
    text = said(tried(soldier, has="yes", **{"for:machines": ""}))
    assert "Machines fill this in at least 1 times" in text


def test_try_takes_every_kind_of_answer(soldier: Client) -> None:
    imported(EVERYTHING)
    typed = {
        "a:when_done": "2026-11-28T14:05",
        "a:kinds": ["a", "b"],
        "a:ease": "3",
        "a:paid": "12,50",
        "a:last": "2026-11-28",
        "a:shot": "1",
        "a:lines": "Fall | mechanical.rotating_parts | Off the roof | 6 6 15 | 0.5 1 3",
        "a:steps": "Guard | source",
        "a:heard": "81 82 | 1 | 2026-11-01",
        "a:tools": "saw | 3,5",
    }
    answer = tried(soldier, has="no", **typed)
    text = said(answer)
    assert "There is a problem" not in text
    assert "Answered 11 of 14" in text
    assert "Fall (Rotating parts) Risks" in text
    assert "Mind the roof." in text
    assert tried(soldier, has="no", **{"a:when_done": "soon"}).status_code == 200


def test_try_keeps_nothing(soldier: Client) -> None:
    imported()
    tried(soldier, has="yes", m1="no")
    assert 'value="yes" selected' not in soldier.get(TRY).content.decode()


# ---- bringing one in ----


def sent(client: Client, text: str | bytes = TEXT, *libraries: str, name: str = "w.yaml") -> Any:
    content = text.encode() if isinstance(text, str) else text
    files = [SimpleUploadedFile(f"l{n}.yaml", one.encode()) for n, one in enumerate(libraries)]
    given = {"file": SimpleUploadedFile(name, content), "libraries": files}
    return client.post(f"{ROOT}/inlezen", given)


def test_file_is_brought_in_and_can_be_tried_at_once(bureau: Client) -> None:
    answer = sent(bureau)
    assert (answer.status_code, answer["Location"]) == (302, HERE)
    assert "The instrument is imported." in shown(bureau, HERE)
    assert shown(bureau, TRY)


def test_same_file_again_changes_nothing(bureau: Client) -> None:
    sent(bureau)
    bureau.get(HERE)
    sent(bureau)
    assert "This version was imported before; nothing changed." in shown(bureau, HERE)


def test_file_with_its_section_libraries_is_brought_in(bureau: Client) -> None:
    assert sent(bureau, WITH_LIBRARY, SECTION_LIBRARY).status_code == 302
    assert list(ImportedInstrument.objects.get().libraries) == ["l0.yaml"]


def test_file_with_mistakes_tells_them_all_and_nothing_is_kept(bureau: Client) -> None:
    wrong = changed("hazard: mechanical.rotating_parts", "hazard: dragons", TEXT)
    wrong = changed("en: Look behind as well.", "de: Hinten.", wrong)
    answer = sent(bureau, wrong)
    assert answer.status_code == 400
    text = said(answer)
    assert "w.yaml, line 33, instrument.sections.machines.questions.m1.help.en" in text
    assert "w.yaml, line 36, instrument.sections.machines.questions.m1.risk.hazard" in text
    assert not ImportedInstrument.objects.exists()


def test_other_content_of_a_version_is_refused(bureau: Client) -> None:
    sent(bureau)
    answer = sent(bureau, TEXT.replace("Geluid?", "Lawaai?"))
    assert answer.status_code == 409
    assert "may not change. Make a new version." in said(answer)


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"", "The submitted file is empty|The file is empty"), (b"\xff\xfe", "no text in UTF-8")],
)
def test_file_that_is_no_text_is_refused(bureau: Client, content: bytes, says: str) -> None:
    answer = sent(bureau, content)
    assert answer.status_code == 400
    assert re.search(says, said(answer))


def test_nothing_sent_asks_for_a_file(bureau: Client) -> None:
    answer = bureau.post(f"{ROOT}/inlezen", {})
    assert answer.status_code == 400
    assert "Choose a file first." in said(answer)


def test_too_many_libraries_are_refused(bureau: Client) -> None:
    answer = sent(bureau, TEXT, *["x"] * 51)
    assert answer.status_code == 400
    assert "There may be 50 files." in said(answer)


def test_library_that_is_no_text_is_refused(bureau: Client) -> None:
    files = {
        "file": SimpleUploadedFile("w.yaml", TEXT.encode()),
        "libraries": [SimpleUploadedFile("l.yaml", b"\xff")],
    }
    answer = bureau.post(f"{ROOT}/inlezen", files)
    assert "no text in UTF-8" in said(answer)


def test_door_is_closed_to_who_does_not_manage_the_library(client_of: Clients) -> None:
    assert sent(client_of("commander")).status_code == 403
    assert not ImportedInstrument.objects.exists()


def test_reading_the_door_leads_back_to_the_list(bureau: Client) -> None:
    assert bureau.get(f"{ROOT}/inlezen")["Location"] == ROOT


def test_import_within_an_administration_session_is_refused(cast: Cast, client_of: Clients) -> None:
    client = client_of("functional_admin")
    administer(client, cast.functional_admin, cast.at)
    assert sent(client).status_code == 403
    assert not ImportedInstrument.objects.exists()


# ---- the whole way ----


def test_invented_instrument_goes_from_file_to_outcome(bureau: Client, soldier: Client) -> None:
    assert sent(bureau, INVENTED, name="ladders.yaml").status_code == 302
    text = shown(soldier, f"{ROOT}/ladders")
    assert "Is the ladder whole? whole · yes, no or not applicable" in text
    answer = soldier.post(f"{ROOT}/ladders/1.0.0/proberen", {"a:whole": "no", "a:height": "800"})
    told = said(answer)
    assert "Fall from the ladder" in told
    assert "Fall height 8 m" in told
    assert "Worst class now" in told


INVENTED = """\
instrument:
  code: ladders
  version: 1.0.0
  kind: checklist
  title: {nl: Ladders, en: Ladders}
  legal_basis: [arbobesluit.art7.4a]
  context: [non_operational, exercise]
  roles: {fill: [employee], decide: by_mandate}
  workflow: checklist
  validity: {max_months: 12}
  scoring: {model: generic_5x5, version: 1}
  sections:
    - id: ladder
      title: {nl: De ladder, en: The ladder}
      questions:
        - id: whole
          type: yes_no_na
          required: true
          text: {nl: Is de ladder heel?, en: Is the ladder whole?}
          risk:
            when: answer == 'no'
            title: {nl: Val van de ladder, en: Fall from the ladder}
            default_scores: {severity: S4, probability: P3}
        - id: height
          type: decimal
          unit: cm
          constraints: {min: 0, max: 1500}
          text: {nl: Hoe hoog is hij?, en: How high is it?}
  calculations:
    - {id: fall, expr: height, unit: m, text: {nl: Valhoogte, en: Fall height}}
  outputs: [action_plan]
"""
