"""The table of duties: every row works both ways, and what is wrong in a file is named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import translation

from baken.core.access.roles import load_roles
from baken.core.instruments.data_file import DataProblem, Entry, entries_of
from baken.core.instruments.expressions import Declared, Kind
from baken.rooms.library.queries import DATA, code_list, duty_table
from baken.rooms.library.rules.duties import (
    CHANNELS,
    Known,
    read_authorities,
    read_duties,
    read_duty_facts,
)
from baken.rooms.library.rules.duty_facts import (
    PERSON_KINDS,
    Injured,
    Snapshot,
    facts_of,
    triggered,
)
from baken.rooms.reports.rules.duties import LIST_ABSENCE_DAYS
from baken.rooms.reports.texts import NOTIFYING
from baken.site.wiring import wire

EXAMPLES = [
    pytest.param(duty, example, id=f"{duty.code}-{place}")
    for duty in duty_table().duties.values()
    for place, example in enumerate(duty.examples, start=1)
]


@pytest.mark.parametrize(("duty", "example"), EXAMPLES)
def test_duty_opens_in_its_examples_and_in_no_other(duty: Any, example: Any) -> None:
    assert (triggered(duty.when, example.given).value is True) is example.opens


@pytest.mark.parametrize("code", sorted(duty_table().duties))
def test_duty_has_an_example_that_opens_it_and_one_that_does_not(code: str) -> None:
    assert {one.opens for one in duty_table().duties[code].examples} == {True, False}


def test_duties_hold_every_row_of_the_reference() -> None:
    forms = {code: duty.form for code, duty in duty_table().duties.items()}
    assert len(forms) == 22
    assert {code for code, form in forms.items() if form != "notify"} == {
        "accident_list",
        "occupational_disease",
        "serviceman_record",
    }


def test_duties_name_channels_that_the_steps_know() -> None:
    assert list(CHANNELS) == list(NOTIFYING)


def test_accident_list_counts_from_the_same_number_of_days_as_its_row() -> None:
    text = str(duty_table().duties["accident_list"].when)
    assert text.endswith(f"outcome.absence_days > {LIST_ABSENCE_DAYS}")


def test_kinds_of_persons_are_those_of_the_list() -> None:
    assert set(PERSON_KINDS) == set(code_list("person_kinds"))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_texts_of_duties_are_there_in_both_languages(language: str) -> None:
    table = duty_table()
    texts = [*table.duties.values(), *table.facts.values(), *table.authorities.values()]
    with translation.override(language):
        said = [one.text.said(language) for one in texts]
    assert all(said)
    assert len({one.text.nl == one.text.en for one in texts}) >= 1


# ---- what one injured person says does not hang on another ----


def test_duty_about_persons_looks_at_each_person_apart() -> None:
    duty = duty_table().duties["nla_accident"]
    hurt = (Injured("contractor", hospital_admission=True), Injured(outcome="first_aid"))
    work = frozenset({"work"})
    assert triggered(duty.when, Snapshot(domains=work, injured=hurt)).value is False
    found = triggered(duty.when, Snapshot(domains=work, injured=(*hurt, Injured(outcome="death"))))
    assert found.value is True
    assert found.injured == (Injured(outcome="death"),)
    assert found.is_about_persons
    assert found.because == (
        "domain.work",
        "outcome.death",
        "person.is_employee",
        "context.deployment",
    )


def test_duty_of_which_a_fact_is_unknown_does_not_open() -> None:
    duty = duty_table().duties["avg_breach"]
    found = triggered(duty.when, Snapshot(domains=frozenset({"data_breach"})))
    assert found.value is None
    assert found.because == ("breach.risk",)
    assert not found.is_about_persons


def test_duty_is_unknown_when_it_is_for_one_person_and_no_for_the_others() -> None:
    row = duty_table().duties["accident_list"]
    hurt = (Injured(absence_days=1), Injured())
    found = triggered(row.when, Snapshot(domains=frozenset({"work"}), injured=hurt))
    assert found.value is None
    assert found.injured == (Injured(),)


def test_harm_of_a_person_is_who_what_for_good_and_in_hospital() -> None:
    assert Injured("minor", "permanent", True, True).harm == ("minor", "permanent", True, True)


def test_facts_of_an_occurrence_without_injured_say_that_nobody_was_hurt() -> None:
    facts = facts_of(Snapshot(domains=frozenset({"road", "work"})), None)
    assert facts["outcome.absence_days"] == 0
    assert facts["outcome.death"] is False
    assert facts["person.is_employee"] is False
    assert facts["mode"] == ["road"]


# ---- an installation's own file ----


@pytest.fixture
def own(tmp_path: Path, settings: Any) -> Any:
    def write(content: str) -> None:
        file = tmp_path / "eigen.yaml"
        file.write_text(content, encoding="utf-8")
        settings.DUTIES_FILE = str(file)

    return write


ROW = """
items:
  - code: avg_breach
    nl: Datalek bij ons melden
    en: Report a breach our way
    form: notify
    when: "domain.data_breach"
    clock: {start: known, hours: 24}
    authorities: [ap]
    channels: [web]
    owner: privacy_officer
    basis: eigen regeling
    script_nl: [Meld het.]
    script_en: [Report it.]
    examples:
      - {opens: true, given: {domains: [data_breach]}}
      - {opens: false, given: {}}
