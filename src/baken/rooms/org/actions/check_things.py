"""What in a file with things does not fit what there is: a sentence per mistake, naming row and field."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from django.utils.translation import override

from baken.rooms.org.actions.import_checks import gone_units
from baken.rooms.org.models import Council, Equipment, Inspection, Person, Site, Unit, Workplace
from baken.rooms.org.queries.codes import codes_of
from baken.rooms.org.rules.things import (
    COUNCIL_KINDS,
    EquipmentRow,
    QualificationRow,
    ThingsFile,
    inspection_mistakes,
    is_time_zone,
    qualification_mistakes,
    rows_twice,
)
from baken.rooms.org.texts import MISTAKES


def things_problems(content: ThingsFile, today: date) -> list[str]:
    """Every problem of a file; none means that it can be written."""
    if content.problems:
        return content.problems
    units = set(Unit.objects.values_list("code", flat=True))
    sites = set(Site.objects.values_list("code", flat=True)) | {one.code for one in content.sites}
    return [
        *_doubles(content),
        *_places(content, units, sites),
        *(text for row in content.equipment for text in _equipment(row, units, sites, today)),
        *_qualifications(content, today),
        *_councils(content, units),
        *_on_dissolved(content),
    ]


def _places(content: ThingsFile, units: Collection[str], sites: Collection[str]) -> Iterator[str]:
    types = codes_of("workplace_types")
    for site in content.sites:
        yield from _absent(site.where, "holder", "unit", site.holder, units)
        if not is_time_zone(site.time_zone):
            example = "give an IANA name such as Europe/Amsterdam"
            yield f"{site.where}, field time_zone: {site.time_zone} is no time zone; {example}"
    for work in content.workplaces:
        yield from _absent(work.where, "site", "site", work.site, sites)
        yield from _absent(work.where, "unit", "unit", work.unit, units)
        yield from _absent(work.where, "type", "type of workplace", work.type, types)


def _equipment(
    row: EquipmentRow, units: Collection[str], sites: Collection[str], today: date
) -> Iterator[str]:
    yield from _absent(row.where, "unit", "unit", row.unit, units)
    yield from _absent(
        row.where, "kind", "kind of equipment", row.kind, codes_of("equipment_kinds")
    )
    if row.site:
        yield from _absent(row.where, "site", "site", row.site, sites)
    for place, one in enumerate(row.inspections, start=1):
        where = f"{row.where}, inspection {place}"
        kinds = codes_of("inspection_kinds")
        yield from _absent(where, "kind", "kind of inspection", one.kind, kinds)
        for name, code in inspection_mistakes(one, today).items():
            yield f"{where}, field {name}: {_sentence(code)}"


def _on_dissolved(content: ThingsFile) -> Iterator[str]:
    """What the file would put on a unit that is no more; what is there already may stand there."""
    gone = gone_units()
    for site in content.sites:
        if site.holder in gone:
            yield f"{site.where}, field holder: {gone[site.holder]}"
    rows = Workplace.objects.filter(unit__code__in=gone)
    works = set(rows.values_list("site__code", "unit__code", "type"))
    for work in content.workplaces:
        if work.unit in gone and (work.site, work.unit, work.type) not in works:
            yield f"{work.where}, field unit: {gone[work.unit]}"
    known = set(Council.objects.filter(unit__code__in=gone).values_list("code", "unit__code"))
    for one in content.councils:
        if one.unit in gone and (one.code, one.unit) not in known:
            yield f"{one.where}, field unit: {gone[one.unit]}"
    yield from _equipment_on(content, gone)


def _equipment_on(content: ThingsFile, gone: Mapping[str, str]) -> Iterator[str]:
    here = Equipment.objects.for_system(reason="import").filter(unit__code__in=gone)
    known = set(here.values_list("ref", "unit__code"))
    inspected = Inspection.objects.for_system(reason="import").filter(record__unit__code__in=gone)
    done = set(inspected.values_list("record__ref", "kind", "done_on"))
    for row in content.equipment:
        fresh = any((row.code, one.kind, one.done_on) not in done for one in row.inspections)
        if row.unit in gone and ((row.code, row.unit) not in known or fresh):
            yield f"{row.where}, field unit: {gone[row.unit]}"


def _qualifications(content: ThingsFile, today: date) -> Iterator[str]:
    if not content.qualifications:
        return
    known = codes_of("qualifications")
    persons = set(Person.objects.for_system(reason="import").values_list("ref", flat=True))
    for row in content.qualifications:
        yield from _absent(row.where, "person", "person", row.person, persons)
        yield from _absent(row.where, "code", "qualification", row.code, known)
        for name, code in qualification_mistakes(row, today).items():
            yield f"{row.where}, field {name}: {_sentence(code)}"


def _councils(content: ThingsFile, units: Collection[str]) -> Iterator[str]:
    for row in content.councils:
        yield from _absent(row.where, "unit", "unit", row.unit, units)
        if row.kind not in COUNCIL_KINDS:
            yield f"{row.where}, field kind: give one of {', '.join(COUNCIL_KINDS)}"


def _doubles(content: ThingsFile) -> Iterator[str]:
    keyed: list[list[tuple[str, str]]] = [
        [(one.where, one.code) for one in content.sites],
        [(one.where, f"{one.site} {one.unit} {one.type}") for one in content.workplaces],
        [(one.where, one.code) for one in content.equipment],
        [(one.where, _key_of(one)) for one in content.qualifications],
        [(one.where, one.code) for one in content.councils],
    ]
    for rows in keyed:
        yield from (f"{where}: stands in the file twice" for where in rows_twice(rows))
    for row in content.equipment:
        inspected = [(row.where, f"{one.kind} {one.done_on}") for one in row.inspections]
        for where in rows_twice(inspected):
            yield f"{where}, field inspections: one kind of inspection stands twice on one day"


def _key_of(row: QualificationRow) -> str:
    return f"{row.person} {row.code} {row.obtained_on}"


def _absent(where: str, field: str, what: str, value: str, known: Collection[str]) -> Iterator[str]:
    if value not in known:
        yield f"{where}, field {field}: there is no {what} {value}"


def _sentence(code: str) -> str:
    """A mistake in English, as everything that the command line says of a file."""
    with override("en"):
        return str(MISTAKES[code])
