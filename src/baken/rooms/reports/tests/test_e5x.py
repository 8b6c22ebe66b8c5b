"""The aviation authority's form: the schema accepts it, the embargo is kept, what is missing is named."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from lxml import etree

from baken.conftest import Cast
from baken.core.access import AccessDenied, Confidentiality
from baken.core.export.models import ExportRun
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.library.queries import code_list, eccairs_release
from baken.rooms.reports.actions.export_e5x import export_e5x
from baken.rooms.reports.models import Injury, Occurrence, OccurrenceCode
from baken.rooms.reports.rules.e5x import (
    BRIDGE,
    NEEDED,
    TYPES,
    AviationForm,
    Release,
    e5x_document,
    e5x_file,
    missing_in,
    under_embargo,
    worst_injury,
)
from baken.rooms.reports.tests.acts import steps_of
from baken.rooms.reports.tests.factories import make_occurrence

Clients = Callable[[str], Client]
SCHEMA = Path(__file__).parent / "eccairs" / "rit_5_1_0_0_schema.tar.xz"
RELEASE = Release("5.1.0.0", "1.0.0.0", "2128", "5128")
FORM = AviationForm(
    file_number="V-2026-000012",
    happened_at=datetime(2026, 3, 9, 23, 30, 15, tzinfo=UTC),
    local_on=date(2026, 3, 10),
    reported_on=date(2026, 3, 11),
    headline="Vogel geraakt bij de landing",
    narrative="Bij de landing raakte het toestel een vogel. <Geen> schade & niemand gewond.",
    language="15",
    occurrence_class="300",
    occurrence_categories=("29", "98"),
    state_area="166",
    location="Vliegbasis Volkel",
    injury_level="98",
    risk="minor, limited: 4",
    risk_method="ERC",
)
GIVEN: dict[str, Any] = {
    "headline": "Vogel geraakt",
    "narrative": "Een vogel werd geraakt.",
    "language": "15",
    "occurrence_class": "300",
    "occurrence_categories": ["29"],
    "state_area": "166",
    "location": "Vliegbasis Volkel",
    "injury_level": "98",
}


@pytest.fixture(scope="session")
def schema(tmp_path_factory: pytest.TempPathFactory) -> etree.XMLSchema:
    folder = tmp_path_factory.mktemp("rit")
    with tarfile.open(SCHEMA) as archive:
        archive.extractall(folder, filter="data")
    return etree.XMLSchema(etree.parse(folder / "schema" / "Schema.xsd"))


@pytest.fixture
def occurrence(cast: Cast) -> Occurrence:
    record = make_occurrence(
        unit=cast.company,
        at=cast.at,
        happened_at=cast.at,
        title="Toestel van vlieger Jansen raakt vogel",
        summary="Een toestel raakte een vogel.",
    )
    OccurrenceCode.objects.create(record=record, scheme="domain", code="aviation")
    return record


def document(data: bytes) -> tuple[str, etree._Element]:
    """The name and root of the one document in a file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        [name] = archive.namelist()
        return name, etree.fromstring(archive.read(name))


def said(root: etree._Element) -> dict[str, list[str]]:
    """The values of the document by name."""
    found: dict[str, list[str]] = {}
    for one in root.iter(f"{{{BRIDGE}}}*", f"{{{TYPES}}}*"):
        if one.text and one.text.strip():
            found.setdefault(etree.QName(one).localname, []).append(one.text)
    return found


def made(cast: Cast, occurrence: Occurrence, who: str = "commander", **fields: Any) -> Any:
    values, purpose = {**GIVEN, **fields}, fields.pop("purpose", "")
    return export_e5x(
        actor=cast.members[who].actor,
        occurrence=occurrence,
        values=values,
        purpose=purpose,
        at=cast.at,
    )


# ---- the document ----

SMALL = replace(
    FORM, location="", injury_level="", risk="", risk_method="", language="", local_on=None
)


@pytest.mark.parametrize("form", [FORM, SMALL, replace(FORM, headline="x" * 400)])
def test_document_is_valid_by_the_schema_of_its_release(
    schema: etree.XMLSchema, form: AviationForm
) -> None:
    name, root = document(e5x_file(form, RELEASE))
    assert name == "V-2026-000012.xml"
    schema.assertValid(root)


def test_document_says_what_the_form_says_in_universal_time() -> None:
    values = said(document(e5x_file(FORM, RELEASE))[1])
    assert values == {
        "Occurrence_Category": ["29", "98"],
        "Occurrence_Class": ["300"],
        "Local_Date": ["2026-03-10"],
        "Location_Name": ["Vliegbasis Volkel"],
        "Injury_Level": ["98"],
        "File_Number": ["V-2026-000012"],
        "Responsible_Entity": ["2128"],
        "State_Area_Of_Occ": ["166"],
        "UTC_Date": ["2026-03-09"],
        "UTC_Time": ["23:30:15"],
        "Headline": ["Vogel geraakt bij de landing"],
        "Narrative_Language": ["15"],
        "PlainText": [FORM.narrative],
        "Report_Identification": ["V-2026-000012"],
        "Reporting_Entity": ["5128"],
        "Reporting_Date": ["2026-03-11"],
        "Risk_Classification": ["minor, limited: 4"],
        "Risk_Methodology": ["ERC"],
    }