"""


def test_own_file_gives_numbers_and_takes_the_place_of_a_row(own: Any) -> None:
    own('phones: {nla: "0800-0000"}\n' + ROW)
    table = duty_table()
    assert table.authorities["nla"].phone == "0800-0000"
    assert table.authorities["ivd"].phone == ""
    assert table.duties["avg_breach"].text.en == "Report a breach our way"
    assert "nla_accident" in table.duties


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ('phones: {nlaa: "1"}', "phones, nlaa: there is no such authority"),
        ("phones: {nla: 112}", "authorities.yaml, nla, phone: write the number between"),
        ("phones: [nla]", "phones: “phones” with numbers and “items” with duties fit"),
        ("numbers: {}", "numbers: “phones” with numbers"),
        ("- a", "file: “phones” with numbers"),
        ("a: [", "cannot be read"),
        (ROW.replace("domain.data_breach", "domain.data_brech"), "did you mean domain.data_breach"),
    ],
)
def test_own_file_with_a_mistake_stops_the_start_and_is_named(
    own: Any, content: str, says: str
) -> None:
    own(content)
    with pytest.raises(DataProblem, match=says):
        duty_table()
    with pytest.raises(ImproperlyConfigured):
        wire()


def test_own_file_that_is_empty_or_gone(own: Any, settings: Any) -> None:
    own("")
    assert len(duty_table().duties) == 22
    settings.DUTIES_FILE = "/nergens/eigen.yaml"
    with pytest.raises(DataProblem, match="cannot be read"):
        duty_table()


# ---- what is wrong in a row ----

KNOWN = Known(
    schema={"domain.work": Declared(Kind.YES_NO), "category": Declared(Kind.NUMBER)},
    authorities=["nla"],
    roles=list(load_roles(settings.ROLES_FILE)),
)
GOOD: dict[str, Any] = {
    "code": "x",
    "nl": "X",
    "en": "X",
    "form": "notify",
    "when": "domain.work",
    "clock": {"start": "known", "hours": 1},
    "authorities": ["nla"],
    "channels": ["phone"],
    "owner": "duty_officer",
    "basis": "law",
    "script_nl": ["Bel."],
    "script_en": ["Call."],
    "examples": [
        {"opens": True, "given": {"domains": ["work"]}},
        {"opens": False, "given": {"category": None, "injured": [{"absence_days": 1}]}},
    ],
}


def read(**changes: Any) -> Any:
    row = {name: value for name, value in (GOOD | changes).items() if value is not ...}
    return read_duties("eigen.yaml", {"items": [row]}, KNOWN)["x"]


def test_row_that_is_whole_is_read() -> None:
    duty = read(later=[{"nl": "Brief", "en": "Letter", "days": 3}])
    assert duty.term.count == 1
    assert not duty.term.is_at_once
    assert read(clock={"start": "happened", "minutes": 0}).term.is_at_once
    assert duty.later[0].term.unit == "days"
    assert duty.script["en"] == ("Call.",)
    assert read(form="register", clock=..., channels=..., script_nl=..., script_en=...).start


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"nl": ""}, "x, nl: a text is needed"),
        ({"en": ...}, "x, en: a text is needed"),
        ({"form": "call"}, "x, form: “call” is not one of: count, notify, record, register"),
        ({"when": "domain.wrk"}, "x, when, column 1: there is no fact “domain.wrk”; did you mean"),
        ({"when": "category"}, "x, when, column 1: here yes or no is expected"),
        ({"when": ...}, "x, when, column 1: a condition is written as text"),
        ({"clock": ...}, r"x, clock: write for instance \{start: known, hours: 72\}"),
        ({"clock": {"hours": 1}}, "x, clock, start: a text is needed"),
        ({"clock": {"start": "known"}}, "term: give exactly one of: minutes, hours"),
        ({"clock": {"start": "known", "hours": 1, "days": 1}}, "give exactly one of"),
        ({"clock": {"start": "known", "hours": 0}}, "hours: give a whole number from 1 to 720"),
        ({"clock": {"start": "known", "minutes": True}}, "minutes: give a whole number from 0"),
        ({"clock": {"start": "known", "hours": 1.5}}, "hours: give a whole number"),
        ({"clock": {"start": "known", "hours": 1, "rush": 1}}, "rush: there is no such field"),
        ({"later": {"days": 1}}, "x, later: a list is needed"),
        ({"later": ["soon"]}, "later 1: names with values are needed"),
        ({"later": [{"nl": "A", "en": "B", "days": 1, "z": 1}]}, "z: there is no such field"),
        ({"authorities": "nla"}, "x, authorities: a list is needed"),
        ({"authorities": ["nlaa"]}, "x, authorities: unknown: nlaa; known: nla"),
        ({"authorities": [{}]}, "x, authorities: unknown"),
        ({"authorities": []}, "x, authorities: name at least one authority"),
        ({"channels": []}, "a duty to notify needs channels and a script"),
        ({"script_nl": [], "script_en": []}, "a duty to notify needs channels and a script"),
        ({"script_en": ["a", "b"]}, "give as many sentences in Dutch as in English"),
        ({"script_nl": "Bel."}, "x, script_nl: a list of sentences is needed"),
        ({"owner": "boss"}, "x, owner: “boss” is not one of"),
        ({"assumption": "yes"}, "x, assumption: write true or false"),
        ({"reopenon": []}, "x, reopenon: there is no such field"),
        ({"examples": GOOD["examples"][:1]}, "give one that opens the duty and one that does not"),
        (
            {"examples": [{**GOOD["examples"][0], "opens": False}, {"opens": True, "given": {}}]},
            "examples 1: by the condition this one opens",
        ),
        (
            {"examples": [{"opens": True, "given": {}}, GOOD["examples"][1]]},
            "examples 1: by the condition this one does not open",
        ),
        ({"examples": [{"given": {"weather": "wet"}}]}, "given: write names with fitting values"),
        ({"examples": [{"given": {"domains": "work"}}]}, "given: write names with fitting"),
        ({"examples": [{"given": ["work"]}]}, "given: write names with fitting values"),
        ({"examples": [{"given": {"injured": [{"name": "J"}]}}]}, "injured: write names with"),
        ({"examples": [{"given": {"injured": ["J"]}}]}, "injured: write names with fitting"),
        ({"examples": [{"given": {}, "opened": True}]}, "opened: there is no such field"),
    ],
)
def test_row_with_a_mistake_is_refused_with_file_entry_and_field(
    changes: dict[str, Any], says: str
) -> None:
    with pytest.raises(DataProblem, match=says) as refused:
        read(**changes)
    assert str(refused.value).startswith("eigen.yaml, x")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ([], "eigen.yaml: a list under “items” is needed"),
        ({}, "eigen.yaml: a list under “items” is needed"),
        ({"items": "x"}, "eigen.yaml, items: a list is needed"),
        ({"items": ["x"]}, "eigen.yaml, entry 1: names with values are needed"),
        ({"items": [{"nl": "X"}]}, "eigen.yaml, entry 1, form: a text is needed"),
        ({"items": [GOOD, GOOD]}, "eigen.yaml, x, code: this code stands twice"),
    ],
)
def test_file_of_another_shape_is_refused(content: Any, says: str) -> None:
    with pytest.raises(DataProblem, match=says):
        read_duties("eigen.yaml", content, KNOWN)


def test_fact_with_an_unknown_flag_or_field_is_refused() -> None:
    row = {"code": "a.b", "nl": "A?", "en": "A?", "help_nl": "H", "help_en": "H"}
    facts = read_duty_facts("f.yaml", {"items": [row | {"domains": ["work"]}]}, domains=["work"])
    assert facts["a.b"].is_asked(["work"])
    assert not facts["a.b"].is_asked(["road"])
    assert read_duty_facts("f.yaml", {"items": [row]}, domains=[])["a.b"].is_asked([])
    with pytest.raises(DataProblem, match=r"f\.yaml, a\.b, domains: unknown: werk"):
        read_duty_facts("f.yaml", {"items": [row | {"domains": ["werk"]}]}, domains=["work"])


def test_authority_with_an_unknown_field_is_refused() -> None:
    row = {"code": "nla", "nl": "N", "en": "N", "fax": "1"}
    with pytest.raises(DataProblem, match=r"a\.yaml, nla, fax: there is no such field"):
        read_authorities("a.yaml", {"items": [row]}, {})


def test_entries_say_where_they_stand() -> None:
    [one] = entries_of("f.yaml", [{"a": 1}], within="x, later")
    assert one.where("a") == "f.yaml, x, later 1, a"
    assert Entry("f.yaml", "x", {"b": "  c "}).text("b") == "c"


def test_files_say_version_and_source() -> None:
    for file in sorted((DATA / "duties").glob("*.yaml")):
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        assert content["version"] == 1
        assert content["source"].strip()
