"""Makes the solutions of a question into measures that the instrument brings along."""

from __future__ import annotations

import re

from baken.core.instruments.documents import Placed
from baken.core.instruments.survey_xml import sentences
from baken.core.instruments.survey_xml.conversion import Conversion
from baken.core.instruments.survey_xml.nodes import Node
from baken.core.instruments.survey_xml.tree import tree
from baken.core.instruments.texts import Text

LONGEST_TITLE = 200
CUT = " …"
PLANS = ("action-plan", "action")
_SENTENCE = re.compile(rf".{{20,{LONGEST_TITLE}}}[.!?](?=\s)")
_NO_LETTER = re.compile(r"\W+")


def measure(node: Node, conversion: Conversion) -> tuple[str, Placed]:
    """A solution as a measure, with its id."""
    conversion.count("solutions")
    title, said = titled(node.text("description"), _plan(node))
    more = [said, *(_more(node, conversion, name, label) for name, label in _LABELS)]
    code = conversion.codes.take("measures", node.external, node.name)
    made = {
        "id": code,
        "title": conversion.said(title or conversion.untitled(node), node.line_of("description")),
        "text": conversion.said("\n\n".join(filter(None, more)), node.line),
    }
    node.end()
    return code, tree(made, node.line)


_LABELS = (
    ("prevention-plan", sentences.PREVENTION),
    ("requirements", sentences.REQUIREMENTS),
)


def _plan(node: Node) -> str:
    """What is to be done; newer exports call it otherwise, and some hold both."""
    found = [node.text(name) for name in PLANS]
    return "\n\n".join(dict.fromkeys(filter(None, found)))


def _more(node: Node, conversion: Conversion, name: str, label: Text) -> str:
    said = node.text(name)
    return f"{conversion.word(label)}: {said}" if said else ""


def titled(description: str, plan: str) -> tuple[str, str]:
    """The title of a measure, and what is left to say below it.

    Many a description is the beginning of the plan, cut off in the middle of a word; the title is then
    the first sentence of the plan.
    """
    begins = _bare(plan).startswith(_bare(description))
    title = headline(plan if begins and plan else description)
    below = [plan] if begins else [description, plan]
    return title, "\n\n".join(one for one in below if one and one != title)


def headline(text: str) -> str:
    """The first line of a text, or as much of it as a title has."""
    first = text.partition("\n")[0]
    if len(first) <= LONGEST_TITLE:
        return first
    sentence = _SENTENCE.match(first)
    if sentence:
        return sentence[0]
    return first[: LONGEST_TITLE - len(CUT)].rpartition(" ")[0] + CUT


def _bare(text: str) -> str:
    """The letters of a text, to compare two that differ in spaces and points."""
    return _NO_LETTER.sub("", text).lower()
