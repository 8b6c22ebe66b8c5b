"""A person's account, unit and identity give rights: what changed in the database alone is found."""

from __future__ import annotations

import uuid
from dataclasses import replace
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from baken.conftest import Cast
from baken.core.access import system_actor
from baken.core.trail.append import Entry, append
from baken.core.trail.tests.behind import drop_guards, rows_of, steps_of
from baken.core.trail.verify import Break, breaks
from baken.rooms.org.actions import ImportOutcome, import_organisation
from baken.rooms.org.models import Person
from baken.rooms.org.queries.parts import entry_parts
from baken.rooms.org.rules import AppointmentRow, OrganisationFile, PersonRow
from baken.rooms.org.tests.factories import LONG_AGO, NOW, make_account, make_person
from baken.rooms.org.tests.test_persons import record as qualify

ROW = PersonRow("P900001", "Nieuw", "COMPANY", account="nieuw")
EVERYTHING = ["account", "identity", "unit"]
OF_ENTRY = [f"part.{name}" for name in EVERYTHING]
POST = AppointmentRow("P900001", "employee", "COMPANY", LONG_AGO)


def bring(*persons: PersonRow, posts: tuple[AppointmentRow, ...] = ()) -> ImportOutcome:
    outcome = import_organisation(
        actor=system_actor("import"),
        at=NOW,
        content=OrganisationFile(persons=list(persons), appointments=list(posts)),
        account_of=make_account,
        roles=["employee"],
    )
    assert outcome.problems == []
    return outcome


def behind(person: Person, **values: Any) -> None:
    """Change a person's row directly in the database."""
    assert rows_of(Person, pk=person.pk).update(**values) == 1


def new_one() -> Person:
    return rows_of(Person, ref=ROW.number).get()


def vouched_by(person: Person) -> list[tuple[str, list[str]]]:
    """The steps of a person, and which parts of their entry each vouches for."""
    return [
        (
            step.code.removeprefix("org.person."),
            [
                name
                for name, part in zip(EVERYTHING, OF_ENTRY, strict=True)
                if part in step.commitments
            ],
        )
        for step in steps_of(person)
    ]


@pytest.mark.parametrize("name", EVERYTHING)
def test_entry_changed_in_the_database_is_found_and_said_what_to_do(cast: Cast, name: str) -> None:
    soldier = cast.soldier.person
    other: dict[str, dict[str, Any]] = {
        "account": {"account": make_account("indringer")},
        "identity": {"id": uuid.uuid4()},
        "unit": {"unit": cast.squadron},
    }
    behind(soldier, **other[name])
    advice = (
        "It was changed directly in the database: put back from a copy what org.person.imported"
        " recorded"
    )
    assert list(breaks()) == [Break(soldier.ref, f"{name} is not what step 1 recorded", advice)]


def test_account_taken_from_somebody_is_found(cast: Cast) -> None:
    behind(cast.commander.person, account=None)
    assert [one.what for one in breaks()] == ["account is not what step 1 recorded"]


def test_two_who_change_places_in_the_database_are_both_found(cast: Cast) -> None:
    soldier, commander = cast.soldier, cast.commander
    behind(soldier.person, account=None)
    behind(commander.person, account=soldier.account)
    behind(soldier.person, account=commander.account)
    assert {one.where for one in breaks()} == {soldier.person.ref, commander.person.ref}


def test_later_step_about_something_else_does_not_cover_a_change(cast: Cast) -> None:
    behind(cast.soldier.person, account=make_account("indringer"))
    qualify(cast)
    assert steps_of(cast.soldier.person).count() == 2
    assert [one.what for one in breaks()] == ["account is not what step 1 recorded"]


def test_import_again_vouches_once(cast: Cast) -> None:
    bring(ROW, posts=(POST,))
    assert bring(replace(ROW, account=""), posts=(POST,)).changes == []
    assert vouched_by(new_one()) == [("imported", EVERYTHING)]
    assert list(breaks()) == []


def test_import_vouches_for_what_it_changed_and_nothing_else(cast: Cast) -> None:
    bring(replace(ROW, account=""))
    bring(ROW)
    bring(replace(ROW, unit="SQUADRON", account=""))
    bring(replace(ROW, unit="SQUADRON", account="", rank="kap"), posts=(POST,))
    assert vouched_by(new_one()) == [
        ("imported", EVERYTHING),
        ("changed", ["account"]),
        ("changed", ["unit"]),
        ("changed", []),
        ("posts_imported", []),
    ]
    assert list(breaks()) == []


def test_import_does_not_cover_what_was_changed_before_it(cast: Cast) -> None:
    bring(ROW)
    behind(new_one(), account=make_account("indringer"))
    bring(replace(ROW, account="", unit="SQUADRON"))
    assert [one.what for one in breaks()] == ["account is not what step 1 recorded"]


def test_old_number_and_account_can_be_erased_once_a_step_vouches_for_new_ones(cast: Cast) -> None:
    soldier = cast.soldier.person
    drop_guards()
    behind(soldier, ref="GEWIST-1", account=None)
    erased = rows_of(Person, pk=soldier.pk).get()
    told = Entry("org.person.changed", erased.state, erased.state, parts=entry_parts(erased))
    append(record=erased, actor=system_actor("factory"), at=NOW, entry=told)
    first = steps_of(soldier).first()
    kept = {name: salt for name, salt in first.salts.items() if name not in OF_ENTRY}
    assert len(kept) == len(first.salts) - 3
    steps_of(soldier).filter(pk=first.pk).update(salts=kept)
    assert list(breaks()) == []


def test_upgrade_vouches_for_everybody_there(cast: Cast) -> None:
    """As an installation of before: a first step that vouches for posts alone."""
    drop_guards()
    everybody = [make_person(unit=cast.company), make_person(unit=cast.squadron)]
    for person in everybody:
        steps_of(person).delete()
        told = Entry(code="org.person.imported", to_state=person.state)
        append(record=person, actor=system_actor("factory"), at=NOW, entry=told)
    assert {one.what for one in breaks()} == {f"no step vouches for {one}" for one in EVERYTHING}

    before = MigrationExecutor(connection).loader.project_state(("org", "0011_history_of_sites"))
    import_module("baken.rooms.org.migrations.0012_entries_vouched").vouch(before.apps, None)

    assert list(breaks()) == []
    assert vouched_by(everybody[0]) == [("imported", []), ("vouched", EVERYTHING)]
    behind(everybody[0], unit=cast.squadron)
    [found] = breaks()
    assert (found.where, found.what) == (everybody[0].ref, "unit is not what step 2 recorded")
    assert "org.person.vouched" in found.advice
