"""Plain factories of the org room: units, persons, appointments and accounts, without ceremony."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from baken.core.access import system_actor
from baken.core.accounts.models import Account, Administration
from baken.core.files.content import CleanFile
from baken.core.records.numbers import row_number
from baken.core.trail.append import Entry, append
from baken.core.workflow.advance import begin_many
from baken.rooms.org.actions import (
    appoint as appoint_by_hand,
)
from baken.rooms.org.actions import (
    delegate,
    end_appointment,
    end_units,
    found_unit,
    import_organisation,
    import_things,
    take_unit_step,
)
from baken.rooms.org.actions.equipment_steps import add_equipment_file, take_equipment_step
from baken.rooms.org.actions.hand_over_equipment import hand_over_equipment
from baken.rooms.org.actions.holders import first_holder
from baken.rooms.org.actions.inspect import inspect_equipment
from baken.rooms.org.actions.kiosks import (
    SetUp,
    pair_kiosk,
    renew_kiosk,
    set_up_kiosk,
    shut_kiosk,
)
from baken.rooms.org.actions.place_codes import give_place_codes, withdraw_place_code
from baken.rooms.org.actions.qualify import record_qualification
from baken.rooms.org.actions.site_steps import take_site_step
from baken.rooms.org.actions.versions import turn_page
from baken.rooms.org.models import (
    Appointment,
    CommandLine,
    Equipment,
    Handover,
    Inspection,
    Kiosk,
    NamedPost,
    Person,
    Qualification,
    Site,
    Unit,
    Workplace,
)
from baken.rooms.org.queries import tree
from baken.rooms.org.queries.parts import (
    inspection_parts,
    line_parts,
    named_parts,
)
from baken.rooms.org.queries.places import Place
from baken.rooms.org.rules import OrganisationFile, PersonRow, UnitRow
from baken.rooms.org.rules.things import (
    EquipmentRow,
    InspectionRow,
    QualificationRow,
    ThingsFile,
)
from baken.rooms.org.tests.basics import (
    LONG_AGO,
    NOW,
    Planted,
    Prepare,
    appoint,
    make_account,
    make_person,
    make_unit,
    serials,
)
from baken.rooms.org.tests.handovers import HANDOVER_CALLS, handover_in, plant_handover

PNG = CleanFile("foto.png", "image/png", b"\x89PNG\r\n\x1a\n" + b"0" * 40)


def delegated(source: Appointment, to: Person, **more: Any) -> Appointment:
    """A delegation of a post to somebody, as it came in: for low and medium risks in normal work."""
    usual = {
        "kind": "delegate",
        "taken_from": source,
        "until": NOW.date() + timedelta(days=20),
        "classes": "low medium",
        "contexts": "non_operational",
        "reason": "Verlof",
        "unit": source.unit,
    }
    return appoint(to, source.role, **{**usual, **more})


def name_post(unit: Unit, code: str) -> None:
    """Give the commander's post on a unit a name of the mandate table, as an import does."""
    post = NamedPost.objects.create(unit=unit, code=code, named_at=NOW)
    entry = Entry(
        code="org.unit.post_named",
        from_state=unit.state,
        to_state=unit.state,
        parts=named_parts([post]),
    )
    append(record=unit, actor=system_actor("factory"), at=NOW, entry=entry)
    turn_page()


def make_line(
    unit: Unit,
    superior: Unit,
    kind: str = "operational",
    *,
    from_on: date = LONG_AGO,
    until: date | None = None,
) -> None:
    """A line of command beside the tree, as an import leaves it."""
    period = {"from_on": from_on, "until": until}
    line = CommandLine.objects.create(unit=unit, superior=superior, kind=kind, **period)
    entry = Entry(
        code="org.unit.lines_imported",
        from_state=unit.state,
        to_state=unit.state,
        parts=line_parts([line]),
    )
    append(record=unit, actor=system_actor("factory"), at=NOW, entry=entry)
    turn_page()


def make_site(code: str, *, holder: Unit, **fields: Any) -> Site:
    """A site that a unit always held, with the first row of its history."""
    names = {"name_nl": fields.pop("name_nl", f"Locatie {code}")}
    site = Site.objects.create(code=code, holder=holder, **names, **fields)
    entry = Entry(code="org.site.imported", to_state=site.state, parts=first_holder(site))
    append(record=site, actor=system_actor("factory"), at=NOW, entry=entry)
    turn_page()
    return site


