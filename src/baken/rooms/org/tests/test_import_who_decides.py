"""An organisation file says which posts have a name, and for what posts were delegated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from baken.core.access import system_actor
from baken.core.trail.verify import breaks
from baken.rooms.org.actions import ImportOutcome, import_organisation
from baken.rooms.org.models import Appointment, NamedPost, Unit, UnitStep
from baken.rooms.org.queries import tree
from baken.rooms.org.rules import (
    AppointmentRow,
    NamedPostRow,
    OrganisationFile,
    PersonRow,
    UnitRow,
)
from baken.rooms.org.schemas import OrganisationFileRefused, read_organisation

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
SINCE, FROM, UNTIL = date(2026, 1, 1), date(2026, 2, 1), date(2026, 12, 31)
UNITS = [
    UnitRow("TOP", "", 7, "Top"),
    UnitRow("STAFF", "TOP", 6, "Staf"),
    UnitRow("OPS", "STAFF", 5, "Operaties"),
    UnitRow("BAT", "OPS", 3, "Bataljon"),
]
PERSONS = [PersonRow(ref, ref, "TOP") for ref in ("P1", "P2", "P3")]
CHIEF = AppointmentRow("P1", "commander", "STAFF", SINCE, below=True)
PASSED = AppointmentRow(
    "P2",
    "commander",
    "STAFF",
    FROM,
    until=UNTIL,
    kind="delegate",
    below=True,
    of="P1",
    classes=("high", "medium"),
    contexts=("deployment",),
    reason="Namens de CDS",
)
NAMED = [NamedPostRow("chief_of_defence", "STAFF")]
WHOLE = OrganisationFile(UNITS, PERSONS, [CHIEF, PASSED], named_posts=NAMED)
WHAT = "appointment of P2 on STAFF, field "


def bring(content: OrganisationFile = WHOLE) -> ImportOutcome:
    """What the import of a file says."""
    return import_organisation(
        actor=system_actor("import"),
        at=AT,
        content=content,
        account_of=lambda name: None,
        roles=["commander", "employee", "supervisor"],
    )


def delegations() -> Any:
    """The delegations that are kept."""
    return Appointment.objects.for_system(reason="access").filter(kind="delegate")


def named() -> dict[str, str]:
    """The named posts that stand, by the code of their unit."""
    here = tree()
    return {here.by_id[unit].code: post for unit, post in here.named_posts.items()}


def told(code: str) -> list[list[str]]:
    """The names that the history of a unit gives to its commander's post, the oldest first."""
    rows = UnitStep.objects.of(Unit.objects.get(code=code)).filter(code="org.unit.post_named")
    return [one.facts["posts"] for one in rows.order_by("serial")]


# ---- delegations ----


def test_delegation_of_a_file_keeps_its_source_and_for_what_and_runs_again() -> None:
    assert bring().problems == []
    (kept,) = delegations().select_related("taken_from__record")
    assert (kept.taken_from.record.ref, kept.classes, kept.contexts, kept.reason) == (
        "P1",
        "medium high",
        "deployment",
        "Namens de CDS",
    )
    again = bring()
    assert (again.created, again.changed) == (0, 0)
    assert list(breaks()) == []


def test_delegation_of_a_file_that_is_narrowed_is_vouched_for_again() -> None:
    bring()
    narrow = replace(PASSED, classes=("medium",))
    assert bring(replace(WHOLE, appointments=[narrow])).changed == 1
    assert delegations().get().classes == "medium"
    assert list(breaks()) == []


def test_history_tells_when_a_delegation_was_widened_past_it() -> None:
    bring()
    delegations().update(classes="low medium high extreme")
    assert len(list(breaks())) == 1


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"of": ""}, "of: by this role one decides on risks; say whose post it is taken from"),
        ({"of": "P3"}, "of: P3 holds no such post there in all that time"),
        ({"from_on": date(2025, 1, 1)}, "of: P1 holds no such post there in all that time"),
        ({"until": None}, "to: a delegation has a last day"),
        ({"reason": " "}, "reason: say why it is delegated"),
        ({"reason": "x" * 301}, "reason: at most 300 characters"),
        ({"classes": ()}, "classes: name at least one: a delegation says for what it is given"),
        ({"contexts": ()}, "contexts: name at least one: a delegation says for what it is given"),
        (
            {"classes": ("extreme",)},
            "classes: that is more than the post it is taken from may decide or pass on",
        ),
        (
            {"contexts": ("holiday",)},
            "contexts: not every class may be decided by that post in each kind of work",
        ),
        (
            {"kind": "acting"},
            "kind: only what is delegated (kind: delegate) says of, classes or contexts",
        ),
    ],
)
def test_delegation_of_a_file_that_cannot_be_is_refused_with_its_field(
    change: Mapping[str, Any], problem: str
) -> None:
    outcome = bring(replace(WHOLE, appointments=[CHIEF, replace(PASSED, **change)]))
    assert outcome.problems == [WHAT + problem]
    assert not delegations().exists()


def test_delegation_of_a_file_longer_or_wider_than_its_source_is_refused() -> None:
    problem = f"{WHAT}of: P1 holds no such post there in all that time"
    for change in ({"until": date(2026, 6, 1)}, {"below": False}, {"unit": "BAT"}):
        outcome = bring(replace(WHOLE, appointments=[replace(CHIEF, **change), PASSED]))
        assert outcome.problems == [problem], change


