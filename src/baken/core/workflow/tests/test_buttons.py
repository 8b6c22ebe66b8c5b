"""Steps as buttons: the likely one first; who may take a closed one is asked once for all."""

from __future__ import annotations

from collections.abc import Collection

from baken.core.workflow.available import StepChoice
from baken.core.workflow.buttons import step_buttons
from baken.core.workflow.table import Refusal, Step

OPEN = StepChoice(Step("open", "Open", ("shut",), "open", "p.open", "t.opened"), True)
PAINT = StepChoice(Step("paint", "Paint", ("shut",), "", "p.paint", "t.painted"), True)
BREAK = StepChoice(
    Step("break", "Break", ("shut",), "broken", "p.break", "t.broken"),
    False,
    (Refusal("not_yours", "Not yours."),),
)
LIFT = StepChoice(
    Step("lift", "Lift", ("shut",), "", "p.lift", "t.lifted"),
    False,
    (Refusal("heavy", "Too heavy."),),
)


def test_closed_steps_stand_last_with_why_and_who_asked_once() -> None:
    asked: list[set[str]] = []

    def who_may(permits: Collection[str]) -> dict[str, list[str]]:
        asked.append(set(permits))
        return {"p.break": ["Smith"]}

    buttons = step_buttons(
        choices=[BREAK, LIFT, OPEN, PAINT],
        url_of=lambda name: f"/doors/1/{name}",
        who_may=who_may,
        first=["paint"],
    )
    assert [(one["name"], one["primary"], one["who"], one["reasons"]) for one in buttons] == [
        ("paint", True, [], []),
        ("open", False, [], []),
        ("break", False, ["Smith"], ["Not yours."]),
        ("lift", False, [], ["Too heavy."]),
    ]
    assert asked == [{"p.break"}]


def test_nobody_is_named_who_can_when_what_stands_forbids_it_to_everybody() -> None:
    (button,) = step_buttons(
        choices=[LIFT], url_of=str, who_may=lambda permits: {one: ["Smith"] for one in permits}
    )
    assert (button["who"], button["reasons"]) == ([], ["Too heavy."])


def test_nobody_is_asked_about_where_every_step_is_open() -> None:
    def who_may(permits: Collection[str]) -> dict[str, list[str]]:
        raise AssertionError(permits)

    buttons = step_buttons(choices=[OPEN], url_of=str, who_may=who_may)
    assert [(one["url"], one["allowed"]) for one in buttons] == [("open", True)]
