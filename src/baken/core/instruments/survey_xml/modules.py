"""Makes modules into sections, and profile questions into what decides which of them are asked.

An optional module begins with a question of its own in its own section, answered once for each repetition;
after a yes the rest of the section is asked, and the sections within it. So an answer and what it opens
always stand in the same repetition, however deep the module lies.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from baken.core.instruments.definitions.model import PROFILE
from baken.core.instruments.definitions.vocabulary import YES
from baken.core.instruments.documents import Placed
from baken.core.instruments.documents.part import unknown
from baken.core.instruments.survey_xml import risks, sentences
from baken.core.instruments.survey_xml.conversion import Conversion
from baken.core.instruments.survey_xml.nodes import Node
from baken.core.instruments.survey_xml.tree import tree

OPTIONAL, REPEATED = "optional", "repeat"
KINDS = (OPTIONAL, REPEATED)
REPEATED_OVER = "workplace_ref"


@dataclass(frozen=True)
class Around:
    """Where a section stands: the section that it is within, and when it is asked."""

    within: str | None = None
    when: str | None = None


def sections_of_module(node: Node, conversion: Conversion, around: Around) -> Iterator[Placed]:
    """The section of a module, and those of the modules in it."""
    conversion.count("modules")
    title = node.text("title") or conversion.untitled(node)
    code = conversion.codes.take("sections", node.external, node.name)
    gate = _gate(node, conversion, code, title) if node.is_yes(OPTIONAL) else None
    when = f"{gate.plain()['id']} == '{YES}'" if gate else None
    helped = _help(node, conversion, () if gate else ("question",))
    if not gate and node.text("question"):
        node.note(sentences.NOT_OPTIONAL)
    yield tree(
        {
            "id": code,
            "title": conversion.said(title, node.line_of("title")),
            "help": helped,
            "within": around.within,
            "when": around.when,
            "questions": [*([gate] if gate else []), *_questions(node, conversion, when)],
        },
        node.line,
    )
    yield from _modules(node, conversion, Around(code, when))
    node.end()


def profile_question(node: Node, conversion: Conversion) -> Iterator[Placed]:
    """The sections of a profile question; one that is optional becomes a question of the profile."""
    conversion.count("profile_questions")
    kind = node.attribute("type") or REPEATED
    if kind not in KINDS:
        node.wrong("type", unknown(kind, KINDS))
    yield from (_optional if kind == OPTIONAL else _repeated)(node, conversion)
    node.end()


def _optional(node: Node, conversion: Conversion) -> Iterator[Placed]:
    """Modules that are asked after a yes in the profile; risks of its own stand in a section before them."""
    title, line = node.text("title"), node.line_of("question")
    text = node.text("question") or title or conversion.untitled(node)
    code = conversion.codes.take(PROFILE, node.external, node.name)
    asked = {
        "id": code,
        "type": "yes_no",
        "required": True,
        "text": conversion.said(text, line),
        "help": _help(node, conversion, ("title",), besides=text),
    }
    conversion.profile.append(tree(asked, node.line))
    around = Around(when=f"{PROFILE}.{code}")
    own = _questions(node, conversion, None)
    if own:
        made = {
            "id": conversion.codes.take("sections", node.external, node.name),
            "title": conversion.said(title or text, line),
            "when": around.when,
            "questions": own,
        }
        yield tree(made, node.line)
    yield from _modules(node, conversion, around)


def _repeated(node: Node, conversion: Conversion) -> Iterator[Placed]:
    """A section for each workplace, with the modules as sections within it."""
    title = node.text("title") or node.text("question") or conversion.untitled(node)
    code = conversion.codes.take("sections", node.external, node.name)
    made = {
        "id": code,
        "title": conversion.said(title, node.line_of("title")),
        "help": _help(node, conversion, ("question",), besides=title),
        "repeat": {"over": REPEATED_OVER},
        "questions": _questions(node, conversion, None),
    }
    yield tree(made, node.line)
    yield from _modules(node, conversion, Around(within=code))


def _modules(node: Node, conversion: Conversion, around: Around) -> Iterator[Placed]:
    for one in node.all("module"):
        yield from sections_of_module(one, conversion, around)


def _gate(node: Node, conversion: Conversion, section: str, title: str) -> Placed:
    """The question that opens an optional module."""
    text = node.text("question")
    if not text:
        node.note(sentences.NO_QUESTION)
        text = conversion.word(sentences.APPLIES, title=title)
    made = {
        "id": conversion.codes.take("questions", f"{section}_{OPTIONAL}", node.name),
        "type": "yes_no",
        "required": True,
        "text": conversion.said(text, node.line_of("question")),
    }
    return tree(made, node.line)


def _questions(node: Node, conversion: Conversion, when: str | None) -> list[Placed]:
    """The questions of a module: its pictures to look at, and its risks."""
    shown = risks.pictures(node, conversion)
    look = {
        "id": conversion.codes.take("questions", f"{node.external}_{sentences.PICTURE.en}", node.name),
        "type": "statement",
        "when": when,
        "text": conversion.said(conversion.word(sentences.PICTURE), node.line),
        "pictures": shown,
    } if shown else None  # fmt: skip
    found = [risks.question(one, conversion, when) for one in node.all("risk")]
    return [*([tree(look, node.line)] if look else []), *found]


def _help(
    node: Node, conversion: Conversion, before: tuple[str, ...], *, besides: str = ""
) -> Placed | None:
    """What is explained: other texts ``before`` that are not said ``besides``, and the description."""
    first = [node.text(name) for name in before]
    kept = [one for one in first if one.rstrip("?. ") not in besides]
    directions = node.text("solution-direction")
    if directions:
        directions = f"{conversion.word(sentences.SOLUTIONS)}:\n{directions}"
    texts: list[str] = [*kept, node.text("description"), directions]
    return conversion.said("\n\n".join(filter(None, texts)), node.line_of("description"))
