"""What a version of an instrument asks otherwise than the version before it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from baken.core.instruments.definitions import Definition, Question


@dataclass(frozen=True)
class ChangedQuestion:
    """A question that is in both versions and not the same: which parts of it differ.

    ``is_asked_again`` says whether an answer in a draft is lost when the draft moves to this version.
    """

    question: Question
    parts: tuple[str, ...]

    @property
    def is_asked_again(self) -> bool:
        """Whether its answer does not come along with a draft."""
        return not AGAIN.isdisjoint(self.parts)


@dataclass(frozen=True)
class Changes:
    """The questions that came, those that went, and those that changed, in the order of the files."""

    added: tuple[Question, ...]
    removed: tuple[Question, ...]
    changed: tuple[ChangedQuestion, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


AGAIN = frozenset({"text", "form", "repeat"})
_Part = Callable[[Definition, Question], Any]


def changes_between(old: Definition, new: Definition) -> Changes:
    """What changed in the questions from one version to the next; conditions compare as written."""
    changed = (_changed(old, new, key) for key in new.questions if key in old.questions)
    return Changes(
        added=tuple(one for key, one in new.questions.items() if key not in old.questions),
        removed=tuple(one for key, one in old.questions.items() if key not in new.questions),
        changed=tuple(one for one in changed if one.parts),
    )


def _changed(old: Definition, new: Definition, key: str) -> ChangedQuestion:
    before, now = old.questions[key], new.questions[key]
    parts = (name for name, part in _PARTS.items() if part(old, before) != part(new, now))
    return ChangedQuestion(now, tuple(parts))


def _field(name: str) -> _Part:
    return lambda _definition, question: getattr(question, name)


def _written(name: str) -> _Part:
    """A condition as text: the tree also knows where in its line everything stood."""
    return lambda _definition, question: str(getattr(question, name) or "")


def _repeat(definition: Definition, question: Question) -> str:
    return definition.repeat_of[question.key]


def _risk(_definition: Definition, question: Question) -> Any:
    risk = question.risk
    if risk is None:
        return None
    model = risk.scoring and (risk.scoring.code, risk.scoring.version)
    plain = (risk.hazard, risk.title, risk.scenario, risk.default_scores, risk.measures)
    return str(risk.when), model, plain


def _triggers(_definition: Definition, question: Question) -> list[Any]:
    return [(str(one.when), one.instrument) for one in question.triggers]


def _actions(_definition: Definition, question: Question) -> list[Any]:
    return [(str(one.when), one.does, one.text) for one in question.actions]


def _help(_definition: Definition, question: Question) -> tuple[Any, ...]:
    return question.help, question.legal, question.pictures


_PARTS: Mapping[str, _Part] = {
    "text": _field("text"),
    "form": _field("form"),
    "section": _field("section"),
    "repeat": _repeat,
    "help": _help,
    "when": _written("when"),
    "expr": _written("expr"),
    "required": _field("required"),
    "evidence": _field("evidence"),
    "na_reason": _field("na_reason"),
    "risk": _risk,
    "triggers": _triggers,
    "actions": _actions,
}
