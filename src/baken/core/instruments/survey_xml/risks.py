"""Makes a risk of a survey, a statement that is right or not, into a question that brings a risk."""

from __future__ import annotations

from typing import Any

from baken.core.instruments.definitions.vocabulary import NO
from baken.core.instruments.documents import Placed
from baken.core.instruments.documents.part import unknown
from baken.core.instruments.survey_xml import sentences
from baken.core.instruments.survey_xml.conversion import Conversion
from baken.core.instruments.survey_xml.measures import measure
from baken.core.instruments.survey_xml.nodes import Node
from baken.core.instruments.survey_xml.tree import tree

OWN, POLICY, TOP5 = "risk", "policy", "top5"
KINDS = (OWN, POLICY, TOP5)
CALCULATED, FIXED = "calculated", "fixed"
METHODS = ("direct", "estimated", CALCULATED, FIXED)
PRIORITY, HIGH = "priority", "high"
AXES = ("probability", "frequency", "effect")
NOT_GIVEN = ("", "none", "0")


def question(node: Node, conversion: Conversion, when: str | None) -> Placed:
    """The question of a risk; it is asked when that holds, if anything is said."""
    conversion.count("risks")
    line, may_not_apply = node.line_of("title"), node.says("show-not-applicable")
    text = node.text("title") or conversion.untitled(node)
    measures, shown = _solutions(node, conversion)
    made = {
        "id": conversion.codes.take("questions", node.external, node.name),
        "type": "yes_no_na" if may_not_apply else "yes_no",
        "na_reason": "none" if may_not_apply else None,
        "required": True,
        "when": when,
        "text": conversion.said(text, line),
        "help": conversion.said(node.text("description"), node.line_of("description")),
        "legal": _legal(node, conversion),
        "risk": {
            "when": f"answer == '{NO}'",
            "title": _title(node, conversion, text),
            "measures": measures,
            **_rating(node, conversion),
        },
        "pictures": [*pictures(node, conversion), *shown],
    }
    node.end()
    return tree(made, node.line)


def pictures(node: Node, conversion: Conversion) -> list[Placed]:
    """The pictures that stand in an element, by themselves or together."""
    together = node.all("images")
    found = [*node.all("image"), *(one for around in together for one in around.all("image"))]
    for around in together:
        around.end()
    return [made for one in found if (made := _picture(one, conversion))]


def _picture(node: Node, conversion: Conversion) -> Placed | None:
    caption = node.attribute("caption") or node.text("title")
    for name in ("filename", "content-type"):
        node.attribute(name)
    node.end(holds_text=True)
    file = conversion.pictures.get(node.element)
    if file is None:
        shown = node.attribute("filename") or caption or node.name
        node.note(sentences.NO_PICTURE.filled(file=shown))
        return None
    conversion.count("images")
    return tree({"file": file, "text": conversion.said(caption, node.line)}, node.line)


def _solutions(node: Node, conversion: Conversion) -> tuple[list[str], list[Placed]]:
    """The codes of the measures of a risk, and the pictures that stand among them."""
    codes, shown = [], []
    for around in node.all("solutions"):
        for one in around.all("solution"):
            code, made = measure(one, conversion)
            codes.append(code)
            conversion.measures.append(made)
        shown += pictures(around, conversion)
        around.end()
    return codes, shown


def _legal(node: Node, conversion: Conversion) -> Placed | None:
    text = node.text("legal-reference")
    if text:
        conversion.count("legal_references")
    return conversion.said(text, node.line_of("legal-reference"))


def _title(node: Node, conversion: Conversion, text: str) -> Placed | None:
    """What is wrong when the answer is no: the problem as the survey says it, or the statement denied."""
    problem = node.text("problem-description")
    if problem:
        return conversion.said(problem, node.line_of("problem-description"))
    denied = conversion.word(sentences.NOT_IN_ORDER, title=text)
    return conversion.said(denied, node.line_of("title"))


def _rating(node: Node, conversion: Conversion) -> dict[str, Any]:
    """By which model a risk is scored, and what is proposed.

    Source: Euphorie, client, where the priority of top 5 and policy risks is set to high.
    """
    is_high, method = _kind(node) != OWN, node.one("evaluation-method")
    high = {"default_scores": {PRIORITY: HIGH}} if is_high else {}
    if method is None:
        return high
    way = _way(node, method)
    is_calculated = way == CALCULATED and conversion.calculates
    scores = _scores(method, AXES if is_calculated else (PRIORITY,))
    if way == FIXED:
        method.note(sentences.FIXED)
    if is_high and scores:
        method.note(sentences.ALWAYS_HIGH)
    if is_high or not is_calculated:
        return high or {"default_scores": scores and tree(scores, method.line)}
    return _calculated(method, scores, conversion)


def _calculated(
    method: Node, scores: dict[str, str] | None, conversion: Conversion
) -> dict[str, Any]:
    """The model that calculates; it proposes nothing unless all of its values are given."""
    if scores and len(scores) < len(AXES):
        method.note(sentences.NOT_ALL_SCORES)
        scores = None
    model, version = conversion.scorings.calculated
    scoring = {"model": model, "version": version}
    return {"scoring": scoring, "default_scores": scores and tree(scores, method.line)}


def _kind(node: Node) -> str:
    given = node.attribute("type") or OWN
    if given not in KINDS:
        node.wrong("type", unknown(given, KINDS))
    return given


def _way(node: Node, method: Node) -> str:
    """How a risk is rated: calculated, or else a priority that is chosen."""
    given = method.raw().lower() or METHODS[0]
    if given not in METHODS:
        node.wrong(method.name, unknown(given, METHODS), method.line)
    return given


def _scores(method: Node, axes: tuple[str, ...]) -> dict[str, str] | None:
    """The values that are proposed, by axis; None when there are none."""
    given = {axis: method.attribute(f"default-{axis}") for axis in axes}
    method.end(holds_text=True)
    return {axis: value for axis, value in given.items() if value not in NOT_GIVEN} or None
