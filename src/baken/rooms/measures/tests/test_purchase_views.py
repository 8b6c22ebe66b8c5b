"""The pages of small purchases: asking, quotes, steps, list, budgets, what units buy, export."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from baken.conftest import Cast
from baken.core.files.store import files_of
from baken.rooms.measures.models import Purchase, PurchaseBudget
from baken.rooms.measures.queries.purchase_compare import what_units_buy
from baken.rooms.measures.queries.purchase_parts import quotes_of
from baken.rooms.measures.tests.factories import propose, risk_of
from baken.rooms.measures.tests.purchases import (
    CONTROLLER,
    VERIFIER,
    WANTED,
    approved,
    ask,
    checked,
    in_use,
    make_purchase_in,
    no_risk,
    step,
)
from baken.rooms.measures.tests.recommending import make_recommendation_in
from baken.rooms.reports.tests.pictures import png

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]


def made() -> list[Purchase]:
    """Every purchase there is."""
    return list(Purchase.objects.for_system(reason="budget"))


def test_purchase_is_asked_from_the_page_of_a_measure(cast: Cast, client_of: Browser) -> None:
    actor, client = cast.safety_adviser.actor, client_of("safety_adviser")
    told = {"budget": "1.800", "budget_source": "zka"}
    measure = propose(actor, risk_of(cast.company), cast.at, **told)
    address = f"{reverse('measures:purchase-new')}?for={measure.ref}"
    page = client.get(reverse("measures:measure", args=[measure.ref]))
    assert address in page.content.decode()
    form = client.get(address).context["form"]
    assert (form.initial["amount"], "no_risk" in form.fields) == ("1800.00", False)
    sent = {**WANTED, "key": form.initial["key"]}
    answer = client.post(address, sent)
    [one] = made()
    assert answer.headers["Location"] == reverse("measures:purchase", args=[one.ref])
    assert client.post(address, sent).headers["Location"] == answer.headers["Location"]
    assert client.post(address, {**sent, "title": "Anders"}).status_code == 400
    page = client.get(reverse("measures:measure", args=[measure.ref]))
    assert one.ref in page.content.decode()


def test_purchase_without_a_risk_is_asked_for_a_unit(cast: Cast, client_of: Browser) -> None:
    client, address = client_of("safety_adviser"), reverse("measures:purchase-new")
    assert client.get(address).status_code == 200
    refused = client.post(address, {**WANTED, "unit": "BATTALION"})
    assert sorted(refused.context["form"].errors) == ["no_risk", "no_risk_reason"]
    assert client.post(address, {**no_risk(), "unit": "BATTALION"}).status_code == 302
    [one] = made()
    assert one.unit_id == cast.battalion.pk


def test_purchase_about_nothing_is_not_found(cast: Cast, client_of: Browser) -> None:
    client = client_of("safety_adviser")
    address = f"{reverse('measures:purchase-new')}?for=MR-2026-000099"
    assert client.get(address).status_code == 404


def test_quotes_are_added_with_their_file_and_the_check_follows(
    cast: Cast, client_of: Browser
) -> None:
    record, client = ask(cast.safety_adviser.actor, cast.at), client_of("safety_adviser")
    address = reverse("measures:purchase-quote", args=[record.ref])
    client.post(address, {"supplier": "Een ander", "amount": "veel"})
    assert quotes_of(record) == []
    file = SimpleUploadedFile("offerte.png", png(), "image/png")
    client.post(address, {"supplier": record.supplier, "amount": "1800", "file": file})
    bad = SimpleUploadedFile("x.txt", b"geen foto")
    client.post(address, {"supplier": "Een ander", "amount": "1900", "file": bad})
    [quote] = quotes_of(record)
    assert quote.file == files_of(record).get().id
    check = reverse("measures:purchase-step", args=[record.ref, "check"])
    assert client.post(check, {}).status_code == 302
    page = client.get(reverse("measures:purchase", args=[record.ref])).content.decode()
    assert "not split up" in page
    assert client_of("soldier").post(address, {}).status_code == 404


def test_file_is_added_by_who_asks(cast: Cast, client_of: Browser) -> None:
    record = ask(cast.safety_adviser.actor, cast.at)
    address = reverse("measures:purchase-file", args=[record.ref])
    client = client_of("safety_adviser")
    client.post(address, {})
    client.post(address, {"file": SimpleUploadedFile("foto.png", png(), "image/png")})
    assert files_of(record).count() == 1
    file = SimpleUploadedFile("foto.png", png("blue"), "image/png")
    assert client_of("team_leader").post(address, {"file": file}).status_code == 403
    quote = reverse("measures:purchase-quote", args=[record.ref])
    sent = {"supplier": "Een ander", "amount": "1"}
    assert client_of("team_leader").post(quote, sent).status_code == 403


def test_step_page_asks_what_its_row_says_and_takes_it(cast: Cast, client_of: Browser) -> None:
    record = checked(cast, cast.at)
    client = client_of("commander")
    back = reverse("measures:purchase-step", args=[record.ref, "return"])
    assert client.post(back, {"reason": ""}).status_code == 400
    assert client.post(back, {"reason": "Goedkoper?"}).status_code == 302
    describe = reverse("measures:purchase-step", args=[record.ref, "describe"])
    page = client_of("safety_adviser").get(describe)
    assert page.context["form"].initial["amount"] == "1800.00"
    nothing = reverse("measures:purchase-step", args=[record.ref, "magic"])
    assert client.get(nothing).status_code == 404
    assert client_of("team_leader").get(describe).status_code == 403


def test_list_shows_what_waits_and_narrows_as_asked(cast: Cast, client_of: Browser) -> None:
    cast.add("controller", CONTROLLER)
    first = checked(cast, cast.at, amount="6.000", total="7.260")
    second = checked(cast, cast.at, risk_of(cast.company))
    gone = make_purchase_in(unit=cast.company, state="cancelled")
    client, address = client_of("safety_adviser"), reverse("measures:purchases")
    rows = {row["ref"]: row for row in client.get(address).context["rows"]}
    assert set(rows) == {first.ref, second.ref, gone.ref}
    assert str(rows[first.ref]["state"]).count("baken-badge--") == 1
    assert "baken-badge" in str(rows[second.ref]["state"])
    for asked, found in {
        "state=open&risk=yes": {second.ref},
        "risk=no&category=extraction&unit=company&state=checked": {first.ref},
        "overdue=yes": set(),
        "example=yes": set(),
        "q=afzuigarm&state=cancelled": {gone.ref},
        "unit=MAGIC": {first.ref, second.ref, gone.ref},
        "cursor=magic": None,
    }.items():
        answer = client.get(f"{address}?{asked}")
        shown = answer.context and {row["ref"] for row in answer.context["rows"]}
        assert shown == found, asked
    assert list(client_of("outsider").get(address).context["rows"]) == []


def test_list_says_how_many_days_and_euros_a_fall_took(cast: Cast, client_of: Browser) -> None:
    record, late = in_use(cast, cast.at, risk_of(cast.company)), cast.at + timedelta(days=61)
    told = {"effect": "yes", "class_after": "low", "finding": "Gemeten."}
    verifier = cast.add("verifier", VERIFIER).actor
    record = step(record, verifier, late, "check_effect", **told)
    client = client_of("safety_adviser")
    [row] = client.get(reverse("measures:purchases")).context["rows"]
    assert (row["days"], row["per_class"]) == ("0", "€ 900.00")
    page = client.get(reverse("measures:purchase", args=[record.ref]))
    assert "€ 900.00" in dict(page.context["facts"]).values()


def test_budgets_are_shown_and_set_by_the_controller(cast: Cast, client_of: Browser) -> None:
    cast.add("controller", CONTROLLER)
    approved(cast, cast.at)
    client, address = client_of("controller"), reverse("measures:budgets")
    [row] = client.get(f"{address}?unit=BATTALION").context["rows"]
    assert (row["given"], row["promised"]) == ("€ 25,000.00", "€ 2,178.00")
    sent = {"unit": "BATTALION", "year": "2026", "amount": "30.000", "reason": "Besluit 4"}
    assert client.post(address, {**sent, "unit": "MAGIC", "amount": "x"}).status_code == 400
    for unit in ("SQUADRON", "COMPANY"):
        assert client.post(address, {**sent, "unit": unit}).status_code == 400
    assert not PurchaseBudget.objects.filter(cents__isnull=False).exists()
    assert client.post(address, sent).status_code == 302
    assert PurchaseBudget.objects.get().cents == 3_000_000
    assert client_of("commander").post(address, sent).status_code == 403
    assert client_of("commander").get(address).context["form"] is None


def test_what_units_keep_buying_is_for_who_reads_whole_parts(
    cast: Cast, client_of: Browser
) -> None:
    office = cast.add("office", ("vms_office", "MINISTRY", None))
    step(approved(cast, cast.at), cast.commander.actor, cast.at, "order")
    address = reverse("measures:bought")
    [row] = client_of("office").get(address).context["rows"]
    assert (row["supplier"], row["units"], row["count"]) == ("Luchttechniek B.V.", 1, 1)
    assert row["money"] == "€ 1,800.00"
    assert what_units_buy(office.actor, cast.at + timedelta(days=400)) == []
    [one] = made()
    step(one, cast.commander.actor, cast.at, "cancel", reason="Niet leverbaar.")
    assert what_units_buy(office.actor, cast.at) == []
    assert client_of("commander").get(address).status_code == 403


def test_export_is_a_file_with_days_and_euros(cast: Cast, client_of: Browser) -> None:
    record = approved(cast, cast.at)
    client, address = client_of("commander"), f"{reverse('measures:export-purchases')}?state=open"
    assert client.get(address).status_code == 200
    answer: Any = client.post(address, {"format": "csv", "purpose": ""})
    body = b"".join(answer.streaming_content).decode()
    assert record.ref in body
    assert "cents_per_step" in body or "Euro" in body


@pytest.mark.parametrize("kind", ["measures", "recommendations", "purchases"])
def test_export_as_a_spreadsheet_takes_what_is_empty(
    cast: Cast, client_of: Browser, kind: str
) -> None:
    propose(cast.safety_adviser.actor, risk_of(cast.company), cast.at)
    ask(cast.safety_adviser.actor, cast.at)
    make_recommendation_in(unit=cast.battalion)
    address = reverse(f"measures:export-{kind}" if kind != "measures" else "measures:export")
    answer: Any = client_of("commander").post(address, {"format": "xlsx", "purpose": ""})
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)[:2] == b"PK"
