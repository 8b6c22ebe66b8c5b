"""What belongs to persons, units, sites, equipment and any record beside, as the trail vouches for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from baken.core.access.reach import SEGMENT
from baken.core.workflow.parts import Part, files_of_records, plain_row
from baken.rooms.org.models import (
    Appointment,
    CommandLine,
    Equipment,
    Inspection,
    Involvement,
    Kiosk,
    NamedPost,
    Person,
    PlaceCode,
    SiteHolder,
    Unit,
    UnitVersion,
)

_IDENTITY = ("id", "ref")
_POST = ("role", "unit_id", "below", "kind", "from_on", "until", "withdrawn_at", "taken_from_id")
_TIE = ("record_id", "kind", "role", "from_on", "until", "ended_at", "given_by")
_LINE = (
    "superior_id",
    "kind",
    "from_on",
    "until",
    "withdrawn_at",
    "order_ref",
    "caveats",
)
_VERSION = (
    "parent_id",
    "name_nl",
    "name_en",
    "kind",
    "level",
    "site",
    "strength",
    "restricted",
    "independent",
    "until",
)
_NAMED = ("code", "withdrawn_at")
_PLACE = (
    "code",
    "kind",
    "site_id",
    "building",
    "workplace_id",
    "equipment_id",
    "given_on",
    "withdrawn_on",
)
_KIOSK = ("code", "name", "place_id", "setup_digest", "secret_digest", "withdrawn_at")
_HOLDER = ("unit_id", "from_on", "until")
_INSPECTION = ("due_on", "result", "inspector", "remarks", "document_id", "noted_by")


def post_parts(posts: Iterable[Appointment]) -> dict[str, Any]:
    """Posts of a person: everything about them that gives rights."""
    return {f"post.{one.pk}": plain_row(one, _POST) | scope_of(one) for one in posts}


def scope_of(post: Appointment) -> dict[str, Any]:
    """For which classes and contexts a post was delegated; nothing for one that does not say."""
    return plain_row(post, ("classes", "contexts")) if post.classes else {}


def entry_parts(person: Person) -> dict[str, Any]:
    """What gives rights in a person's own entry, each by itself: whose log-in, which unit, who it is.

    They are parts and not facts: a step about something else does not vouch for them, so it cannot
    cover what was changed in the database before it. No name is among them.
    """
    identity = plain_row(person, _IDENTITY)
    return {"account": person.account_id, "unit": person.unit_id, "identity": identity}


def parts_of_persons(numbers: Sequence[int]) -> Iterator[Part]:
    """What gives rights in the entries of these persons, and every post of theirs, past ones too."""
    for person in Person.objects.for_system(reason="trail").filter(pk__in=numbers):
        yield from ((person.pk, key, value) for key, value in entry_parts(person).items())
    for row in Appointment.objects.for_system(reason="trail").filter(record__in=numbers):
        yield from ((row.record_id, key, value) for key, value in post_parts([row]).items())


def tie_parts(ties: Iterable[Involvement]) -> dict[str, Any]:
    """Cases and conflicts of a record: whose, in which role, in which time, and by whom."""
    return {f"involvement.{one.pk}": plain_row(one, _TIE) for one in ties}


def ties_of_records(root: type[Any], numbers: Sequence[int]) -> Iterator[Part]:
    """Every case and conflict of these records of a root, past ones too."""
    rows = Involvement.objects.for_system(reason="trail")
    for row in rows.filter(table=root._meta.label_lower, number__in=numbers):
        yield from ((row.number, key, value) for key, value in tie_parts([row]).items())


def stray_ties(roots: Sequence[type[Any]]) -> Iterator[str]:
    """Cases and conflicts of no record at all: one that comes later could be taken for theirs."""
    rows = Involvement.objects.for_system(reason="trail").order_by("pk")
    tables = [root._meta.label_lower for root in roots]
    for pk in rows.exclude(table__in=tables).values_list("pk", flat=True):
        yield f"involvement.{pk}"
    for root, table in zip(roots, tables, strict=True):
        known = root.objects.for_system(reason="trail").values("pk")
        lost = rows.filter(table=table).exclude(number__in=known)
        yield from (f"involvement.{pk}" for pk in lost.values_list("pk", flat=True))


def line_parts(lines: Iterable[CommandLine]) -> dict[str, Any]:
    """Lines of command of a unit: to whom it answers, how and when."""
    return {f"line.{one.pk}": plain_row(one, _LINE) for one in lines}


def version_parts(versions: Iterable[UnitVersion]) -> dict[str, Any]:
    """What a unit was, each version by its first day: of one unit there is one a day."""
    return {f"version.{one.from_on.isoformat()}": plain_row(one, _VERSION) for one in versions}


def named_parts(posts: Iterable[NamedPost]) -> dict[str, Any]:
    """Names of the commander's post on a unit: which decisions are kept for it."""
    return {f"named.{one.pk}": plain_row(one, _NAMED) for one in posts}


