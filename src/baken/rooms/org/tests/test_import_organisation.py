"""Importing an organisation: made, changed, unchanged; a bad file changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from baken.conftest import Cast
from baken.core.access import AccessDenied, system_actor
from baken.core.accounts.models import Account
from baken.core.trail.verify import breaks
from baken.rooms.org.actions import ImportOutcome, import_organisation
from baken.rooms.org.models import Appointment, Person, PersonStep, Unit
from baken.rooms.org.queries import actor_for, tree
from baken.rooms.org.rules import AppointmentRow, OrganisationFile, PersonRow, UnitRow

AT = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
UNITS = [
    UnitRow("TOP", "", 7, "Top"),
    UnitRow("ARMY", "TOP", 5, "Leger", site="Utrecht"),
    UnitRow("COY", "ARMY", 2, "Compagnie"),
]
PERSONS = [PersonRow("P1", "Jansen", "COY", account="jansen"), PersonRow("P2", "De Vries", "COY")]
POSTS = [AppointmentRow("P1", "commander", "COY", date(2026, 1, 1), below=True)]
WHOLE = OrganisationFile(UNITS, PERSONS, POSTS)

pytestmark = pytest.mark.django_db


def bring(content: OrganisationFile = WHOLE) -> ImportOutcome:
    return import_organisation(
        actor=system_actor("import"),
        at=AT,
        content=content,
        account_of=account_of,
        roles=["commander", "employee", "ivd_inspector"],
    )


def account_of(username: str) -> Account:
    known = Account.objects.filter(username=username).first()
    return known or Account.objects.create_account(username)


def counted(outcome: ImportOutcome) -> tuple[int, int, int]:
    return outcome.created, outcome.changed, outcome.unchanged


def everything() -> list[Any]:
    return [
        list(model._base_manager.order_by("pk").values())
        for model in (Unit, Person, Appointment, PersonStep, Account)
    ]


def person(number: str) -> Person:
    return Person.objects.for_system(reason="import").get(ref=number)


def test_import_first_time_makes_everything() -> None:
    outcome = bring()
    assert (counted(outcome), outcome.problems) == ((6, 0, 0), [])
    assert [unit.path for unit in tree().units] == ["0001", "00010001", "000100010001"]
    assert person("P1").account.username == "jansen"
    assert Appointment.objects.for_system(reason="import").get().below


def test_import_first_time_names_what_it_made() -> None:
    assert bring().changes == [
        "unit TOP created",
        "unit ARMY created",
        "unit COY created",
        "person P1 created",
        "person P2 created",
        "appointment commander of P1 on COY created",
    ]


def test_import_again_says_unchanged_and_writes_nothing() -> None:
    bring()
    before = everything()
    with CaptureQueriesContext(connection) as seen:
        outcome = bring()
    assert (counted(outcome), outcome.changes) == ((0, 0, 6), [])
    assert everything() == before
    written = [q["sql"] for q in seen if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert written == []


def test_import_change_says_what_changed() -> None:
    bring()
    units = [UNITS[0], replace(UNITS[1], site="Amersfoort"), UNITS[2]]
    persons = [replace(PERSONS[0], rank="kap"), PERSONS[1]]
    posts = [replace(POSTS[0], until=date(2026, 6, 30))]
    outcome = bring(OrganisationFile(units, persons, posts))
    assert (counted(outcome), outcome.changes) == (
        (0, 3, 3),
        [
            "unit ARMY changed",
            "person P1 changed",
            "appointment commander of P1 on COY changed",
        ],
    )
    assert tree().by_code["ARMY"].site == "Amersfoort"
    assert Appointment.objects.for_system(reason="import").get().until == date(2026, 6, 30)


def test_import_person_keeps_a_history() -> None:
    bring()
    bring(OrganisationFile(persons=[replace(PERSONS[0], rank="kap")]))
    steps = PersonStep.objects.of(person("P1")).order_by("serial")
    assert [step.code for step in steps] == ["org.person.imported", "org.person.changed"]
    assert list(breaks()) == []


def test_import_tree_moves_its_version_only_on_a_change() -> None:
    bring()
    version = tree().version
    bring()
    assert tree().version == version
    bring(OrganisationFile([*UNITS, UnitRow("SQN", "ARMY", 2, "Eskadron")]))
    assert tree().version == version + 1
    assert tree().by_code["SQN"].path == "000100010002"


def test_import_children_before_parents_is_understood() -> None:
    outcome = bring(OrganisationFile(list(reversed(UNITS))))
    assert counted(outcome) == (3, 0, 0)
    assert tree().by_code["COY"].path == "000100010001"


def test_import_part_of_the_file_leaves_the_rest_alone() -> None:
    bring()
    outcome = bring(OrganisationFile(persons=[PersonRow("P3", "Bakker", "COY")]))
    assert counted(outcome) == (1, 0, 0)
    assert Unit.objects.count() == 3
    assert Person.objects.for_system(reason="import").count() == 3


def test_import_person_without_account_keeps_the_one_they_have() -> None:
    bring()
    bring(OrganisationFile(persons=[replace(PERSONS[0], account="")]))
    assert person("P1").account.username == "jansen"


BAD: list[tuple[OrganisationFile, str]] = [
    (OrganisationFile([*UNITS, UnitRow("X", "GONE", 2, "X")]), "parent GONE is not in the tree"),
    (OrganisationFile([*UNITS, UNITS[2]]), "COY: this code stands in the tree twice"),
    (
        OrganisationFile([UNITS[0], UNITS[1], replace(UNITS[2], parent="TOP")]),
        "unit COY stays where it is",
    ),
    (
        OrganisationFile([replace(UNITS[0], code="NEW"), replace(UNITS[1], parent="NEW")]),
        "unit ARMY stays where it is",
    ),
    (OrganisationFile(persons=[PersonRow("P9", "X", "GONE")]), "person P9: there is no unit GONE"),
    (
        OrganisationFile(persons=[PersonRow("P9", "X", "COY")] * 2),
        "person P9: stands in the file twice",
    ),
    (
        OrganisationFile(
            persons=[
                PersonRow("P8", "X", "COY", account="nieuw"),
                PersonRow("P9", "Y", "COY", account="nieuw"),
            ]
        ),
        "account nieuw: is given to two persons",
    ),
    (
        OrganisationFile(persons=[PersonRow("P9", "X", "COY", account="jansen")]),
        "account jansen: belongs to person P1",
    ),
    (OrganisationFile(appointments=[replace(POSTS[0], unit="GONE")]), "there is no unit GONE"),
    (OrganisationFile(appointments=[replace(POSTS[0], person="P9")]), "there is no person P9"),
    (OrganisationFile(appointments=[replace(POSTS[0], role="king")]), "there is no role king"),
    (
        OrganisationFile(appointments=[replace(POSTS[0], until=date(2025, 12, 31))]),
        "it ends before it starts",
    ),
    (
        OrganisationFile(appointments=[replace(POSTS[0], role="employee")] * 2),
        "appointment employee of P1 on COY from 2026-01-01: stands in the file twice",
    ),
    (
        OrganisationFile(persons=[PersonRow("P" * 21, "X", "COY")]),
        f"person {'P' * 21}, field number: at most 20 signs",
    ),
    (
        OrganisationFile(persons=[PersonRow("P9", "X", "COY", account="a" * 81)]),
        "person P9, field account: at most 80 signs",
    ),
    (
        OrganisationFile([*UNITS, UnitRow("NEW", "ARMY", 2, "N" * 121)]),
        "unit NEW, field name_nl: at most 120 signs",
    ),
    (
        OrganisationFile(appointments=[replace(POSTS[0], kind="k" * 13)]),
        "appointment of P1, field kind: at most 12 signs",
    ),
]


@pytest.mark.parametrize(("content", "words"), BAD, ids=[words for _, words in BAD])
def test_import_bad_file_changes_nothing(content: OrganisationFile, words: str) -> None:
    bring()
    before = everything()
    good = [PersonRow("P7", "Goed", "COY")]
    mixed = replace(content, persons=[*good, *content.persons])

    outcome = bring(mixed)

    assert any(words in problem for problem in outcome.problems)
    assert (counted(outcome), outcome.changes) == ((0, 0, 0), [])
    assert everything() == before


def test_import_says_every_problem_at_once() -> None:
    content = OrganisationFile(persons=[PersonRow("P8", "X", "A"), PersonRow("P9", "X", "B")])
    assert len(bring(content).problems) == 2


def test_import_by_a_person_is_denied(cast: Cast) -> None:
    with pytest.raises(AccessDenied):
        import_organisation(
            actor=cast.functional_admin.actor,
            at=AT,
            content=WHOLE,
            account_of=account_of,
            roles=["commander"],
        )


def test_import_gives_the_rights_of_the_post(client_of: Callable[..., Any], cast: Cast) -> None:
    posts = [AppointmentRow("P1", "commander", "COMPANY", date(2026, 3, 10), below=True)]
    bring(OrganisationFile(persons=[PersonRow("P1", "Jansen", "COMPANY", account="jansen")]))
    account = account_of("jansen")
    assert not actor_for(account, AT).holds("reports.report.answer")
    bring(OrganisationFile(appointments=posts))
    assert actor_for(account, AT).holds("reports.report.answer")


def test_import_many_takes_as_many_queries_as_one() -> None:
    bring(OrganisationFile(UNITS))
    tree()  # read once, before anything is counted

    def asked(numbers: range) -> int:
        rows = [PersonRow(f"N{n}", "Naam", "COY") for n in numbers]
        posts = [AppointmentRow(r.number, "employee", "COY", date(2026, 1, 1)) for r in rows]
        with CaptureQueriesContext(connection) as seen:
            bring(OrganisationFile(persons=rows, appointments=posts))
        return len(seen)

    assert asked(range(1)) == asked(range(100, 120))


# ---- posts that do not go together ----

COMMAND = POSTS[0]
INSPECTOR = AppointmentRow("P1", "ivd_inspector", "TOP", date(2026, 2, 1))


def test_import_of_an_inspector_who_acts_too_is_refused_whole() -> None:
    outcome = bring(replace(WHOLE, appointments=[COMMAND, INSPECTOR]))
    assert outcome.problems == [
        "appointment of P1: an inspector (ivd_inspector) is no commander at the same time"
    ]
    assert not Unit.objects.exists()


def test_import_of_an_inspector_who_acts_by_what_is_there_is_refused() -> None:
    bring()
    assert len(bring(OrganisationFile(appointments=[INSPECTOR])).problems) == 1
    ended = replace(COMMAND, until=date(2026, 1, 31))
    assert bring(OrganisationFile(appointments=[ended, INSPECTOR])).problems == []
    assert len(bring(OrganisationFile(appointments=[COMMAND])).problems) == 1


def test_import_of_a_command_for_a_service_account_is_refused() -> None:
    bring(OrganisationFile(UNITS, PERSONS))
    Account.objects.filter(username="jansen").update(is_service=True)
    plain = replace(COMMAND, role="employee")
    assert bring(OrganisationFile(appointments=[plain])).problems == []
    assert bring(OrganisationFile(appointments=[COMMAND])).problems == [
        "appointment of P1: a service account is not given the role commander"
    ]


def test_import_does_not_give_back_what_was_withdrawn() -> None:
    bring()
    Appointment.objects.of(person("P1")).update(withdrawn_at=AT)
    assert counted(bring()) == (0, 0, 6)
    assert not actor_for(person("P1").account, AT).grants
