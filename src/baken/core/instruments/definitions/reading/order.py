"""In which order a sheet is worked out, and whether anything depends on itself."""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from baken.core.instruments.definitions import sentences
from baken.core.instruments.definitions.answer_types import RISK_LIST
from baken.core.instruments.definitions.model import PROFILE, Step
from baken.core.instruments.definitions.reading.drafts import Drafts
from baken.core.instruments.definitions.reading.names import RISKS, Names
from baken.core.instruments.documents import Part
from baken.core.instruments.expressions import ExpressionError, parsed
from baken.core.instruments.expressions.tree import paths_of

MOST_CIRCLES = 20  # circles of one instrument that are told at once
Graph = dict[Step, dict[Step, None]]


class Order:
    """The steps of a sheet, each after what it depends on; ``in_circle`` are those that cannot be."""

    def __init__(self, drafts: Drafts, names: Names) -> None:
        self.in_circle: set[Step] = set()
        self._places: dict[Step, tuple[Part, str]] = {}
        graph = self._graph(drafts, names)
        self.steps = self._sorted(graph)

    def _graph(self, drafts: Drafts, names: Names) -> Graph:
        graph: Graph = {RISKS: {}}
        for section in drafts.sections:
            step = self._placed(Step("section", section.id), section.part, "when")
            outer = {Step("section", section.within): None} if section.within else {}
            graph[step] = outer | _needs(section.part, "when", names)
        for draft in drafts.questions():
            field = "when" if draft.part.has("when") else "expr"
            step = self._placed(Step("question", draft.key), draft.part, field)
            within = {} if draft.section == PROFILE else {Step("section", draft.section): None}
            graph[step] = (
                within | _needs(draft.part, "when", names) | _needs(draft.part, "expr", names)
            )
            if draft.form is not None and draft.form.type == RISK_LIST:
                graph[RISKS][step] = None
            risk = draft.part.part_if_any("risk")
            if risk is not None:
                of_risk = self._placed(Step("risk", draft.key), risk, "when")
                graph[of_risk] = {step: None} | _needs(risk, "when", names)
                graph[RISKS][of_risk] = None
        for calculation in drafts.calculations:
            step = self._placed(Step("calculation", calculation.id), calculation.part, "expr")
            graph[step] = _needs(calculation.part, "expr", names)
        return graph

    def _placed(self, step: Step, part: Part, field: str) -> Step:
        self._places[step] = (part, field)
        return step

    def _sorted(self, graph: Graph) -> tuple[Step, ...]:
        for _round in range(MOST_CIRCLES):
            try:
                return tuple(TopologicalSorter(graph).static_order())
            except CycleError as problem:
                self._note(problem.args[1], graph)
        return ()

    def _note(self, circle: list[Step], graph: Graph) -> None:
        """Tell a circle where it begins, and open it so that others are found as well."""
        said = " → ".join(step.name or "risks" for step in reversed(circle))
        part, field = next(self._places[one] for one in circle if one in self._places)
        part.wrong(field, sentences.CIRCLE.filled(circle=said))
        self.in_circle |= set(circle)
        for before, after in pairwise(circle):
            graph[after].pop(before, None)


def _needs(part: Part, field: str, names: Names) -> dict[Step, None]:
    """What an expression depends on; none when it cannot be read, which is told elsewhere."""
    return dict.fromkeys(_steps_in(part.plain(field), names))


def _steps_in(text: object, names: Names) -> Iterator[Step]:
    try:
        paths = paths_of(parsed(text)) if isinstance(text, str) else ()
    except ExpressionError:
        return
    for path in paths:
        step = names.owner(path)
        if step is not None:
            yield step