def place_part(parent: int | None) -> dict[str, Any]:
    """Below which unit the path of a unit lies; the top lies below none."""
    return {"place": parent}


def parts_of_units(numbers: Sequence[int]) -> Iterator[Part]:
    """Every version, line of command, name of a post and place of these units."""
    for post in NamedPost.objects.filter(unit__in=numbers):
        yield from ((post.unit_id, key, value) for key, value in named_parts([post]).items())
    for version in UnitVersion.objects.filter(unit__in=numbers):
        told = version_parts([version])
        yield from ((version.unit_id, key, value) for key, value in told.items())
    for line in CommandLine.objects.filter(unit__in=numbers):
        yield from ((line.unit_id, key, value) for key, value in line_parts([line]).items())
    paths = dict(Unit.objects.filter(pk__in=numbers).values_list("pk", "path"))
    above = {path[:-SEGMENT] for path in paths.values()}
    at_path = dict(Unit.objects.filter(path__in=above).values_list("path", "pk"))
    for unit, path in paths.items():
        place = place_part(at_path.get(path[:-SEGMENT]))
        yield from ((unit, key, value) for key, value in place.items())


def inspection_parts(inspections: Iterable[Inspection]) -> dict[str, Any]:
    """Inspections, each by its kind and day: of one kind there is one a day."""
    return {
        f"inspection.{one.kind}.{one.done_on.isoformat()}": plain_row(one, _INSPECTION)
        for one in inspections
    }


def parts_of_equipment(numbers: Sequence[int]) -> Iterator[Part]:
    """Every inspection of this equipment, and its files."""
    for row in Inspection.objects.for_system(reason="trail").filter(record__in=numbers):
        yield from ((row.record_id, key, value) for key, value in inspection_parts([row]).items())
    yield from files_of_records(Equipment, numbers)
    yield from _of_places({"equipment__in": numbers}, "equipment_id")


def holder_parts(holders: Iterable[SiteHolder]) -> dict[str, Any]:
    """Who held a site, from and until when."""
    return {f"holder.{one.pk}": plain_row(one, _HOLDER) for one in holders}


def parts_of_sites(numbers: Sequence[int]) -> Iterator[Part]:
    """Every holder of these sites, past ones too."""
    for row in SiteHolder.objects.filter(site__in=numbers):
        yield from ((row.site_id, key, value) for key, value in holder_parts([row]).items())
    yield from _of_places({"site__in": numbers, "equipment__isnull": True}, "site_id")


def place_parts(codes: Iterable[PlaceCode]) -> dict[str, Any]:
    """Codes on posters: of which place each is, and whether it still holds."""
    return {f"place.{one.pk}": plain_row(one, _PLACE) for one in codes}


def kiosk_parts(kiosks: Iterable[Kiosk]) -> dict[str, Any]:
    """Kiosks: where each stands, which device it is, and whether it still may report."""
    return {f"kiosk.{one.pk}": plain_row(one, _KIOSK) for one in kiosks}


def _of_places(which: dict[str, Any], owner: str) -> Iterator[Part]:
    """Every code of these sites or this equipment, and the kiosks there."""
    for code in PlaceCode.objects.filter(**which):
        told = place_parts([code])
        yield from ((getattr(code, owner), key, value) for key, value in told.items())
    among = {f"place__{name}": value for name, value in which.items()}
    for kiosk in Kiosk.objects.filter(**among).select_related("place"):
        told = kiosk_parts([kiosk])
        yield from ((getattr(kiosk.place, owner), key, value) for key, value in told.items())