def test_delegation_of_a_file_may_be_of_a_unit_below_and_of_a_post_that_is_kept() -> None:
    bring(replace(WHOLE, appointments=[CHIEF]))
    below = replace(PASSED, unit="OPS", below=False)
    assert bring(OrganisationFile(appointments=[below])).problems == []
    assert delegations().get().taken_from_id is not None


def test_delegation_that_is_kept_does_not_become_another_post_by_a_file() -> None:
    bring()
    other = replace(PASSED, kind="acting", of="", classes=(), contexts=())
    problems = bring(replace(WHOLE, appointments=[other])).problems
    assert problems == [f"{WHAT}kind: this is kept as a delegation; end that first"]


def test_delegation_of_a_role_that_decides_nothing_says_nothing_of_risks() -> None:
    own = replace(CHIEF, role="supervisor")
    passed = replace(PASSED, role="supervisor", classes=(), contexts=(), reason="")
    assert bring(replace(WHOLE, appointments=[own, passed])).problems == []
    problems = bring(replace(WHOLE, appointments=[own, replace(passed, classes=("low",))])).problems
    assert problems == [f"{WHAT}classes: leave it out: by this post nothing is decided on risks"]
    assert bring(replace(WHOLE, appointments=[own, replace(passed, of="")])).problems == []


# ---- named posts ----


def test_named_post_stands_on_its_unit_and_moves_with_its_history() -> None:
    bring()
    assert named() == {"STAFF": "chief_of_defence"}
    two = [NamedPostRow("chief_of_defence", "TOP"), NamedPostRow("director_of_operations", "STAFF")]
    outcome = bring(OrganisationFile(named_posts=two))
    assert (outcome.created, outcome.changed) == (1, 1)
    assert named() == {"TOP": "chief_of_defence", "STAFF": "director_of_operations"}
    again = bring(OrganisationFile(named_posts=two))
    assert (again.created, again.changed, again.unchanged) == (0, 0, 2)
    assert told("STAFF") == [["chief_of_defence"], ["director_of_operations"]]
    assert told("TOP") == [["chief_of_defence"]]
    assert list(breaks()) == []


def test_history_tells_when_a_named_post_was_moved_past_it() -> None:
    bring()
    NamedPost.objects.update(code="secretary_general")
    assert len(list(breaks())) == 1


@pytest.mark.parametrize(
    ("rows", "problems"),
    [
        (
            [NamedPostRow("king", "STAFF")],
            [
                "named post king: there is no such post (chief_of_defence, director_of_operations,"
                " secretary_general)"
            ],
        ),
        (
            [NamedPostRow("chief_of_defence", "MARS")],
            ["named post chief_of_defence: there is no unit MARS"],
        ),
        (
            [*NAMED, NamedPostRow("chief_of_defence", "TOP")],
            ["named post chief_of_defence: stands in the file twice"],
        ),
        (
            [*NAMED, NamedPostRow("secretary_general", "STAFF")],
            ["unit STAFF: its commander has one name"],
        ),
    ],
)
def test_named_post_that_cannot_be_is_refused(
    rows: list[NamedPostRow], problems: list[str]
) -> None:
    assert bring(OrganisationFile(UNITS, named_posts=rows)).problems == problems
    assert not NamedPost.objects.exists()


# ---- files ----

YAML = """
appointments:
  - {person: P2, role: commander, unit: STAFF, from: 2026-02-01, to: 2026-12-31, kind: delegate,
     below: true, of: P1, classes: [high, medium], contexts: deployment, reason: Namens de CDS}
named_posts: [{post: chief_of_defence, unit: STAFF}]
"""
CSV = (
    "person,role,unit,from,to,kind,below,of,classes,contexts,reason\n"
    'P2,commander,STAFF,2026-02-01,2026-12-31,delegate,yes,P1,"high, medium",deployment,'
    "Namens de CDS\n"
)


def read(folder: Path, name: str, text: str) -> OrganisationFile:
    """What a file of a name and text holds."""
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return read_organisation(file)


def test_file_says_it_the_same_in_yaml_and_csv(tmp_path: Path) -> None:
    whole = read(tmp_path, "all.yaml", YAML)
    assert (whole.appointments, whole.named_posts) == ([PASSED], NAMED)
    assert read(tmp_path, "posts.csv", CSV).appointments == [PASSED]
    named = read(tmp_path, "named.csv", "post,unit\nchief_of_defence,STAFF\n")
    assert named.named_posts == NAMED


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("named_posts: [{post: chief_of_defence}]", "'unit'"),
        ("named_posts: [{post: chief_of_defence, unit: STAFF, from: 2026-01-01}]", "field 'from'"),
        ("named_posts: [chief_of_defence]", "cannot be read"),
        ("appointments: [{person: P, role: r, unit: U, from: 2026-01-01, classes: 4}]", "cannot"),
    ],
)
def test_file_that_says_it_wrongly_is_refused(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(OrganisationFileRefused, match=told):
        read(tmp_path, "wrong.yaml", text)
