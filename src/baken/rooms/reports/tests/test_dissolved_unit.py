"""Nothing new is told to a unit that is no more; whoever tries hears what took over."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from baken.conftest import Cast
from baken.core.api.tests.calling import Caller, caller
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.tests.test_unit_steps import change
from baken.rooms.reports.models import Draft, Report
from baken.rooms.reports.tests.acts import send, send_anonymous, step
from baken.rooms.reports.tests.factories import make_report

WENT_ON = "This unit has been dissolved. It went on in Eenheid BATTALION (BATTALION)."


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def ended(cast: Cast) -> Callable[[], None]:
    """Lets the company go on in the battalion."""
    return lambda: change(cast, cast.company, "merge", into="BATTALION") and None


def count() -> int:
    return Report.objects.for_system(reason="advance").count()


@pytest.mark.parametrize("identity", ["named", "confidential", "anonymous"])
def test_report_on_a_dissolved_unit_is_refused(
    cast: Cast, ended: Callable[[], None], identity: str
) -> None:
    ended()
    with pytest.raises(FieldsRefused) as refused:
        send(cast.soldier, at=cast.at, identity=identity, unit_code="COMPANY")
    assert (refused.value.errors, count()) == ({"unit": WENT_ON}, 0)


def test_report_without_unit_goes_to_what_took_over_from_ones_own(
    cast: Cast, ended: Callable[[], None]
) -> None:
    ended()
    assert send(cast.soldier, at=cast.at).report.unit_id == cast.battalion.pk


def test_repeat_of_a_report_sent_before_the_unit_ended_gets_its_answer(
    cast: Cast, ended: Callable[[], None]
) -> None:
    """As a phone does that was offline: the report is there already, only the answer was lost."""
    first = send_anonymous(cast, key="a-key-of-the-phone")
    Report.objects.for_system(reason="advance").update(state="closed")
    ended()

    again = send_anonymous(cast, key="a-key-of-the-phone")

    assert again.repeated
    assert (again.report.ref, again.receipt) == (first.report.ref, first.receipt)


def test_report_sent_late_under_a_new_key_is_refused_and_the_key_stays_free(
    cast: Cast, ended: Callable[[], None]
) -> None:
    ended()
    with pytest.raises(FieldsRefused):
        send_anonymous(cast, key="late")
    assert send_anonymous(cast, key="late", unit="BATTALION").report.unit_id == cast.battalion.pk


@pytest.mark.parametrize("path", ["/reports", "/intake"])
def test_api_answers_400_with_the_field(cast: Cast, ended: Callable[[], None], path: str) -> None:
    who = caller(cast, "soldier") if path == "/reports" else Caller()
    ended()
    body: dict[str, Any] = {"story": "Glad.", "unit": "company"}
    own_id = {**body, "id": str(uuid.uuid4())} if path == "/reports" else body
    for sent in (body, own_id):
        answer = who.post(path, sent)
        errors = [one["field"] for one in answer.json()["errors"]]
        assert (answer.status_code, errors, count()) == (400, ["unit"], 0)


def test_form_says_it_at_the_field_and_keeps_the_draft(
    cast: Cast, ended: Callable[[], None], client_of: Callable[[str], Client]
) -> None:
    client = client_of("soldier")
    Draft.objects.create(
        account_id=cast.soldier.account.pk, fields={"unit": ["COMPANY"]}, saved_at=cast.at
    )
    ended()
    sent = {"story": "Kabel.", "identity": "named", "still_dangerous": "no", "unit": "COMPANY"}

    answer = client.post("/melden", sent)

    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == ["unit"]
    assert "BATTALION" in answer.context["form"].errors["unit"][0]
    assert Draft.objects.count() == 1
    assert "COMPANY" not in [one.code for one in client.get("/melden").context["near"]]


def test_form_takes_a_name_for_the_unit_that_exists(
    cast: Cast, ended: Callable[[], None], client_of: Callable[[str], Client]
) -> None:
    change(cast, cast.battalion, "rename", name_nl="Eenheid COMPANY")
    ended()
    sent = {"story": "Kabel.", "identity": "named", "still_dangerous": "no"}
    client_of("soldier").post("/melden", {**sent, "unit": "eenheid company"})
    assert Report.objects.for_system(reason="advance").get().unit_id == cast.battalion.pk


def test_handing_over_to_a_dissolved_unit_says_who_took_over(
    cast: Cast, ended: Callable[[], None]
) -> None:
    ended()
    report = make_report(unit=cast.battalion, at=cast.at)
    with pytest.raises(FieldsRefused) as refused:
        step(cast.safety_adviser, report, "hand_over", at=cast.at, owner_unit="COMPANY")
    assert refused.value.errors == {"owner_unit": WENT_ON}
