"""Writes the aviation authority's form (E5X): one occurrence as ECCAIRS XML in a zip, from plain values."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from xml.etree import ElementTree

BRIDGE = "http://eccairsportal.jrc.ec.europa.eu/ECCAIRS5_dataBridge.xsd"
TYPES = "http://eccairsportal.jrc.ec.europa.eu/ECCAIRS5_dataTypes.xsd"
LONGEST_HEADLINE = 255
# What the authority's form cannot do without, as it is called there with its number.
# Source: Regulation (EU) 376/2014, annex I, 1; the type of event is chosen at the authority.
NEEDED = {
    "happened_at": "UTC date (477)",
    "headline": "Headline (601)",
    "state_area": "State/area of occurrence (454)",
    "occurrence_class": "Occurrence class (431)",
    "occurrence_categories": "Occurrence category (430)",
    "narrative": "Narrative text (425)",
}


@dataclass(frozen=True)
class Release:
    """Which release of the taxonomy is written, and the codes of who notifies whom."""

    taxonomy_version: str
    schema_version: str
    responsible_entity: str
    reporting_entity: str


@dataclass(frozen=True)
class AviationForm:
    """What stands in the form; codes are those of the authority's value lists."""

    file_number: str
    happened_at: datetime | None
    local_on: date | None
    reported_on: date
    headline: str = ""
    narrative: str = ""
    language: str = ""
    occurrence_class: str = ""
    occurrence_categories: tuple[str, ...] = ()
    state_area: str = ""
    location: str = ""
    injury_level: str = ""
    risk: str = ""
    risk_method: str = ""


def missing_in(form: AviationForm) -> list[str]:
    """The names of needed values that are not there, in the order of the form."""
    return [name for name in NEEDED if not getattr(form, name)]


def under_embargo(form: AviationForm, *, headline: str, narrative: str) -> AviationForm:
    """The form while an information embargo is on: in time, without what tells whom or where."""
    return AviationForm(
        file_number=form.file_number,
        happened_at=form.happened_at,
        local_on=form.local_on,
        reported_on=form.reported_on,
        headline=headline,
        narrative=narrative,
        language=form.language,
        occurrence_class=form.occurrence_class,
        occurrence_categories=form.occurrence_categories,
        state_area=form.state_area,
        injury_level=form.injury_level,
    )


def e5x_file(form: AviationForm, release: Release) -> bytes:
    """The form as a file: a zip that holds one XML document. Values that are missing raise ValueError."""
    missing = missing_in(form)
    if missing:
        raise ValueError(f"the form lacks {', '.join(missing)}")
    made = io.BytesIO()
    moment = (*form.reported_on.timetuple()[:3], 0, 0, 0)
    entry = zipfile.ZipInfo(f"{form.file_number}.xml", date_time=moment)
    entry.compress_type = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(entry, e5x_document(form, release))
    return made.getvalue()


def e5x_document(form: AviationForm, release: Release) -> bytes:
    """The XML document of a form; what is empty is left out, the rest stands in the schema's order."""
    ElementTree.register_namespace("", BRIDGE)
    ElementTree.register_namespace("dt", TYPES)
    root = ElementTree.Element(
        f"{{{BRIDGE}}}SET",
        {
            "TaxonomyName": "ECCAIRS Aviation",
            "TaxonomyVersion": release.taxonomy_version,
            "Domain": "RIT",
            "Version": release.schema_version,
        },
    )
    occurrence = _entity(root, "Occurrence", "24", _occurrence(form, release))
    entities = ElementTree.SubElement(occurrence, f"{{{BRIDGE}}}ENTITIES")
    _narrative(entities, form)
    _entity(entities, "Reporting_History", "53", _history(form, release))
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


Values = Iterable[tuple[str, str, str]]


def _occurrence(form: AviationForm, release: Release) -> Values:
    happened = form.happened_at.astimezone(UTC) if form.happened_at else None
    return [
        *(("Occurrence_Category", "430", code) for code in form.occurrence_categories),
        ("Occurrence_Class", "431", form.occurrence_class),
        ("Local_Date", "433", form.local_on.isoformat() if form.local_on else ""),
        ("Location_Name", "440", form.location[:LONGEST_HEADLINE]),
        ("Injury_Level", "451", form.injury_level),
        ("File_Number", "452", form.file_number),
        ("Responsible_Entity", "453", release.responsible_entity),
        ("State_Area_Of_Occ", "454", form.state_area),
        ("UTC_Date", "477", f"{happened:%Y-%m-%d}" if happened else ""),
        ("UTC_Time", "478", f"{happened:%H:%M:%S}" if happened else ""),
        ("Headline", "601", form.headline[:LONGEST_HEADLINE]),
    ]


def _history(form: AviationForm, release: Release) -> Values:
    return [
        ("Report_Identification", "438", form.file_number),
        ("Reporting_Entity", "447", release.reporting_entity),
        ("Reporting_Date", "801", form.reported_on.isoformat()),
        ("Risk_Classification", "1065", form.risk),
        ("Risk_Methodology", "1066", form.risk_method),
    ]


def _entity(
    parent: ElementTree.Element, name: str, number: str, values: Values
) -> ElementTree.Element:
    made = ElementTree.SubElement(parent, f"{{{BRIDGE}}}{name}", {"entityId": number})
    attributes = ElementTree.SubElement(made, f"{{{BRIDGE}}}ATTRIBUTES")
    for tag, code, value in values:
        if value:
            _attribute(attributes, tag, code).text = _writable(value)
    return made


def _attribute(parent: ElementTree.Element, tag: str, number: str) -> ElementTree.Element:
    return ElementTree.SubElement(parent, f"{{{BRIDGE}}}{tag}", {"attributeId": number})


def _narrative(parent: ElementTree.Element, form: AviationForm) -> None:
    made = _entity(parent, "Narrative", "22", [("Narrative_Language", "424", form.language)])
    text = _attribute(made[0], "Narrative_Text", "425")
    ElementTree.SubElement(text, f"{{{TYPES}}}PlainText").text = _writable(form.narrative)


def _writable(text: str) -> str:
    """A text without the signs that no XML document can hold."""
    return "".join(
        sign for sign in text if sign in "\t\n\r" or (sign >= " " and sign not in "\ufffe\uffff")
    )


def worst_injury(outcomes: Iterable[Mapping[str, object]]) -> str:
    """The injury level (VL451) that recorded injuries point at; the sender decides.

    Serious is a stay in hospital or what does not heal; Source: Regulation (EU) 996/2010, article 2.
    """
    found = {_level(one) for one in outcomes}
    return next((level for level in ("1", "2", "3") if level in found), "98")


def _level(injury: Mapping[str, object]) -> str:
    if injury.get("outcome") == "death":
        return "1"
    serious = injury.get("outcome") == "permanent" or injury.get("permanent")
    if serious or injury.get("hospital_admission"):
        return "2"
    return "98" if injury.get("outcome") == "none" else "3"