def test_document_leaves_out_signs_that_xml_cannot_hold(schema: etree.XMLSchema) -> None:
    root = etree.fromstring(e5x_document(replace(FORM, narrative="a\x0bb\ufffe\nc"), RELEASE))
    schema.assertValid(root)
    assert said(root)["PlainText"] == ["ab\nc"]


def test_document_of_no_known_moment_has_none(schema: etree.XMLSchema) -> None:
    root = etree.fromstring(e5x_document(replace(FORM, happened_at=None), RELEASE))
    assert {"UTC_Date", "UTC_Time"} & set(said(root)) == set()


def test_file_of_the_same_form_is_the_same() -> None:
    assert e5x_file(FORM, RELEASE) == e5x_file(FORM, RELEASE)


@pytest.mark.parametrize("name", NEEDED)
def test_form_without_what_is_needed_names_it(name: str) -> None:
    lacking = replace(FORM, **{name: () if name == "occurrence_categories" else ""})
    assert (missing_in(FORM), missing_in(lacking)) == ([], [name])
    with pytest.raises(ValueError, match=name):
        e5x_file(lacking, RELEASE)


def test_form_under_embargo_is_valid_and_tells_no_place_or_words(schema: etree.XMLSchema) -> None:
    kept = under_embargo(FORM, headline="Information embargo", narrative="Later.")
    root = document(e5x_file(kept, RELEASE))[1]
    schema.assertValid(root)
    values = said(root)
    assert (values["Headline"], values["PlainText"]) == (["Information embargo"], ["Later."])
    assert {"Location_Name", "Risk_Classification"} & set(values) == set()


@pytest.mark.parametrize(
    ("injuries", "level"),
    [
        ([], "98"),
        ([{"outcome": "none"}], "98"),
        ([{"outcome": "first_aid"}], "3"),
        ([{"outcome": "lost_time", "hospital_admission": True}], "2"),
        ([{"outcome": "lost_time", "permanent": True}], "2"),
        ([{"outcome": "permanent"}, {"outcome": "first_aid"}], "2"),
        ([{"outcome": "first_aid"}, {"outcome": "death"}], "1"),
    ],
)
def test_injury_level_is_that_of_the_worst_injury(injuries: list[Any], level: str) -> None:
    assert worst_injury(injuries) == level


@pytest.mark.parametrize(
    ("codes", "element"),
    [
        ("eccairs_classes", "occurrence_class"),
        ("eccairs_injuries", "injury_level"),
        ("eccairs_languages", "language"),
        ("eccairs_areas", "state_area"),
    ],
)
def test_codes_offered_all_stand_in_the_schema(
    schema: etree.XMLSchema, codes: str, element: str
) -> None:
    for code in code_list(codes):
        schema.assertValid(
            etree.fromstring(e5x_document(replace(FORM, **{element: code}), RELEASE))
        )


def test_categories_and_entities_offered_all_stand_in_the_schema(schema: etree.XMLSchema) -> None:
    form = replace(FORM, occurrence_categories=tuple(code_list("eccairs_categories")))
    release = Release(**eccairs_release())
    schema.assertValid(etree.fromstring(e5x_document(form, release)))


# ---- the export ----


def test_export_starts_from_the_summary_and_is_written_down(
    cast: Cast, occurrence: Occurrence, schema: etree.XMLSchema
) -> None:
    file = made(cast, occurrence)
    name, root = document(file.file.read())
    schema.assertValid(root)
    assert (file.name, name) == (f"{occurrence.ref}.e5x", f"{occurrence.ref}.xml")
    assert "Jansen" not in str(said(root))
    [run] = ExportRun.objects.all()
    assert (run.kind, run.format, run.rows, run.person) == (
        "e5x",
        "e5x",
        1,
        cast.commander.person.id,
    )
    newest = steps_of(occurrence)[-1]
    assert (newest.code, newest.facts["class"]) == ("reports.occurrence.e5x_made", "300")


def test_export_under_embargo_is_possible_and_tells_nothing_of_whom_or_where(
    cast: Cast, occurrence: Occurrence
) -> None:
    occurrence.embargo_at = cast.at
    occurrence.save(update_fields=["embargo_at"])
    told = str(said(document(made(cast, occurrence).file.read())[1]))
    assert [word for word in ("vogel", "Vogel", "Volkel") if word in told] == []
    assert steps_of(occurrence)[-1].facts["embargo"] is True


