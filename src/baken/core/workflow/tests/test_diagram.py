"""A diagram draws what stands in the table, and takes its old place in a text."""

from __future__ import annotations

import pytest

from baken.core.workflow.diagram import diagram, with_diagrams
from baken.core.workflow.registry import all_bindings
from baken.core.workflow.table import Step, Workflow

DOOR = Workflow(
    name="door",
    initial="shut",
    states={"shut": "closed", "open": "open", "gone": "gone"},
    finals=("gone",),
    steps=(
        Step("push", "Push: hard", ("shut",), "open", "p", "t"),
        Step("kick", "Kick", ("shut",), "open", "p", "t"),
        Step("knock", "Knock", ("shut",), "", "p", "t"),
        Step("remove", "Remove", ("shut", "open"), "gone", "p", "t"),
        Step("refit", "Refit", ("gone",), "", "p", "t", targets=("shut", "open")),
    ),
)


def test_diagram_of_a_table_has_its_states_and_one_arrow_for_each_pair() -> None:
    assert diagram(DOOR).splitlines() == [
        "```mermaid",
        "stateDiagram-v2",
        "    [*] --> shut",
        "    shut: closed",
        "    open: open",
        "    gone: gone",
        "    shut --> open: Push  hard, Kick",
        "    shut --> gone: Remove",
        "    open --> gone: Remove",
        "    gone --> shut: Refit",
        "    gone --> open: Refit",
        "    gone --> [*]",
        "```",
    ]


def test_text_with_a_marked_place_gets_the_diagram_drawn_anew() -> None:
    table = next(b.workflow for b in all_bindings() if b.workflow.name == "reports.report")
    text = "above\n<!-- states reports.report -->\nstale\n<!-- /states -->\nbelow\n"
    drawn = f"<!-- states reports.report -->\n{diagram(table)}\n<!-- /states -->"
    assert with_diagrams(text) == f"above\n{drawn}\nbelow\n"


def test_text_without_a_marked_place_stays_as_it_is() -> None:
    assert with_diagrams("# Room\n") == "# Room\n"


def test_text_that_marks_an_unknown_workflow_stops_with_its_name() -> None:
    with pytest.raises(LookupError, match=r"no workflow called 'reports\.nothing'"):
        with_diagrams("<!-- states reports.nothing -->\n<!-- /states -->")