def make_equipment(
    *, unit: Unit, state: str = "in_use", at: datetime = NOW, **fields: Any
) -> Equipment:
    """A piece of equipment in a state, with the first row of its history and no news."""
    serial = next(serials)
    record = Equipment(
        number=row_number(at),
        ref=fields.pop("ref", f"LADR-{serial:04}"),
        kind=fields.pop("kind", "ladder"),
        name=fields.pop("name", f"Ladder {serial}"),
        unit=unit,
        **fields,
    )
    begin_many(
        records=[record],
        code="org.equipment.imported",
        actor=system_actor("factory"),
        at=at,
        seal=(),
        states=[state],
    )
    return record


def inspected(record: Equipment, *, result: str = "passed", **fields: Any) -> Inspection:
    """An inspection as an import leaves it: with a row in the history that vouches for it."""
    values = {"kind": "periodic", "done_on": date(2025, 3, 1), "inspector": "Keurbedrijf"}
    made = Inspection.objects.create(record=record, result=result, **(values | fields))
    told = Entry(
        "org.equipment.inspected", record.state, record.state, parts=inspection_parts([made])
    )
    append(record=record, actor=system_actor("factory"), at=NOW, entry=told)
    return made


def qualified(person: Person, code: str = "bhv", **fields: Any) -> Qualification:
    """A qualification of a person, as an import leaves it."""
    values = {"obtained_on": date(2024, 3, 1), "valid_until": date(2027, 3, 1)}
    return Qualification.objects.create(record=person, code=code, **(values | fields))


def _person_in_state(*, unit: Unit, state: str, at: datetime = NOW) -> Person:
    assert state == "active", "a person's entry has no workflow and one state"
    return make_person(unit=unit, at=at)


def _unit_in_state(*, unit: Unit, state: str, at: datetime = NOW) -> Unit:
    return make_unit(f"PART{next(serials)}", parent=unit, level=1, state=state)


def _site_in_state(*, unit: Unit, state: str, at: datetime = NOW) -> Site:
    assert state == "in_use", "a site has one state"
    return make_site(f"PLAATS-{next(serials)}", holder=unit)


# For the house tests: how a record of each root is made, what is hidden in it, how actions run.
FACTORIES: Mapping[type[Any], Callable[..., Any]] = {
    Person: _person_in_state,
    Equipment: make_equipment,
    Unit: _unit_in_state,
    Site: _site_in_state,
    Handover: handover_in,
}


def plant(*, unit: Unit, word: str, at: datetime = NOW) -> list[Planted]:
    """A person and a piece of equipment full of words that only their readers may meet."""
    person = make_person(f"naam{word}", unit=unit, email=f"post{word}@voorbeeld.example", at=at)
    qualified(person, certificate=f"bewijs{word}")
    words = ("naam", "post", "bewijs")
    hidden = {f"{what}{word}": ("org.person.read",) for what in words}
    post = appoint(make_person("Bekend", unit=unit, at=at), "supervisor", unit)
    samples = {
        "code": unit.code,
        "post": str(post.pk),
        "step": "rename",
        "session": str(_administered(at).id),
        "model": "generic_5x5",
        "version": "1",
        "listed": "contexts",
        "source": "hazards.yaml",
        "instrument": "lmra_core",
        "instrument_version": "1.0.0",
        "name": "plaatje.png",
    }
    return [
        Planted(person, hidden, samples),
        _planted_equipment(unit, word, at),
        plant_handover(unit=unit, word=word, at=at),
    ]


def _administered(at: datetime) -> Administration:
    return Administration.objects.create(
        number=row_number(at),
        account=Account.objects.filter(username="beheerder").first() or make_account("beheerder"),
        carrier=uuid.uuid4(),
        post="Functioneel beheerder MINISTRY",
        reason="Order 12",
        opened_at=at,
        until=at + timedelta(hours=1),
    )


def _planted_equipment(unit: Unit, word: str, at: datetime) -> Planted:
    site = make_site(f"PLAATS-{next(serials)}", holder=unit)
    name = f"ding{word} kabel"
    record = make_equipment(unit=unit, at=at, name=name, site=site, serial_number=f"serie{word}")
    inspected(record, inspector=f"keurder{word}", remarks=f"bevinding{word}")
    words = ("ding", "serie", "keurder", "bevinding")
    hidden = {f"{what}{word}": ("org.equipment.read",) for what in words}
    kiosk = make_kiosk(place_of_site(site)).kiosk
    samples = {"site": site.code, "place": site.code, "kiosk": kiosk.code}
    return Planted(record, hidden, samples)


