"""Options for whoever decides: written by who prepares, replaced as a whole, kept in the history."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from baken.conftest import Cast
from baken.core.access.errors import AccessDenied
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.register.models import Risk, RiskOption, RiskStep
from baken.rooms.register.queries.cases import Case
from baken.rooms.register.queries.pictures import is_older_picture
from baken.rooms.register.tests.deciding import MINUTE, accepted, pending
from baken.rooms.register.tests.options import FENCE, STOP, WAITING, write_options

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]


def kept(risk: Risk) -> list[tuple[int, str, str]]:
    rows = RiskOption.objects.of(risk).order_by("nth")
    return list(rows.values_list("nth", "what", "expected_class"))


def test_options_are_kept_with_what_waiting_does(cast: Cast) -> None:
    risk = write_options(pending(cast), cast.safety_adviser.actor, cast.at + MINUTE)
    assert kept(risk) == [(0, WAITING, ""), (1, FENCE["what"], "low"), (2, STOP["what"], "")]
    step = RiskStep.objects.of(risk).latest("serial")
    assert (step.code, step.facts["options"]) == ("register.risk.options_written", 2)
    assert risk.state == "decision_pending"


def test_options_written_again_replace_those_of_before(cast: Cast) -> None:
    adviser = cast.safety_adviser.actor
    risk = write_options(pending(cast), adviser, cast.at + MINUTE)
    write_options(risk, adviser, cast.at + 2 * MINUTE, [{}, STOP], "Anders.")
    assert kept(risk) == [(0, "Anders.", ""), (1, STOP["what"], "")]


def test_history_vouches_for_the_options(cast: Cast) -> None:
    risk = write_options(pending(cast), cast.safety_adviser.actor, cast.at + MINUTE)
    assert list(breaks()) == []
    RiskOption.objects.of(risk).filter(nth=1).update(money="niets")
    assert [one for one in breaks() if "options" in str(one)] != []


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ({"task": "Later"}, "options.1.what"),
        ({**STOP, "money": "x" * 301}, "options.1.money"),
        ({**STOP, "time": 3}, "options.1.time"),
        ({**STOP, "people": "a\x00"}, "options.1.people"),
        ({**STOP, "expected_class": "purple"}, "options.1.expected_class"),
        ({**STOP, "colour": "red"}, "options.1"),
    ],
)
def test_option_that_is_none_is_refused_at_its_place(
    cast: Cast, row: dict[str, Any], place: str
) -> None:
    risk = pending(cast)
    with pytest.raises(FieldsRefused) as refused:
        write_options(risk, cast.safety_adviser.actor, cast.at + MINUTE, [row])
    assert list(refused.value.errors) == [place]
    assert kept(risk) == []


def test_more_than_ten_options_are_refused(cast: Cast) -> None:
    with pytest.raises(FieldsRefused, match="10"):
        write_options(pending(cast), cast.safety_adviser.actor, cast.at + MINUTE, [STOP] * 11)


def test_who_does_not_manage_risks_writes_no_options(cast: Cast) -> None:
    with pytest.raises(AccessDenied):
        write_options(pending(cast), cast.soldier.actor, cast.at + MINUTE)


def test_decision_says_that_it_was_on_other_options(cast: Cast) -> None:
    risk = write_options(pending(cast), cast.safety_adviser.actor, cast.at)
    risk, decision = accepted(cast, risk)
    case = Case(risk, cast.commander.actor, cast.at + 3 * MINUTE)
    assert [one["what"] for one in decision.picture["options"]] == [
        WAITING,
        FENCE["what"],
        STOP["what"],
    ]
    assert is_older_picture(decision, case) == ()
    RiskOption.objects.of(risk).filter(nth=2).delete()
    again = Case(risk, cast.commander.actor, cast.at + 3 * MINUTE)
    assert is_older_picture(decision, again) == ("options",)


def test_picture_from_before_there_were_options_is_no_older_one(cast: Cast) -> None:
    risk, decision = accepted(cast)
    del decision.picture["options"]
    assert is_older_picture(decision, Case(risk, cast.commander.actor, cast.at + 3 * MINUTE)) == ()


def test_options_are_typed_in_the_browser_and_stand_there_again(
    cast: Cast, client_of: Browser
) -> None:
    risk, browser = pending(cast), client_of("safety_adviser")
    address = f"/risicos/{risk.ref}/stap/write_options"
    first = browser.get(address)
    assert first.status_code == 200
    sent = {"seen": first.context["seen"], "effect_of_not_deciding": WAITING}
    sent |= {f"options.1.{name}": text for name, text in FENCE.items()}
    sent |= {f"options.3.{name}": text for name, text in STOP.items()}
    assert browser.post(address, sent).status_code == 302
    assert [nth for nth, *_rest in kept(risk)] == [0, 1, 2]

    form = browser.get(address).context["form"]
    assert len(form.rows["options"]) == 4
    assert form["effect_of_not_deciding"].value() == WAITING
    assert form["options.1.expected_class"].value() == "low"
    assert form["options.2.what"].value() == STOP["what"]


def test_typed_option_without_what_is_refused_in_its_own_row_and_nothing_is_lost(
    cast: Cast, client_of: Browser
) -> None:
    risk, browser = pending(cast), client_of("safety_adviser")
    sent = {"effect_of_not_deciding": WAITING, "options.5.money": "7.000 euro"}
    answer = browser.post(f"/risicos/{risk.ref}/stap/write_options", sent)
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == ["options.5.what"]
    assert "7.000 euro" in answer.content.decode()
