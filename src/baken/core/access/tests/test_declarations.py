"""A page sends strangers to the log-in, hides what is out of reach, and refuses what is not yours."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory

from baken.core.access import NOBODY
from baken.core.access.declarations import Declaration, any_page, any_record_page, page, public_page
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.permits import READ, READ_OCCURRENCE, READ_SUMMARY, TRIAGE
from baken.rooms.reports.tests.factories import make_occurrence, make_report


@page(permit=TRIAGE)
def desk(request: HttpRequest, number: int = 0) -> HttpResponse:
    """A page without a record."""
    return HttpResponse(f"desk {number}")


@page(permit=READ, root=Report)
def shown(request: HttpRequest, record: Report) -> HttpResponse:
    """A page that shows a record."""
    return HttpResponse(record.ref)


@page(permit=TRIAGE, root=Report, read=READ)
def weighed(request: HttpRequest, record: Report, step: str) -> HttpResponse:
    """A page that does more than show."""
    return HttpResponse(f"{record.ref} {step}")


@any_page(permits=(READ_OCCURRENCE, READ_SUMMARY), root=Occurrence)
def more_or_less(request: HttpRequest, record: Occurrence) -> HttpResponse:
    """A page that shows more or less."""
    return HttpResponse(record.ref)


@any_record_page(permits=(READ, READ_OCCURRENCE, READ_SUMMARY))
def of_any(request: HttpRequest, record: Any) -> HttpResponse:
    """A page about a record of any root."""
    return HttpResponse(record.ref)


@public_page(reason="anybody may see the front door")
def door(request: HttpRequest) -> HttpResponse:
    """A page for everybody."""
    return HttpResponse("door")


Ask = Callable[..., str]


@pytest.fixture
def ask(cast: Any) -> Ask:
    """Asks a page for its text as a member of the cast."""

    def run(view: Any, name: str, **kwargs: Any) -> str:
        request = RequestFactory().get("/some/where?q=1")
        request.actor = NOBODY if name == "nobody" else cast.members[name].actor  # type: ignore[attr-defined]
        answer = view(request, **kwargs)
        return answer.headers.get("Location", "") or answer.content.decode()

    return run


@pytest.mark.parametrize(
    ("view", "given"),
    [
        (desk, {}),
        (shown, {"ref": "M-2026-000001"}),
        (weighed, {"ref": "M-2026-000001", "step": "triage"}),
        (more_or_less, {"ref": "V-2026-000001"}),
        (of_any, {"ref": "V-2026-000001"}),
        (of_any, {"ref": "nonsense"}),
    ],
)
def test_page_for_nobody_leads_to_the_log_in_and_back(
    ask: Ask, view: Any, given: dict[str, str]
) -> None:
    assert ask(view, "nobody", **given) == "/inloggen?next=/some/where%3Fq%3D1"


def test_public_page_for_nobody_opens(ask: Ask) -> None:
    assert ask(door, "nobody") == "door"


def test_page_without_a_record_opens_with_the_permit_held_anywhere(ask: Ask) -> None:
    assert ask(desk, "outsider", number=3) == "desk 3"


def test_page_without_a_record_refuses_who_holds_the_permit_nowhere(ask: Ask) -> None:
    with pytest.raises(PermissionDenied):
        ask(desk, "soldier")


def test_page_of_a_record_in_reach_opens(ask: Ask, cast: Any) -> None:
    report = make_report(unit=cast.company)
    assert ask(shown, "commander", ref=report.ref) == report.ref


def test_page_of_a_record_by_identifier_opens(ask: Ask, cast: Any) -> None:
    report = make_report(unit=cast.company)
    assert ask(shown, "commander", ref=str(report.id)) == report.ref


@pytest.mark.parametrize("name", ["outsider", "soldier", "former_holder", "functional_admin"])
@pytest.mark.parametrize("view", [shown, weighed])
def test_page_of_a_record_out_of_reach_is_not_found(
    ask: Ask, cast: Any, name: str, view: Any
) -> None:
    report = make_report(unit=cast.company)
    given = {"step": "triage"} if view is weighed else {}
    with pytest.raises(Http404):
        ask(view, name, ref=report.ref, **given)


@pytest.mark.parametrize("ref", ["M-2026-999999", str(uuid.UUID(int=0)), "\x00", " ", "V" * 300])
def test_page_of_a_record_that_is_not_there_is_not_found(ask: Ask, ref: str) -> None:
    with pytest.raises(Http404):
        ask(shown, "commander", ref=ref)


def test_page_that_does_more_opens_with_its_own_permit(ask: Ask, cast: Any) -> None:
    report = make_report(unit=cast.company)
    assert ask(weighed, "safety_adviser", ref=report.ref, step="x") == f"{report.ref} x"


def test_page_that_does_more_refuses_who_may_only_read(ask: Ask, cast: Any) -> None:
    report = make_report(unit=cast.company)
    with pytest.raises(PermissionDenied, match=r"."):
        ask(weighed, "commander", ref=report.ref, step="x")


@pytest.mark.parametrize("name", ["commander", "soldier"])
def test_page_of_more_or_less_opens_with_either_permit(ask: Ask, cast: Any, name: str) -> None:
    occurrence = make_occurrence(unit=cast.company)
    assert ask(more_or_less, name, ref=occurrence.ref) == occurrence.ref


@pytest.mark.parametrize("name", ["outsider", "functional_admin"])
def test_page_of_more_or_less_is_not_found_with_neither(ask: Ask, cast: Any, name: str) -> None:
    occurrence = make_occurrence(unit=cast.company)
    with pytest.raises(Http404):
        ask(more_or_less, name, ref=occurrence.ref)


@pytest.mark.parametrize(
    ("view", "declaration", "sees_with"),
    [
        (desk, Declaration(permit=TRIAGE), TRIAGE),
        (weighed, Declaration(permit=TRIAGE, root=Report, read=READ), READ),
        (
            more_or_less,
            Declaration(permit=READ_OCCURRENCE, root=Occurrence, also=(READ_SUMMARY,)),
            READ_OCCURRENCE,
        ),
        (door, Declaration(public="anybody may see the front door"), ""),
    ],
)
def test_declaration_of_a_page_can_be_read_from_its_view(
    view: Any, declaration: Declaration, sees_with: str
) -> None:
    assert (view.declaration, view.declaration.sees_with) == (declaration, sees_with)


def test_page_of_any_record_opens_by_the_access_of_its_own_root(ask: Ask, cast: Any) -> None:
    report = make_report(unit=cast.company, at=cast.at)
    occurrence = make_occurrence(unit=cast.company, at=cast.at)
    assert ask(of_any, "safety_adviser", ref=report.ref) == report.ref
    assert ask(of_any, "soldier", ref=occurrence.ref.lower()) == occurrence.ref
    for name, ref in (
        ("soldier", report.ref),
        ("outsider", occurrence.ref),
        ("safety_adviser", "X-2026-000001"),
        ("safety_adviser", cast.soldier.person.ref),
    ):
        with pytest.raises(Http404):
            ask(of_any, name, ref=ref)
