"""Works a worked example out and says what comes out otherwise than it should."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from baken.core.instruments.definitions import Definition
from baken.core.instruments.expressions import rounded
from baken.core.instruments.filling.examples import sentences
from baken.core.instruments.filling.examples.example import (
    OF_SCORE,
    Example,
    ExpectedRisk,
    written,
)
from baken.core.instruments.filling.filled import Filled, Given, Place
from baken.core.instruments.filling.outcome import Outcome, RaisedRisk, Told
from baken.core.instruments.filling.working_out import work_out
from baken.core.instruments.risk_classes import RiskClass
from baken.core.instruments.scoring import Score
from baken.core.instruments.texts import Text, plain

Difference = tuple[str, Any, Any]


def differences(definition: Definition, example: Example) -> tuple[Text, ...]:
    """What comes out otherwise than an example says, a sentence each; nothing when it is right."""
    outcome = _worked_out(definition, example)
    found = (*_in_sheet(outcome, example), *_in_risks(outcome, example))
    return tuple(
        sentences.DIFFERS.filled(
            example=example.name, what=what, wanted=_named(wanted), found=_named(given)
        )
        for what, wanted, given in found
        if wanted != given
    )


def _worked_out(definition: Definition, example: Example) -> Outcome:
    """The outcome, with what has no answer of its own answered by one word, until nothing more is asked."""
    answers = dict(example.filled.answers)
    while True:
        filled = Filled(answers, example.filled.repetitions, example.filled.scores)
        outcome = work_out(definition, filled)
        more = {} if not example.otherwise else _unanswered(outcome, answers, example.otherwise)
        if not more:
            return outcome
        answers |= more


def _unanswered(outcome: Outcome, answers: dict[Place, Given], word: str) -> dict[Place, Given]:
    return {
        one.place: Given(word)
        for one in outcome.asked
        if one.question.is_answered
        and one.place not in answers
        and word in one.question.form.answer_type.words
    }


def _in_sheet(outcome: Outcome, example: Example) -> Iterator[Difference]:
    """What is compared of the sheet as a whole: name, what it should be, what it is."""
    found = {
        "complete": outcome.is_complete,
        "worst": _counted(outcome.worst_now),
        "worst_after": _counted(outcome.worst_after),
        "follow_ups": _sorted(one.instrument for one in outcome.follow_ups),
        "missing": _sorted(written(Place(one.key, one.repetition)) for one in outcome.troubles),
        "hidden": _sorted(map(written, outcome.hidden)),
        "told": _sorted(map(_told, outcome.told)),
        "refusals": len(outcome.refusals),
    }
    for name, wanted in example.expect.says.items():
        yield name, wanted, found[name]
    for name, wanted in example.expect.calculations.items():
        yield name, wanted, _counted(outcome.calculations[name])


def _in_risks(outcome: Outcome, example: Example) -> Iterator[Difference]:
    """The risks as a whole; of each that is there, in order, what is said of it."""
    wanted = example.expect.risks
    if wanted is None:
        return
    yield (
        "risks",
        tuple(sorted(one.at for one in wanted)),
        tuple(sorted(written(one.place) for one in outcome.risks)),
    )
    left = list(outcome.risks)
    for one in wanted:
        same = next((risk for risk in left if written(risk.place) == one.at), None)
        if same is not None:
            left.remove(same)
            yield from _in_risk(one, same)


def _in_risk(wanted: ExpectedRisk, risk: RaisedRisk) -> Iterator[Difference]:
    trigger, line = risk.trigger, risk.line or {}
    found = {
        **_score("", risk.current),
        **_score("residual.", risk.residual),
        "hazard": trigger.hazard if trigger else line.get("hazard", ""),
        "proposed": risk.is_proposed,
    }
    for name, value in wanted.says.items():
        yield f"{wanted.at} {name}", value, found[name]


def _score(before: str, score: Score | None) -> dict[str, Any]:
    if score is None:
        return dict.fromkeys(f"{before}{name}" for name in OF_SCORE)
    found = (_counted(score.number), score.native.code, _counted(score.common))
    return {f"{before}{name}": value for name, value in zip(OF_SCORE, found, strict=True)}


def _told(one: Told) -> str:
    return "@".join([one.what, *([written(one.place)] if one.place else [])])


def _sorted(found: Any) -> tuple[str, ...]:
    return tuple(sorted(set(found)))


def _counted(value: Any) -> Any:
    """A value as it is compared."""
    if isinstance(value, RiskClass):
        return value.value
    if isinstance(value, float):
        return rounded(value)
    return value


def _named(value: Any) -> Text:
    """A value in a sentence."""
    if isinstance(value, bool):
        return sentences.YES_NO[value]
    if value is None or value == ():
        return sentences.NOTHING
    if isinstance(value, tuple):
        return plain(", ".join(value))
    return plain(f"{value:.12g}" if isinstance(value, float) else value)
