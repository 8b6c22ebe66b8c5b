"""The frozen copy of a sheet: a document that needs no definition to be read again. Pure.

It holds every text in both languages, every answer with author and moment, the scores with the table they
come from, and what followed. It is read by people through ``views/copy`` and proved by its checksum.
Source: domain reference, instruments, section 2 (an in-force version is frozen).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from baken.core.instruments.definitions import Definition, Question, Section
from baken.core.instruments.filling import Asked, Outcome, Place, RaisedRisk
from baken.core.instruments.scoring import Bands, Score, ScoringModel
from baken.core.instruments.texts import Text

SHAPE = 1  # of the document; a reader of a later shape reads this one as well


@dataclass(frozen=True)
class Said:
    """An answer as it is kept: the value, why it does not apply, who gave it in which post, and when."""

    value: Any
    reason: str = ""
    by: str = ""
    post: str = ""
    at: str = ""


@dataclass(frozen=True)
class ScoredBy:
    """How one person scored a risk."""

    moment: str
    choice: Mapping[str, str]
    argument: str
    by: str
    post: str
    at: str


@dataclass(frozen=True)
class Known:
    """What a copy is made of beside the definition and the outcome.

    ``labels`` name the repetitions, ``said`` and ``scores`` what people filled in, ``evidence`` the
    checksums of photos and documents by the place of their answer.
    """

    title: str
    unit: str
    labels: Mapping[str, str]
    said: Mapping[Place, Said]
    scores: Mapping[Place, Sequence[ScoredBy]]
    evidence: Mapping[Place, Sequence[str]]


def frozen(definition: Definition, outcome: Outcome, known: Known) -> dict[str, Any]:
    """The document of a sheet, of plain values alone; the same input gives the same document."""
    head = definition.head
    return {
        "shape": SHAPE,
        "title": known.title,
        "unit": known.unit,
        "instrument": {
            "code": head.code,
            "version": str(head.version),
            "sha256": definition.sha256,
            "title": _text(head.title),
            "legal_basis": list(head.legal_basis),
            "languages": list(head.languages),
        },
        "profile": [_question(one, known) for one in outcome.profile],
        "sections": [
            _section(one.section, one.repetition, one.asked, known) for one in outcome.sections
        ],
        "calculations": _calculations(definition, outcome),
        "risks": [_risk(one, known) for one in outcome.risks],
        "follow_ups": [one.instrument for one in outcome.follow_ups],
        "scoring": _models(definition, outcome),
        "worst_now": outcome.worst_now.value if outcome.worst_now else "",
        "worst_after": outcome.worst_after.value if outcome.worst_after else "",
    }


def checksum_of(document: Mapping[str, Any]) -> str:
    """The SHA-256 of a document, whatever the order in which a store gives its names back."""
    written = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode("utf-8")).hexdigest()


def _text(text: Text | None) -> dict[str, str]:
    return {"nl": text.nl, "en": text.en} if text else {}


def _section(
    section: Section, repetition: str, asked: Sequence[Asked], known: Known
) -> dict[str, Any]:
    return {
        "id": section.id,
        "within": section.within,
        "title": _text(section.title),
        "repetition": repetition,
        "label": known.labels.get(repetition, ""),
        "questions": [_question(one, known) for one in asked],
    }


def _question(one: Asked, known: Known) -> dict[str, Any]:
    question, said = one.question, known.said.get(one.place)
    made: dict[str, Any] = {
        "key": one.place.key,
        "text": _text(question.text),
        "type": question.form.type,
        "unit": question.form.unit.name if question.form.unit else "",
    }
    if question.legal:
        made["legal"] = _text(question.legal)
    if not question.is_answered:
        return made | {"computed": one.computed if _is_plain(one.computed) else None}
    if said is None:
        return made | {"value": None}
    return made | {
        "value": said.value,
        "words": list(_words(question, said.value)),
        "reason": said.reason,
        "by": said.by,
        "post": said.post,
        "at": said.at,
        "evidence": list(known.evidence.get(one.place, ())),
    }


def _words(question: Question, value: Any) -> Iterator[dict[str, str]]:
    """The texts of what was chosen, for a choice."""
    texts = {option.code: option.text for option in question.form.options}
    chosen = value if isinstance(value, list) else [value]
    for one in chosen:
        if isinstance(one, str) and one in texts:
            yield _text(texts[one])


def _is_plain(value: Any) -> bool:
    return value is None or isinstance(value, bool | int | float | str)


def _calculations(definition: Definition, outcome: Outcome) -> list[dict[str, Any]]:
    return [
        {
            "id": one.id,
            "text": _text(one.text),
            "value": _plain(outcome.calculations.get(one.id)),
            "unit": one.unit.name if one.unit else "",
        }
        for one in definition.calculations
    ]


def _plain(value: Any) -> Any:
    """A worked-out value as a document keeps it: a class by its code."""
    return getattr(value, "value", value) if not isinstance(value, tuple) else None


def _risk(one: RaisedRisk, known: Known) -> dict[str, Any]:
    trigger = one.trigger
    told = (
        {
            "title": _text(trigger.title),
            "hazard": trigger.hazard,
            "scenario": _text(trigger.scenario),
            "measures": list(trigger.measures),
        }
        if trigger
        else dict(one.line or {})
    )
    return {
        "key": one.place.key,
        "repetition": one.place.repetition,
        "nth": one.nth,
        **told,
        "current": _score(one.current),
        "residual": _score(one.residual),
        "is_proposed": one.is_proposed,
        "scores": [
            {**vars(row), "choice": dict(row.choice)} for row in known.scores.get(one.place, ())
        ],
    }


def _score(score: Score | None) -> dict[str, Any] | None:
    if score is None:
        return None
    return {
        "model": score.model,
        "version": score.version,
        "choice": dict(score.choice),
        "number": score.number,
        "written": score.written,
        "native": score.native.code,
        "text": _text(score.native.text),
        "action": _text(score.native.action),
        "common": score.common.value if score.common else "",
    }


def _models(definition: Definition, outcome: Outcome) -> list[dict[str, Any]]:
    """The scoring tables by which its risks were scored, whole, so that nobody needs to look them up."""
    used = {
        (one.trigger.scoring.code, one.trigger.scoring.version): one.trigger.scoring
        for one in outcome.risks
        if one.trigger and one.trigger.scoring
    }
    if definition.scoring:
        used[definition.scoring.code, definition.scoring.version] = definition.scoring
    return [_model(used[key]) for key in sorted(used)]


def _model(model: ScoringModel) -> dict[str, Any]:
    rule = model.rule
    table: dict[str, Any] = (
        {
            "formula": rule.formula,
            "bands": [{"max": one.most, "class": one.native} for one in rule.bands],
        }
        if isinstance(rule, Bands)
        else {"cells": [[*place, native] for place, native in sorted(rule.cells.items())]}
    )
    return {
        "code": model.code,
        "version": model.version,
        "text": _text(model.text),
        "axes": [
            {
                "code": axis.code,
                "text": _text(axis.text),
                "values": [
                    {"code": one.code, "text": _text(one.text), "number": one.number}
                    for one in axis.values
                ],
            }
            for axis in model.axes
        ],
        **table,
    }
