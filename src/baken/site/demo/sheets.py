"""Fills in sheets for the demonstration, through the actions that people use: answers, rivals, scores."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import cycle
from typing import Any

from baken.core.access import Actor
from baken.core.instruments.filling import Asked, Place
from baken.rooms.sheets.actions import add_repetition, answer_questions, score_risk
from baken.rooms.sheets.actions.given import NewAnswer
from baken.rooms.sheets.queries.reading import whole_sheet

Told = Mapping[str, Any]
AXES = ("probability", "exposure", "effect")
IN_WORDS = "yes_no_partial_na"  # the kind of question that most of an RI&E consists of
LATER = timedelta(minutes=25)


class Filling:
    """One sheet that is filled in as a story tells, by several people from some moment on."""

    def __init__(self, record: Any, story: Told, makers: Sequence[Actor], at: datetime) -> None:
        self.record, self.story, self.makers, self.at = record, story, makers, at
        self.names: dict[str, str] = {}

    def fill_in(self) -> None:
        """The profile first, then what is repeated, then everything else, and the rivals last."""
        self._give(self.makers[0], self.story["profile"])
        for section, things in self.story.get("repetitions", {}).items():
            self._repeat(section, things)
        for maker, places in self._by_maker():
            self._answer(maker, places)
        self._rivals()

    def score(self, scorers: Sequence[Actor]) -> None:
        """Each scores every gap that the story scores, and the first how it is once measures work."""
        for gap in self.story.get("gaps", ()):
            for actor, choice, why in zip(
                scorers, gap.get("scores", ()), gap.get("why", ()), strict=False
            ):
                self._score(actor, gap, "current", choice, why)
            if "after" in gap:
                self._score(
                    scorers[0], gap, "residual", gap["after"], "Als alle maatregelen werken."
                )

    def _score(self, actor: Actor, gap: Told, moment: str, choice: Sequence[str], why: str) -> None:
        score_risk(
            actor=actor,
            record=self.record,
            place=self._place(gap["key"], gap.get("of", "")),
            moment=moment,
            choice=dict(zip(AXES, choice, strict=True)),
            argument=why,
            at=self._next(),
        )

    def _repeat(self, section: str, things: Mapping[str, Told]) -> None:
        actor = self.makers[-1]
        for label, given in things.items():
            made = add_repetition(
                actor=actor, record=self.record, section=section, label=label, at=self._next()
            )
            self.names[f"{section} {label}"] = made.name
            self._give(actor, given, made.name)

    def _by_maker(self) -> Iterable[tuple[Actor, list[Asked]]]:
        """Every open question, section by section given to the makers in turn."""
        by_section: dict[str, list[Asked]] = {}
        for one in whole_sheet(self.record).outcome.asked:
            if not one.is_answered and one.question.section not in self.story.get("unanswered", ()):
                by_section.setdefault(one.question.section, []).append(one)
        shares: list[list[Asked]] = [[] for _maker in self.makers]
        for share, asked in zip(cycle(shares), by_section.values(), strict=False):
            share += asked
        return zip(self.makers, shares, strict=True)

    def _answer(self, actor: Actor, asked: Iterable[Asked]) -> None:
        gaps = {(one["key"], one.get("of", "")): one["answer"] for one in self._gaps()}
        labels = {name: known.partition(" ")[2] for known, name in self.names.items()}
        given = []
        for one in asked:
            key, label = one.place.key, labels.get(one.place.repetition, "")
            value = gaps.get((key, label), self.story.get("answers", {}).get(key))
            if value is None and one.question.form.type == IN_WORDS:
                value = self.story["otherwise"]
            if value is not None:
                given.append(_answer_at(one.place, value))
        self._send(actor, given)

    def _gaps(self) -> list[Told]:
        return [one for one in self.story.get("gaps", ()) if "answer" in one]

    def _rivals(self) -> None:
        """What the last maker answers without knowing of the answer that is there."""
        told = self.story.get("rivals", {})
        serials = {place.key: row for place, row in whole_sheet(self.record).answers.items()}
        for key, value in told.items():
            others = [one for one in self.makers if one.person != serials[key].by]
            self._send(others[0], [NewAnswer(Place(key), value)])

    def _give(self, actor: Actor, given: Told, repetition: str = "") -> None:
        self._send(
            actor, [_answer_at(Place(key, repetition), value) for key, value in given.items()]
        )

    def _send(self, actor: Actor, given: Sequence[NewAnswer]) -> None:
        if given:
            answer_questions(actor=actor, record=self.record, given=given, at=self._next())

    def _place(self, key: str, label: str) -> Place:
        names = [name for known, name in self.names.items() if known.partition(" ")[2] == label]
        asked = {one.place for one in whole_sheet(self.record).outcome.asked}
        return next(Place(key, name) for name in (names or [""]) if Place(key, name) in asked)

    def _next(self) -> datetime:
        self.at += LATER
        return self.at


def _answer_at(place: Place, value: Any) -> NewAnswer:
    """What is given: a value, or with why the question does not apply."""
    if isinstance(value, Mapping):
        return NewAnswer(place, value["value"], value["reason"])
    return NewAnswer(place, value)