def test_export_names_everything_that_is_missing(cast: Cast, occurrence: Occurrence) -> None:
    occurrence.happened_at = None
    occurrence.save(update_fields=["happened_at"])
    with pytest.raises(FieldsRefused) as refused:
        made(cast, occurrence, headline=" ", occurrence_class="", occurrence_categories=[])
    assert list(refused.value.errors) == [
        "happened_at",
        "headline",
        "occurrence_class",
        "occurrence_categories",
    ]
    assert "Occurrence class (431)" in refused.value.errors["occurrence_class"]
    assert not ExportRun.objects.exists()


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"occurrence_class": "7"}, "occurrence_class"),
        ({"state_area": "x"}, "state_area"),
        ({"injury_level": "4"}, "injury_level"),
        ({"language": "99"}, "language"),
        ({"occurrence_categories": ["29", "0"]}, "occurrence_categories"),
        ({"headline": "x" * 256}, "headline"),
        ({"risk": "x" * 201}, "risk"),
        ({"purpose": "x" * 301}, "purpose"),
        ({"purpose": "\x00"}, "purpose"),
    ],
)
def test_export_refuses_what_the_form_cannot_hold(
    cast: Cast, occurrence: Occurrence, fields: dict[str, Any], wrong: str
) -> None:
    with pytest.raises(FieldsRefused) as refused:
        made(cast, occurrence, **fields)
    assert list(refused.value.errors) == [wrong]


def test_export_of_a_closely_held_occurrence_needs_a_purpose(
    cast: Cast, occurrence: Occurrence
) -> None:
    occurrence.confidentiality = Confidentiality.SENSITIVE
    occurrence.save(update_fields=["confidentiality"])
    with pytest.raises(FieldsRefused):
        made(cast, occurrence)
    assert made(cast, occurrence, purpose="Melding aan de autoriteit.")


def test_export_of_another_domain_is_refused(cast: Cast) -> None:
    other = make_occurrence(unit=cast.company, at=cast.at, happened_at=cast.at)
    with pytest.raises(FieldsRefused) as refused:
        made(cast, other)
    assert list(refused.value.errors) == ["domains"]


@pytest.mark.parametrize("who", ["team_leader", "soldier", "outsider"])
def test_export_is_for_those_who_read_and_export(
    cast: Cast, occurrence: Occurrence, who: str
) -> None:
    with pytest.raises(AccessDenied):
        made(cast, occurrence, who)


# ---- the page and the API ----


def test_page_offers_the_form_and_names_what_is_missing(
    cast: Cast, occurrence: Occurrence, client_of: Clients
) -> None:
    client, path = client_of("commander"), f"/voorvallen/{occurrence.ref}/e5x"
    assert path in client.get(f"/voorvallen/{occurrence.ref}").content.decode()
    shown = client.get(path).content.decode()
    assert ("Een toestel raakte een vogel." in shown, "Jansen" in shown) == (True, False)
    lacking = client.post(path, {**GIVEN, "occurrence_class": ""})
    assert (lacking.status_code, "Occurrence class (431)" in lacking.content.decode()) == (
        400,
        True,
    )
    answer = client.post(path, GIVEN)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{occurrence.ref}.e5x"'
    assert document(b"".join(answer.streaming_content))[0] == f"{occurrence.ref}.xml"


def test_page_of_another_domain_is_not_offered(cast: Cast, client_of: Clients) -> None:
    other = make_occurrence(unit=cast.company, at=cast.at)
    client = client_of("commander")
    assert "/e5x" not in client.get(f"/voorvallen/{other.ref}").content.decode()
    assert client.get(f"/voorvallen/{other.ref}/e5x").status_code == 403


def test_api_tells_what_it_starts_from_and_makes_the_file(
    cast: Cast, occurrence: Occurrence, client_of: Clients, schema: etree.XMLSchema
) -> None:
    Injury.objects.create(record=occurrence, person_kind="employee", outcome="first_aid")
    path = f"/api/v1/occurrences/{occurrence.ref}/e5x"
    client = client_of("safety_adviser")
    known = client.get(path).json()
    assert (known["headline"], known["injury_level"]) == ("Een toestel raakte een vogel.", "3")
    assert known["needed"] == NEEDED

    lacking = client.post(path, {}, content_type="application/json")
    assert lacking.status_code == 400
    wrong = {one["field"] for one in lacking.json()["errors"]}
    assert wrong == {"occurrence_class", "occurrence_categories"}

    body = {"occurrence_class": "300", "occurrence_categories": ["29"], "location": "Hal 2"}
    answer = client.post(path, body, content_type="application/json")
    root = document(b"".join(answer.streaming_content))[1]
    schema.assertValid(root)
    assert said(root)["Location_Name"] == ["Hal 2"]
    for who, status in (("team_leader", 403), ("outsider", 404)):
        assert (
            client_of(who).post(path, body, content_type="application/json").status_code == status
        )


def test_api_proposes_the_site_and_no_injury_to_who_may_not_read_it(
    cast: Cast, occurrence: Occurrence
) -> None:
    from baken.rooms.org.tests.factories import make_site
    from baken.rooms.reports.queries.e5x import proposed

    occurrence.site = make_site("VLB-1", holder=cast.battalion)
    occurrence.save(update_fields=["site"])
    values = proposed(cast.team_leader.actor, occurrence)
    assert "VLB-1" in values["location"]
    assert "injury_level" not in values
