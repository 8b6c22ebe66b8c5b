"""A slice of exposure: made by who manages the risks, at most a shift, never a whole unit."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest

from baken.conftest import Cast
from baken.core.access import system_actor
from baken.core.access.errors import AccessDenied
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.rooms.org.queries.tree import let_go
from baken.rooms.register.actions import end_slices, take_slice_step
from baken.rooms.register.actions.take_slice_step import MOST_RISKS
from baken.rooms.register.models import Slice, SliceMember, SliceStep
from baken.rooms.register.tests.slices import a_slice, put_in, scored_risk, slice_with, times

pytestmark = pytest.mark.django_db


def made(cast: Cast, **fields: Any) -> Slice:
    """A slice of the company, made by the safety adviser."""
    return a_slice(actor=cast.safety_adviser.actor, unit=cast.company, at=cast.at, **fields)


def refused_fields(cast: Cast, **fields: Any) -> dict[str, str]:
    """What is said at which fields when a slice is refused."""
    with pytest.raises(FieldsRefused) as refused:
        made(cast, **fields)
    assert not Slice.objects.for_system(reason="trail").exists()
    return refused.value.errors


def action(name: str) -> Any:
    """The file of an action: the package shows its function under the same name."""
    return import_module(f"baken.rooms.register.actions.{name}")


def broken() -> list[str]:
    """What does not hold in the histories of slices."""
    return [str(one) for one in breaks() if one.where.startswith("BG-")]


def members_of(record: Slice) -> list[SliceMember]:
    """The members in the order in which they came."""
    return list(SliceMember.objects.of(record).order_by("id"))


def test_slice_holds_who_what_where_and_when(cast: Cast) -> None:
    record = made(cast, circumstances=["darkness", "short_sleep"], people="9")

    assert record.ref.startswith("BG-")
    assert (record.state, record.group, record.people) == ("open", "Bootploeg 2", 9)
    assert record.circumstances == ["darkness", "short_sleep"]
    assert broken() == []


@pytest.mark.parametrize("who", ["soldier", "outsider", "former_holder", "functional_admin"])
def test_slice_of_who_does_not_manage_the_risks_is_refused(cast: Cast, who: str) -> None:
    with pytest.raises(AccessDenied):
        a_slice(actor=getattr(cast, who).actor, unit=cast.company, at=cast.at)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"group": " "}, "group"),
        ({"group": "company"}, "group"),
        ({"group": "Eenheid COMPANY"}, "group"),
        ({"task": "", "place": ""}, "task"),
        ({"circumstances": ["mood"]}, "circumstances"),
        ({"people": "0"}, "people"),
        ({"site": "Nergens"}, "site"),
        ({"from_at": "morgen"}, "from_at"),
        ({"group": "x" * 201}, "group"),
    ],
)
def test_slice_that_is_none_is_refused_with_the_field(
    cast: Cast, fields: dict[str, Any], field: str
) -> None:
    assert list(refused_fields(cast, **fields)) == [field]


@pytest.mark.parametrize(
    ("hours", "after", "said"),
    [
        (13, 24, "12"),
        (0, 24, "later"),
        (-2, 24, "later"),
        (3, -24, "over"),
    ],
)
def test_slice_of_a_time_that_cannot_be_is_refused(
    cast: Cast, hours: float, after: float, said: str
) -> None:
    errors = refused_fields(cast, **times(cast.at, hours=hours, after=after))
    assert list(errors) == ["to_at"]
    assert errors["to_at"]


def test_slice_of_as_many_people_as_the_unit_has_is_a_whole_unit(cast: Cast) -> None:
    type(cast.company).objects.filter(pk=cast.company.pk).update(strength=120)
    let_go()
    assert list(refused_fields(cast, people="120")) == ["group"]


def test_slice_of_a_unit_that_is_no_more_is_refused(cast: Cast) -> None:
    type(cast.company).objects.filter(pk=cast.company.pk).update(state="dissolved")
    let_go()
    assert list(refused_fields(cast)) == ["unit"]


def test_slice_around_a_risk_holds_it_with_the_factors_of_its_hazard(cast: Cast) -> None:
    risk = scored_risk(cast, "medium", hazard="physical.noise")
    record = made(cast, risk=risk)
    [member] = members_of(record)
    assert (member.risk_id, member.factors) == (risk.pk, ["noise"])


def test_risk_put_in_with_other_factors_brings_those(cast: Cast) -> None:
    risk = scored_risk(cast, "medium", hazard="physical.noise")
    record = put_in(
        made(cast), risk, actor=cast.safety_adviser.actor, at=cast.at, factors=["vibration"]
    )
    assert [one.factors for one in members_of(record)] == [["vibration"]]


def test_risk_can_be_in_several_slices_and_once_in_each(cast: Cast) -> None:
    risk = scored_risk(cast, "medium")
    first, second = made(cast, risk=risk), made(cast, risk=risk)
    assert [len(members_of(one)) for one in (first, second)] == [1, 1]
    with pytest.raises(FieldsRefused) as refused:
        put_in(first, risk, actor=cast.safety_adviser.actor, at=cast.at)
    assert list(refused.value.errors) == ["risk"]


def test_risk_that_one_may_not_read_is_not_put_in(cast: Cast) -> None:
    adviser = cast.add("elsewhere", ("safety_adviser", "SQUADRON", None)).actor
    risk = scored_risk(cast, "medium")
    record = a_slice(actor=adviser, unit=cast.squadron, at=cast.at)
    with pytest.raises(FieldsRefused) as refused:
        put_in(record, risk, actor=adviser, at=cast.at)
    assert list(refused.value.errors) == ["risk"]


def test_risk_that_is_closed_is_not_put_in(cast: Cast) -> None:
    risk = scored_risk(cast, "medium")
    type(risk).objects.for_system(reason="demo").filter(pk=risk.pk).update(
        state="closed", closed_at=cast.at
    )
    with pytest.raises(FieldsRefused):
        put_in(made(cast), risk, actor=cast.safety_adviser.actor, at=cast.at)


def test_slice_holds_no_more_than_so_many_risks(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MOST_RISKS == 50
    monkeypatch.setattr(action("take_slice_step"), "MOST_RISKS", 1)
    record = slice_with(cast, scored_risk(cast, "low"))
    with pytest.raises(FieldsRefused):
        put_in(record, scored_risk(cast, "low"), actor=cast.safety_adviser.actor, at=cast.at)


def test_what_a_risk_brings_is_revised_and_the_risk_taken_out_again(cast: Cast) -> None:
    actor, risk = cast.safety_adviser.actor, scored_risk(cast, "medium")
    record = slice_with(cast, risk)
    noise = {"kind": "noise", "value": 85, "limit": "85", "source": "Meting 12"}
    record = put_in(record, risk, actor=actor, at=cast.at, step="revise_risk", quantities=[noise])
    [member] = members_of(record)
    told = {"kind": "noise", "value": 85.0, "limit": 85.0, "unit": "dB(A)", "name": ""}
    assert member.quantities == [{**told, "source": "Meting 12"}]

    record = put_in(
        record, risk, actor=actor, at=cast.at, step="remove_risk", reason="Andere ploeg"
    )
    assert members_of(record) == []
    assert broken() == []
    with pytest.raises(FieldsRefused):
        put_in(record, risk, actor=actor, at=cast.at, step="revise_risk")


@pytest.mark.parametrize(
    "row",
    [
        {"kind": "mood", "value": 1, "source": "x"},
        {"kind": "noise", "value": "hard", "source": "x"},
        {"kind": "noise", "value": True, "source": "x"},
        {"kind": "noise", "value": 10**400, "source": "x"},
        {"kind": "noise", "value": 251, "source": "x"},
        {"kind": "chance", "value": 1.1, "source": "x"},
        {"kind": "noise", "value": 85, "source": "\x00"},
        {"kind": "noise", "value": 85, "limit": 0, "source": "x"},
        {"kind": "noise", "value": 85, "unit": "mSv", "source": "x"},
        {"kind": "substance", "value": 85, "source": "x"},
        {"kind": "noise", "value": 85, "source": "x", "more": 1},
    ],
)
def test_quantity_that_is_none_is_refused_with_its_line(cast: Cast, row: dict[str, Any]) -> None:
    good = {"kind": "noise", "value": 80, "source": "Meting 12"}
    with pytest.raises(FieldsRefused) as refused:
        put_in(
            made(cast),
            scored_risk(cast, "medium"),
            actor=cast.safety_adviser.actor,
            at=cast.at,
            quantities=[good, row],
        )
    assert list(refused.value.errors) == ["quantities"]
    assert "2" in refused.value.errors["quantities"]


def test_quantities_more_than_a_page_holds_are_refused(cast: Cast) -> None:
    good = {"kind": "noise", "value": 80, "source": "Meting 12"}
    with pytest.raises(FieldsRefused):
        put_in(
            made(cast),
            scored_risk(cast, "medium"),
            actor=cast.safety_adviser.actor,
            at=cast.at,
            quantities=[good] * 13,
        )


def test_slice_is_revised_and_keeps_its_old_words_in_the_history(cast: Cast) -> None:
    record = made(cast)
    fields = {"group": "Bootploeg 3", "task": "Landing", **times(cast.at, hours=2)}
    record = take_slice_step(
        actor=cast.safety_adviser.actor, record=record, step="revise", at=cast.at, fields=fields
    )
    assert (record.group, record.place) == ("Bootploeg 3", "")
    groups = [step.words["group"] for step in SliceStep.objects.of(record).order_by("serial")]
    assert groups == ["Bootploeg 2", "Bootploeg 3"]


def test_slice_changed_by_somebody_else_meanwhile_is_not_changed_unread(cast: Cast) -> None:
    record = made(cast)
    put_in(record, scored_risk(cast, "low"), actor=cast.safety_adviser.actor, at=cast.at)
    with pytest.raises(StepRefused) as refused:
        take_slice_step(
            actor=cast.commander.actor,
            record=record,
            step="add_risk",
            at=cast.at,
            fields={"risk": scored_risk(cast, "low").ref},
            seen=1,
        )
    assert [one.code for one in refused.value.refusals] == ["changed_meanwhile"]


def test_slice_ends_by_hand_and_then_takes_nothing_in(cast: Cast) -> None:
    actor = cast.safety_adviser.actor
    record = take_slice_step(
        actor=actor,
        record=made(cast),
        step="end",
        at=cast.at,
        fields={"reason": "De oefening gaat niet door."},
    )
    assert (record.state, record.ended_at) == ("ended", cast.at)
    with pytest.raises(StepRefused):
        put_in(record, scored_risk(cast, "low"), actor=actor, at=cast.at)


def test_slice_ends_by_itself_when_its_time_is_over_and_not_before(
    cast: Cast, clock_actor: Any
) -> None:
    record = made(cast)
    just_before = record.to_at - timedelta(seconds=1)
    assert end_slices(actor=clock_actor, at=just_before) == 0
    assert end_slices(actor=clock_actor, at=record.to_at) == 1
    assert end_slices(actor=clock_actor, at=record.to_at) == 0
    found = Slice.objects.for_system(reason="trail").get()
    assert (found.state, found.ended_at) == ("ended", record.to_at)


@pytest.mark.parametrize(
    ("who", "late", "code"),
    [
        ("safety_adviser", False, "by_itself"),
        ("safety_adviser", True, "by_itself"),
        ("clock", False, "not_over"),
    ],
)
def test_slice_runs_out_by_nobody_and_by_the_product_not_before_its_time(
    cast: Cast, clock_actor: Any, who: str, late: bool, code: str
) -> None:
    record = made(cast)
    actor = clock_actor if who == "clock" else cast.members[who].actor
    at = record.to_at if late else cast.at
    with pytest.raises(StepRefused) as refused:
        take_slice_step(actor=actor, record=record, step="run_out", at=at)
    assert [one.code for one in refused.value.refusals] == [code]


def test_slices_that_cannot_be_ended_keep_no_other_waiting(
    cast: Cast, clock_actor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    stuck, other = made(cast), made(cast, **times(cast.at, hours=4))
    real = take_slice_step

    def sometimes(*, record: Slice, **given: Any) -> Slice:
        if record.pk == stuck.pk:
            raise ValueError("stuck")
        return real(record=record, **given)

    monkeypatch.setattr(action("end_slices"), "take_slice_step", sometimes)
    assert end_slices(actor=clock_actor, at=other.to_at) == 1


@pytest.fixture
def clock_actor() -> Any:
    """The clock of the worker."""
    return system_actor("clock")