def _import_somebody(cast: Any, at: datetime) -> Callable[[], Any]:
    row = PersonRow(number="P900001", name="Nieuw", unit=cast.company.code)
    return partial(
        import_organisation,
        actor=system_actor("import"),
        at=at,
        content=OrganisationFile(persons=[row]),
        account_of=make_account,
        roles=["employee"],
    )


def _import_something(cast: Any, at: datetime) -> Callable[[], Any]:
    row = EquipmentRow("equipment 1", "LADR-9001", "ladder", "Ladder", cast.company.code)
    content = ThingsFile(equipment=[row])
    return partial(import_things, actor=system_actor("import"), at=at, content=content)


def _inspect(cast: Any, at: datetime) -> Callable[[], Any]:
    record = make_equipment(unit=cast.company, at=at)
    found = InspectionRow("periodic", date(2026, 3, 9), "passed")
    adviser = cast.safety_adviser.actor
    return partial(inspect_equipment, actor=adviser, record=record, found=found, at=at)


def _take_out(cast: Any, at: datetime) -> Callable[[], Any]:
    return partial(
        take_equipment_step,
        actor=cast.safety_adviser.actor,
        record=make_equipment(unit=cast.company, at=at),
        step="take_out",
        at=at,
        fields={"reason": "Sport gebroken."},
    )


def _hand_over_equipment(cast: Any, at: datetime) -> Callable[[], Any]:
    make_equipment(unit=cast.company, at=at)
    actor, unit = cast.safety_adviser.actor, cast.company.pk
    given = {"to": "BATTALION", "reason": "Reorganisatie."}
    return partial(hand_over_equipment, actor=actor, unit=unit, at=at, **given)


def _give_site(cast: Any, at: datetime) -> Callable[[], Any]:
    return partial(
        take_site_step,
        actor=cast.safety_adviser.actor,
        site=make_site("HAV-9", holder=cast.company),
        step="hand_over",
        at=at,
        fields={"unit": "BATTALION", "reason": "Reorganisatie."},
    )


def _add_file(cast: Any, at: datetime) -> Callable[[], Any]:
    record = make_equipment(unit=cast.company, at=at)
    adviser = cast.safety_adviser.actor
    return partial(add_equipment_file, actor=adviser, record=record, file=PNG, at=at)


def _qualify(cast: Any, at: datetime) -> Callable[[], Any]:
    record = make_person(unit=cast.company, at=at)
    held = QualificationRow("bhv", date(2026, 3, 9))
    adviser = cast.safety_adviser.actor
    return partial(record_qualification, actor=adviser, record=record, held=held, at=at)


def _rename(cast: Any, at: datetime) -> Callable[[], Any]:
    fields = {"name_nl": "Anders", "reason": "Besluit"}
    actor = cast.functional_admin.on_duty
    return partial(
        take_unit_step, actor=actor, unit=cast.company, step="rename", at=at, fields=fields
    )


def _found(cast: Any, at: datetime) -> Callable[[], Any]:
    row = UnitRow("NEWCOY", "BATTALION", 2, "Nieuwe compagnie")
    actor, parent = cast.functional_admin.on_duty, cast.battalion
    return partial(found_unit, actor=actor, parent=parent, row=row, reason="Besluit", at=at)


def _end_units(cast: Any, at: datetime) -> Callable[[], Any]:
    make_unit("OVER", parent=cast.battalion, level=1, ends_on=date(2026, 3, 1))
    return partial(end_units, actor=system_actor("worker"), at=at)


def _appoint(cast: Any, at: datetime) -> Callable[[], Any]:
    return partial(
        appoint_by_hand,
        actor=cast.commander.actor,
        person=cast.soldier.person,
        unit=cast.company,
        role="supervisor",
        below=True,
        kind="permanent",
        from_on=at.date(),
        until=None,
        reason="Vacature",
        at=at,
    )


def _delegate(cast: Any, at: datetime) -> Callable[[], Any]:
    return partial(
        delegate,
        actor=cast.commander.actor,
        source=Appointment.objects.of(cast.commander.person).get(),
        to=cast.soldier.person,
        unit=cast.battalion,
        below=True,
        from_on=at.date(),
        until=at.date(),
        reason="Verlof",
        classes=["low"],
        contexts=["exercise"],
        at=at,
    )


def _end(cast: Any, at: datetime) -> Callable[[], Any]:
    post = Appointment.objects.of(cast.team_leader.person).get(role="supervisor")
    return partial(
        end_appointment,
        actor=cast.commander.actor,
        appointment=post,
        last_day=at.date(),
        reason="Vertrek",
        at=at,
    )


