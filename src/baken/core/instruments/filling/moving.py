"""Carries a draft over to another version of its instrument; what was decided on is never carried over."""

from __future__ import annotations

from dataclasses import dataclass, replace

from baken.core.instruments.definitions import Definition, Question
from baken.core.instruments.filling.filled import Filled, Place


@dataclass(frozen=True)
class Moved:
    """What came along, and what did not.

    ``again`` are answers to questions that changed: they are to be answered anew, beside what was said
    before. ``gone`` are answers to questions that are no more. Neither is in ``filled``.
    """

    filled: Filled
    again: tuple[Place, ...]
    gone: tuple[Place, ...]


def moved_to(new: Definition, old: Definition, filled: Filled) -> Moved:
    """A draft made with one version of an instrument, for another version of it.

    An answer comes along when its question is the same in both: its text, the way it is answered, and
    for what it is repeated. Source: domain reference, instruments, section 2.
    """
    kept, again, gone = {}, [], []
    for place, given in filled.answers.items():
        question = new.questions.get(place.key)
        if question is None or not question.is_answered:
            gone.append(place)
        elif is_same(new, question, old):
            kept[place] = given
        else:
            again.append(place)
    repetitions = {
        section: found
        for section, found in filled.repetitions.items()
        if section in new.section_by_id and new.section_by_id[section].repeat
    }
    scores = {place: one for place, one in filled.scores.items() if place in kept}
    moved = replace(filled, answers=kept, repetitions=repetitions, scores=scores)
    return Moved(moved, tuple(again), tuple(gone))


def is_same(new: Definition, question: Question, old: Definition) -> bool:
    """Whether a question of a version asks what the one with its id asks in another."""
    before = old.questions.get(question.key)
    if before is None:
        return False
    repeated = new.repeat_of[question.key] == old.repeat_of[question.key]
    return repeated and (before.text, before.form) == (question.text, question.form)
