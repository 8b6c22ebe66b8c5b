"""The pages of bow-ties, as who keeps them, who reads them and who sees nothing of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from baken.conftest import Cast
from baken.rooms.register.actions.barriers import note_signal
from baken.rooms.register.models import BowTie
from baken.rooms.register.tests.accepted import make_accepted
from baken.rooms.register.tests.bow_ties import (
    BARRIER,
    DRAWN,
    SAID,
    act,
    barrier_of,
    make_bow_tie,
    make_whole,
)
from baken.rooms.register.tests.factories import give_score, make_risk
from baken.rooms.reports.tests.factories import make_report

Clients = Callable[[str], Client]
LIST = "/vlinderdassen"


@pytest.fixture
def whole(cast: Cast) -> BowTie:
    return make_whole(actor=cast.safety_adviser.actor, unit=cast.company, at=cast.at)


def texts(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def step_of(record: BowTie, step: str) -> str:
    return f"{LIST}/{record.ref}/stap/{step}"


def test_bow_tie_is_drawn_in_the_browser(cast: Cast, client_of: Clients) -> None:
    client = client_of("safety_adviser")
    assert 'value="BATTALION"' in texts(client, f"{LIST}/nieuw")

    refused = client.post(f"{LIST}/nieuw", {**DRAWN, "top_event": "", "unit": "NOWHERE"})
    assert refused.status_code == 400
    assert DRAWN["title"] in refused.content.decode()

    made = client.post(f"{LIST}/nieuw", {**DRAWN, "unit": "company"}, follow=True)
    assert DRAWN["title"] in made.content.decode()
    record = BowTie.objects.for_system(reason="trail").get()
    assert record.unit_id == cast.company.pk


def test_bow_tie_of_another_unit_is_refused_on_the_form(cast: Cast, client_of: Clients) -> None:
    client = client_of("safety_adviser")
    refused = client.post(f"{LIST}/nieuw", {**DRAWN, "unit": "SQUADRON"})
    assert refused.status_code == 400
    assert not BowTie.objects.for_system(reason="trail").exists()


def test_page_draws_the_bow_tie_and_says_the_same_in_tables(
    cast: Cast, whole: BowTie, client_of: Clients
) -> None:
    shown = texts(client_of("safety_adviser"), f"{LIST}/{whole.ref}")
    for told in (
        "<svg class=",
        "register-tie__box--green",
        "b3 holds",
        "Baancommandant",
        "Alle borden staan goed.",
        "2 times a year",
        f"{step_of(whole, 'note_signal')}?barrier=b3",
    ):
        assert told in shown
    assert "style=" not in shown.split("<main", 1)[1]


def test_page_shows_what_is_wrong_and_what_is_missing(
    cast: Cast, whole: BowTie, client_of: Clients
) -> None:
    actor = cast.safety_adviser.actor
    weak = {**BARRIER, "text": "Les", "kind": "training", "owner_post": "", "standard": ""}
    record = act(whole, actor, cast.at, "add_barrier", **weak)
    record = act(record, actor, cast.at, "add_factor", barrier="b3", text="Weggeschoten")
    record = act(record, actor, cast.at, "add_escalation", factor="d5", text="Controle")
    given = {"barrier": "b3", "kind": "failure", "grade": "wholly", "words": SAID}
    record = act(record, actor, cast.at, "note_signal", **given)
    record = act(record, actor, cast.at, "close_signal", signal="s7", words="Hersteld")
    given = {"barrier": "b3", "kind": "override", "words": "Weggehaald voor onderhoud."}
    record = act(record, actor, cast.at, "note_signal", **given)

    shown = texts(client_of("safety_adviser"), f"{LIST}/{record.ref}")
    for told in (
        "fails",
        "Training or a rule alone",
        "Nobody sees to it.",
        "d5 Weggeschoten: e6 Controle",
        "Did not work",
        "Weggehaald voor onderhoud.",
        "from “holds” to “fails”",
        f"{step_of(record, 'close_signal')}?signal=s8",
    ):
        assert told in shown
    assert f"{step_of(record, 'close_signal')}?signal=s7" not in shown


def test_page_estimates_when_independence_is_argued(
    cast: Cast, whole: BowTie, client_of: Clients
) -> None:
    argued = {**DRAWN, "independence": "Andere mensen, andere techniek."}
    record = act(whole, cast.safety_adviser.actor, cast.at, "describe", **argued)
    shown = texts(client_of("safety_adviser"), f"{LIST}/{record.ref}")
    assert "about 0.2 times a year" in shown


def test_page_shows_risks_and_records_that_are_tied(
    cast: Cast, whole: BowTie, client_of: Clients
) -> None:
    adviser = cast.safety_adviser.actor
    risk = make_accepted(actor=adviser, unit=cast.company, at=cast.at)
    act(whole, adviser, cast.at, "tie_risk", risk=risk.ref)
    report = make_report(unit=cast.company)
    told: dict[str, Any] = {"actor": adviser, "record": whole, "at": cast.at, "source": report}
    note_signal(barrier="b3", words=SAID, **told)

    shown = texts(client_of("safety_adviser"), f"{LIST}/{whole.ref}")
    assert risk.ref in shown
    assert report.ref in shown


def test_reader_says_that_something_is_wrong_and_changes_nothing(
    cast: Cast, whole: BowTie, client_of: Clients
) -> None:
    client = client_of("soldier")
    shown = texts(client, f"{LIST}/{whole.ref}")
    assert f"{step_of(whole, 'name_barrier')}?barrier=b3" in shown
    assert f"{step_of(whole, 'change_barrier')}?barrier=b3" not in shown

    assert client.get(step_of(whole, "change_barrier")).status_code == 403
    sent = client.post(step_of(whole, "name_barrier"), {"barrier": "b3", "words": SAID})
    assert sent.status_code == 302
    assert barrier_of(whole).health == 0.81


def test_outsider_sees_nothing_of_it(cast: Cast, whole: BowTie, client_of: Clients) -> None:
    client = client_of("outsider")
    assert client.get(f"{LIST}/{whole.ref}").status_code == 404
    assert client.get(step_of(whole, "add_threat")).status_code == 404
    assert whole.ref not in texts(client, LIST)


def test_revision_starts_from_what_stands_and_keeps_what_is_refused(
    cast: Cast, whole: BowTie, client_of: Clients
) -> None:
    client, path = client_of("safety_adviser"), step_of(whole, "change_barrier")
    unit = {**BARRIER, "barrier": "b3", "owner_unit": "company", "critical": ""}
    act(whole, cast.safety_adviser.actor, cast.at, "change_barrier", **unit)
    shown = texts(client, f"{path}?barrier=b3")
    assert 'value="Sectormarkering"' in shown
    assert 'value="COMPANY"' in shown
    assert client.get(path).status_code == 404
    assert client.get(f"{path}?barrier=b9").status_code == 404

    sent = {**BARRIER, "barrier": "b3", "text": "Nieuwe palen", "effectiveness": "200"}
    refused = client.post(path, sent)
    assert refused.status_code == 400
    assert 'value="Nieuwe palen"' in refused.content.decode()
    assert client.post(path, {**sent, "effectiveness": "80"}).status_code == 302
    assert barrier_of(whole).text == "Nieuwe palen"


@pytest.mark.parametrize(
    ("step", "query", "told"),
    [
        ("describe", "", "Schot buiten de veilige sector"),
        ("change_threat", "?part=t1", 'value="2"'),
        ("change_consequence", "?part=c2", '<option value="4" selected>'),
        ("note_signal", "?barrier=b3", '<option value="b3" selected>'),
        ("place_barrier", "?line=t1", '<option value="t1" selected>'),
        ("untie_risk", "?risk=R-2026-000001", 'value="R-2026-000001"'),
    ],
)
def test_step_begins_with_what_is_known(
    cast: Cast, whole: BowTie, client_of: Clients, step: str, query: str, told: str
) -> None:
    assert told in texts(client_of("safety_adviser"), step_of(whole, step) + query)


@pytest.mark.parametrize("step", ["turn", "fly"])
def test_step_that_nobody_takes_is_not_there(
    cast: Cast, whole: BowTie, client_of: Clients, step: str
) -> None:
    assert client_of("safety_adviser").get(step_of(whole, step)).status_code == 404


def test_step_of_who_did_not_see_the_last_one_is_refused_with_what_was_typed(
    cast: Cast, whole: BowTie, client_of: Clients
) -> None:
    client = client_of("safety_adviser")
    refused = client.post(step_of(whole, "add_threat"), {"text": "Harde wind", "seen": "1"})
    assert refused.status_code == 400
    assert 'value="Harde wind"' in refused.content.decode()


def test_withdrawn_bow_tie_offers_no_changes(cast: Cast, whole: BowTie, client_of: Clients) -> None:
    act(whole, cast.safety_adviser.actor, cast.at, "withdraw", reason="Baan is dicht.")
    for name in ("safety_adviser", "soldier"):
        shown = texts(client_of(name), f"{LIST}/{whole.ref}")
        assert "?barrier=b3" not in shown
    assert step_of(whole, "reinstate") in texts(client_of("safety_adviser"), f"{LIST}/{whole.ref}")


def test_list_is_filtered_and_says_how_barriers_stand(
    cast: Cast, whole: BowTie, client_of: Clients
) -> None:
    other = make_bow_tie(actor=cast.safety_adviser.actor, unit=cast.battalion, at=cast.at)
    client = client_of("safety_adviser")
    both = texts(client, LIST)
    assert whole.ref in both
    assert other.ref in both
    assert "holds" in both
    narrowed = texts(client, f"{LIST}?unit=company&hazard=mechanical.crushing&state=in_use")
    assert whole.ref in narrowed
    assert other.ref not in narrowed
    assert whole.ref not in texts(client, f"{LIST}?state=withdrawn")
    assert "There is no unit with this code." in texts(client, f"{LIST}?unit=nowhere")
    assert client.get(f"{LIST}?cursor=nonsense").status_code == 302


def queries(client: Client, path: str) -> int:
    texts(client, path)
    with CaptureQueriesContext(
        connection,
    ) as found:
        texts(client, path)
    return len(found)


def test_list_and_page_ask_no_more_for_three_than_for_one(
    cast: Cast, whole: BowTie, client_of: Clients
) -> None:
    adviser, client = cast.safety_adviser.actor, client_of("safety_adviser")
    before = [queries(client, path) for path in (LIST, f"{LIST}/{whole.ref}")]
    record = whole
    for name in ("Net", "Wacht"):
        make_whole(actor=adviser, unit=cast.company, at=cast.at)
        record = act(record, adviser, cast.at, "add_threat", text=name, frequency="1")
        record = act(record, adviser, cast.at, "add_barrier", **{**BARRIER, "text": name})
        code = f"b{record.last_part}"
        record = act(record, adviser, cast.at, "place_barrier", barrier=code, line="t1")
        given = {"barrier": code, "kind": "expired", "words": SAID}
        record = act(record, adviser, cast.at, "note_signal", **given)
    after = [queries(client, path) for path in (LIST, f"{LIST}/{whole.ref}")]
    assert after == before


def test_page_asks_no_more_for_three_risks_that_lean_on_it_than_for_one(
    cast: Cast, whole: BowTie, client_of: Clients
) -> None:
    adviser, found = cast.safety_adviser.actor, []
    for risks in (1, 2):
        for _nth in range(risks):
            risk = make_risk(actor=adviser, unit=cast.company, at=cast.at)
            risk = give_score(risk, adviser, cast.at)
            act(whole, adviser, cast.at, "tie_risk", risk=risk.ref)
        found.append(queries(client_of("commander"), f"{LIST}/{whole.ref}"))
    assert found[0] == found[1]