def make_place_code(place: Place, *, at: datetime = NOW) -> Place:
    """A place with the code of its poster, as whoever makes posters there gives it."""
    (given,) = give_place_codes(actor=system_actor("factory"), places=[place], at=at)
    return given


def place_of_site(site: Site, building: str = "") -> Place:
    """A site, or one of its buildings, as a place."""
    view = tree().sites[site.pk]
    kind = "building" if building else "site"
    return Place(kind, tree().by_id[site.holder_id], site=view, building=building, owner=site)


def place_of_equipment(record: Equipment) -> Place:
    """A piece of equipment as a place."""
    view = tree().sites[record.site_id] if record.site_id else None
    return Place(
        "equipment", tree().by_id[record.unit_id], site=view, equipment=record, owner=record
    )


def place_of_workplace(work: Workplace) -> Place:
    """A workplace as a place."""
    site, unit = tree().sites[work.site_id], tree().by_id[work.unit_id]
    return Place("workplace", unit, site=site, workplace=work, owner=work.unit)


def many_kiosks(place: Place, number: int) -> None:
    """So many kiosks more at a place, without a history of their own: to fill a list."""
    made = make_kiosk(place, "Nummer 0").kiosk
    rows = [(f"{place.kind[0].upper()}{one:07}", f"Nummer {one}") for one in range(1, number)]
    Kiosk.objects.bulk_create(
        Kiosk(code=code, name=name, place=made.place, made_at=made.made_at) for code, name in rows
    )


def make_kiosk(place: Place, name: str = "Poort", *, at: datetime = NOW) -> SetUp:
    """A kiosk that waits for its device."""
    return set_up_kiosk(actor=system_actor("factory"), place=place, name=name, at=at)


def pair(made: SetUp, place: Place, *, at: datetime = NOW) -> str:
    """The secret of the device that a kiosk is set up on."""
    actor = system_actor("kiosk")
    return pair_kiosk(actor=actor, kiosk=made.kiosk, place=place, typed=made.setup_code, at=at)


def _a_place(cast: Any) -> Place:
    return place_of_site(make_site(f"POST-{next(serials)}", holder=cast.company))


def _give_codes(cast: Any, at: datetime) -> Callable[[], Any]:
    adviser = cast.safety_adviser.actor
    return partial(give_place_codes, actor=adviser, places=[_a_place(cast)], at=at)


def _withdraw_code(cast: Any, at: datetime) -> Callable[[], Any]:
    place, adviser = make_place_code(_a_place(cast)), cast.safety_adviser.actor
    return partial(withdraw_place_code, actor=adviser, place=place, reason="Verbouwd", at=at)


def _set_up_kiosk(cast: Any, at: datetime) -> Callable[[], Any]:
    adviser = cast.safety_adviser.actor
    return partial(set_up_kiosk, actor=adviser, place=_a_place(cast), name="Poort", at=at)


def _with_kiosk(action: Any) -> Prepare:
    def prepare(cast: Any, at: datetime) -> Callable[[], Any]:
        place, adviser = _a_place(cast), cast.safety_adviser.actor
        return partial(action, actor=adviser, kiosk=make_kiosk(place).kiosk, place=place, at=at)

    return prepare


def _pair_kiosk(cast: Any, at: datetime) -> Callable[[], Any]:
    place = _a_place(cast)
    made = make_kiosk(place)
    given = {"kiosk": made.kiosk, "place": place, "typed": made.setup_code}
    return partial(pair_kiosk, actor=system_actor("kiosk"), at=at, **given)


CALLS: Mapping[str, Prepare] = {
    **HANDOVER_CALLS,
    "give_place_codes": _give_codes,
    "withdraw_place_code": _withdraw_code,
    "set_up_kiosk": _set_up_kiosk,
    "renew_kiosk": _with_kiosk(renew_kiosk),
    "shut_kiosk": _with_kiosk(shut_kiosk),
    "pair_kiosk": _pair_kiosk,
    "import_organisation": _import_somebody,
    "import_things": _import_something,
    "inspect_equipment": _inspect,
    "take_equipment_step": _take_out,
    "hand_over_equipment": _hand_over_equipment,
    "take_site_step": _give_site,
    "add_equipment_file": _add_file,
    "record_qualification": _qualify,
    "take_unit_step": _rename,
    "found_unit": _found,
    "end_units": _end_units,
    "appoint": _appoint,
    "delegate": _delegate,
    "end_appointment": _end,
}
