"""Who reported: the adviser alone for a confidential one, every look on record."""

from __future__ import annotations

import pytest

from baken.conftest import Cast
from baken.core.access import NOBODY, AccessDenied
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.reports.actions.read_identity import read_identity
from baken.rooms.reports.models import Identity, IdentityRead, Report
from baken.rooms.reports.tests.acts import send, send_anonymous, step, steps_of


def look(cast: Cast, who: str, report: Report, ground: str = "terugbellen") -> str:
    actor = cast.members[who].actor
    return read_identity(actor=actor, report=report, ground=ground, at=cast.at)


def looks() -> list[tuple[object, str]]:
    rows = IdentityRead.objects.for_system(reason="advance").order_by("at")
    return list(rows.values_list("reader", "ground"))


@pytest.fixture
def named(cast: Cast) -> Report:
    """The soldier's report with their name."""
    return send(cast.soldier, at=cast.at).report


@pytest.fixture
def confidential(cast: Cast) -> Report:
    """The soldier's confidential report."""
    return send(cast.soldier, at=cast.at, identity="confidential").report


@pytest.mark.parametrize("who", ["safety_adviser", "commander"])
def test_look_named_reporter_is_shown_to_adviser_and_commander(
    cast: Cast, named: Report, who: str
) -> None:
    assert look(cast, who, named) == "Speler soldier"


def test_look_confidential_reporter_is_shown_to_the_adviser(
    cast: Cast, confidential: Report
) -> None:
    assert look(cast, "safety_adviser", confidential) == "Speler soldier"


def test_look_confidential_reporter_is_kept_from_the_commander(
    cast: Cast, confidential: Report
) -> None:
    with pytest.raises(AccessDenied):
        look(cast, "commander", confidential)
    assert looks() == []
    assert len(steps_of(confidential)) == 1


@pytest.mark.parametrize("who", ["soldier", "team_leader", "outsider", "functional_admin"])
def test_look_without_the_right_is_denied(cast: Cast, named: Report, who: str) -> None:
    with pytest.raises(AccessDenied):
        look(cast, who, named)
    assert looks() == []


def test_look_is_written_down_with_its_ground(cast: Cast, named: Report) -> None:
    look(cast, "commander", named, " gesprek ")

    assert looks() == [(cast.commander.person.id, "gesprek")]
    last = steps_of(named)[-1]
    assert last.code == "reports.report.identity_read"
    assert (last.words["ground"], last.actor) == ("gesprek", cast.commander.person.id)
    assert "Speler soldier" not in str(last.words)


def test_look_every_time_is_written_down(cast: Cast, named: Report) -> None:
    for _ in range(3):
        look(cast, "safety_adviser", named)
    assert len(looks()) == 3


@pytest.mark.parametrize("ground", ["", "   ", "x" * 301, "nul\x00"])
def test_look_without_a_ground_is_refused(cast: Cast, named: Report, ground: str) -> None:
    with pytest.raises(FieldsRefused) as refused:
        look(cast, "safety_adviser", named, ground)
    assert list(refused.value.errors) == ["ground"]
    assert looks() == []


def test_look_anonymous_has_nobody_to_show(cast: Cast) -> None:
    report = send_anonymous(cast).report
    with pytest.raises(FieldsRefused):
        look(cast, "safety_adviser", report)
    assert looks() == []


def test_look_contact_without_account_is_shown(cast: Cast) -> None:
    report = send(
        NOBODY, at=cast.at, identity="confidential", contact="bel 1234", unit_code="COMPANY"
    ).report
    assert look(cast, "safety_adviser", report) == "bel 1234"


def test_look_name_and_contact_stand_together(cast: Cast, named: Report) -> None:
    Identity.objects.of(named).update(contact="toestel 9")
    assert look(cast, "safety_adviser", named) == "Speler soldier – toestel 9"


def test_look_after_hand_over_is_also_for_the_other_adviser(
    cast: Cast, confidential: Report
) -> None:
    step(cast.safety_adviser, confidential, "hand_over", at=cast.at, owner_unit="SQUADRON")
    assert look(cast, "outsider", confidential) == "Speler soldier"


def test_look_after_a_reach_of_another_unit_is_denied(cast: Cast, confidential: Report) -> None:
    """Adviser elsewhere and commander here: neither post opens this one."""
    mixed = cast.add(
        "mixed", ("safety_adviser", "SQUADRON", None), ("commander", "BATTALION", None)
    )
    with pytest.raises(AccessDenied):
        read_identity(actor=mixed.actor, report=confidential, ground="bellen", at=cast.at)
