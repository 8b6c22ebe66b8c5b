"""Entering for somebody else: theirs and not one's own, told in the history, followed by a code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from baken.conftest import Cast, Member
from baken.core.access import AccessDenied
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.notices.models import Notice
from baken.rooms.org.queries import tree
from baken.rooms.org.tests.factories import make_person
from baken.rooms.reports.actions.enter_report import Teller, enter_report
from baken.rooms.reports.actions.print_forms import print_forms
from baken.rooms.reports.actions.submit_report import Submitted
from baken.rooms.reports.models import Arrival, Identity, PaperForm, Report
from baken.rooms.reports.queries.receipts import report_of_code
from baken.rooms.reports.rules import Intake
from baken.rooms.reports.tests.acts import steps_of, triage

Clients = Callable[[str], Client]


def entered(cast: Cast, who: Member | None = None, **fields: Any) -> Submitted:
    """What the safety adviser enters for somebody."""
    given = {"story": "Olie op de trap.", "channel": "desk", "just_now": True}
    extra = {name: fields.pop(name) for name in ("form", "key", "files") if name in fields}
    teller = Teller(who.person.id, who.person.unit_id, has_account=True) if who else None
    return enter_report(
        actor=cast.safety_adviser.actor,
        intake=Intake(**(given | fields)),
        teller=teller,
        at=cast.at,
        **extra,
    )


def reports() -> list[Report]:
    return list(Report.objects.for_system(reason="trail"))


def test_enter_for_a_colleague_is_the_colleagues_report(cast: Cast, deliver: Any) -> None:
    sent = entered(cast, cast.soldier)
    deliver()
    report = sent.report
    assert sent.receipt == ""
    assert report.reporter_key == cast.soldier.actor.own_key
    assert (report.channel, report.unit_id, report.received_at) == (
        "desk",
        cast.company.pk,
        cast.at,
    )
    assert Identity.objects.of(report).get().person == cast.soldier.person.id
    own = Notice.objects.filter(code="reports.reporter.acknowledge", record=report.pk)
    assert own.count() == 1


def test_enter_tells_in_the_history_who_entered_it(cast: Cast) -> None:
    report = entered(cast, cast.soldier).report
    (first,) = steps_of(report)
    assert first.actor == cast.safety_adviser.person.id
    row = Arrival.objects.of(report).get()
    assert row.entered_by == cast.safety_adviser.person.id
    assert row.entered_post
    assert list(breaks()) == []


def test_enter_is_no_report_of_ones_own(cast: Cast) -> None:
    """Four eyes are about who reported: whoever wrote it down may triage it."""
    report = entered(cast, cast.soldier).report
    assert triage(cast, report).state == "in_handling"


def test_enter_for_somebody_unknown_gives_a_code_that_opens_it(cast: Cast) -> None:
    sent = entered(cast, contact="Jan, 06-12345678", identity="confidential")
    opened = report_of_code(sent.receipt)
    assert opened is not None
    assert opened[0].pk == sent.report.pk
    held = Identity.objects.of(sent.report).get()
    assert (held.person, held.contact, int(held.confidentiality)) == (None, "Jan, 06-12345678", 1)
    assert sent.report.received_at == cast.at


def test_enter_for_somebody_without_a_log_in_gives_a_code_as_well(cast: Cast) -> None:
    person = make_person("Zonder log-in", unit=cast.company)
    sent = enter_report(
        actor=cast.safety_adviser.actor,
        intake=Intake(story="Olie.", channel="desk"),
        teller=Teller(person.id, person.unit_id, has_account=False),
        at=cast.at,
    )
    assert report_of_code(sent.receipt) is not None
    assert Identity.objects.of(sent.report).get().person == person.id


def test_enter_anonymous_keeps_the_day_and_who_entered_it(cast: Cast) -> None:
    sent = entered(cast, identity="anonymous", unit_code="COMPANY")
    report, (first,) = sent.report, steps_of(sent.report)
    assert Identity.objects.of(report).count() == 0
    assert report.id.version == 4
    assert (report.received_at.minute, first.at) == (0, report.received_at)
    assert report.received_at != cast.at
    assert first.actor == cast.safety_adviser.person.id
    assert list(breaks()) == []


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({}, "caller"),
        ({"identity": "confidential"}, "caller"),
        ({"identity": "anonymous", "contact": "Jan"}, "caller"),
        ({"channel": "web", "contact": "Jan"}, "channel"),
        ({"channel": "import", "contact": "Jan"}, "channel"),
        ({"identity": "x", "contact": "Jan"}, "identity"),
        ({"story": " ", "contact": "Jan"}, "story"),
        ({"unit_code": "NONE", "contact": "Jan"}, "unit"),
        ({"contact": "Jan", "form": "ZZZZ9999", "channel": "paper"}, "form_number"),
    ],
)
def test_enter_what_is_not_right_is_refused(cast: Cast, fields: dict[str, Any], name: str) -> None:
    with pytest.raises(FieldsRefused) as refused:
        entered(cast, **fields)
    assert list(refused.value.errors) == [name]
    assert reports() == []


def test_enter_for_oneself_is_refused(cast: Cast) -> None:
    with pytest.raises(FieldsRefused):
        entered(cast, cast.safety_adviser)


@pytest.mark.parametrize("who", ["soldier", "integrity_adviser", "functional_admin"])
def test_enter_without_the_right_is_refused(cast: Cast, who: str) -> None:
    with pytest.raises(AccessDenied):
        enter_report(
            actor=cast.members[who].actor,
            intake=Intake(story="x", channel="desk", contact="Jan"),
            at=cast.at,
        )


def test_enter_the_same_key_twice_is_one_report_and_one_code(cast: Cast) -> None:
    first = entered(cast, contact="Jan", key="k")
    again = entered(cast, contact="Jan", key="k")
    assert (len(reports()), again.receipt, again.repeated) == (1, first.receipt, True)


# ---- on paper ----


def printed(cast: Cast, count: int = 1, key: str = "pile") -> list[Any]:
    unit = tree().by_id[cast.company.pk]
    actor = cast.safety_adviser.actor
    return print_forms(actor=actor, unit=unit, count=count, key=key, at=cast.at)


def test_print_a_pile_has_numbers_and_codes_of_its_own(cast: Cast) -> None:
    pile = printed(cast, 12)
    assert len({one.number for one in pile}) == len({one.receipt for one in pile}) == 12
    kept = " ".join(map(str, PaperForm.objects.values_list()))
    assert [one for one in pile if one.receipt in kept] == []


def test_print_the_same_key_again_is_the_same_pile(cast: Cast) -> None:
    first, again, other = printed(cast, 2), printed(cast, 3), printed(cast, 2, "another")
    assert again[:2] == first
    assert PaperForm.objects.count() == 5
    assert {one.number for one in other} & {one.number for one in again} == set()


@pytest.mark.parametrize("count", [0, 101])
def test_print_none_or_too_many_is_refused(cast: Cast, count: int) -> None:
    with pytest.raises(FieldsRefused):
        printed(cast, count)


def test_print_is_for_who_enters_for_others(cast: Cast) -> None:
    with pytest.raises(AccessDenied):
        print_forms(
            actor=cast.soldier.actor,
            unit=tree().by_id[cast.company.pk],
            count=1,
            key="k",
            at=cast.at,
        )


def test_strip_opens_the_report_once_the_form_is_entered(cast: Cast, client_of: Clients) -> None:
    (blank,) = printed(cast)
    client = client_of("nobody")
    before = client.post("/code", {"code": blank.receipt})
    assert "has not been entered yet" in before.content.decode()
    body = {"code": blank.receipt}
    api = client.post("/api/v1/intake/status", body, content_type="application/json")
    assert api.status_code == 409

    sent = entered(cast, identity="anonymous", channel="paper", form=blank.number.lower())

    assert (sent.receipt, Arrival.objects.of(sent.report).get().form) == ("", blank.number)
    assert sent.report.ref in client.post("/code", {"code": blank.receipt}).content.decode()
    assert list(breaks()) == []


def test_form_is_entered_once(cast: Cast, client_of: Clients) -> None:
    (blank,) = printed(cast)
    said = {"channel": "paper", "form": blank.number, "unit_code": "COMPANY"}
    entered(cast, contact="Jan", key="a", **said)
    with pytest.raises(FieldsRefused, match="al ingevoerd"):
        entered(cast, contact="Piet", key="b", **said)
    assert len(reports()) == 1
    answer = client_of("safety_adviser").get(f"/papier/{blank.number}")
    assert answer.status_code == 409
    assert reports()[0].ref in answer.content.decode()
