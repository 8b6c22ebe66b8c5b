"""The findings: what can happen to whom, how it was scored, and what is done about it, the worst first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from baken.core.papers.blocks import Block, Cell, Heading, Paragraph, Table, known
from baken.rooms.assessments.exports.words import day, joined, mark, said
from baken.rooms.assessments.models import AssessmentFinding
from baken.rooms.assessments.queries.papers import Told
from baken.rooms.assessments.rules import rank
from baken.rooms.library.queries import code_list, label_of
from baken.rooms.measures.rules.states import TAKEN
from baken.rooms.measures.workflow import MEASURE
from baken.rooms.register.workflow import RISK

CURRENT = "current"


def findings(told: Told) -> Iterator[Block]:
    """Each finding under a heading of its own."""
    found = worst_first(told)
    if told.is_blind:
        yield Paragraph(
            _(
                "What was scored is told when the evaluation is done: everybody scores by themselves."
            )
        )
    if not found:
        yield Paragraph(_("There is no finding in the register yet."), "muted")
    for nth, one in enumerate(found, start=1):
        yield Heading(f"{nth}. {title_of(told, one)}", 2)
        yield _facts(told, one)
        yield from _measures(told, one)


def worst_first(told: Told) -> list[AssessmentFinding]:
    """The findings by class, within a class by their number, else in the order of the sheet."""
    return sorted(told.inside.findings, key=lambda one: (rank(one.common), -_number(told, one)))


def _number(told: Told, one: AssessmentFinding) -> float:
    """The number that a model came to; 0 where it knows none, or nothing of it is told yet."""
    score = None if told.is_blind else told.risk_of(one).get("current")
    return float((score or {}).get("number") or 0)


def title_of(told: Told, one: AssessmentFinding) -> str:
    """What a finding is called in the language of the paper, with what it was found at."""
    named = said(told.risk_of(one).get("title"), told.language)
    return joined([named, one.label], ": ") if named else one.title


def _facts(told: Told, one: AssessmentFinding) -> Block:
    kept, risk = told.risk_of(one), told.inside.risks.get(one.risk_number)
    hazard = kept.get("hazard") or (risk.hazard if risk else "")
    return known(
        [
            (_("Class"), mark(one.common)),
            (_("What can happen"), said(kept.get("scenario"), told.language)),
            (_("Hazard"), label_of("hazards", hazard) if hazard else ""),
            (_("Root cause"), one.root_cause),
            (_("Who are exposed"), _exposed(told, kept, risk)),
            *_scored(told, kept),
            (_("In the register"), _registered(one, risk)),
        ]
    )


def _exposed(told: Told, kept: Mapping[str, Any], risk: Any) -> str:
    """How many people are exposed, as the sheet or the register says, else all that it is about."""
    listed = kept.get("exposed") or {}
    if listed:
        return joined(
            f"{label_of('person_kinds', name)}: {count}" for name, count in listed.items()
        )
    if risk is not None:
        return joined([risk.group, risk.exposed])
    return str(told.record.headcount)


def _registered(one: AssessmentFinding, risk: Any) -> str:
    return joined([one.risk_ref, RISK.states[risk.state] if risk is not None else ""])


def _scored(told: Told, kept: Mapping[str, Any]) -> Iterator[tuple[str, Cell]]:
    """By which model it was scored, on which values, to which class, and why; nothing while it is blind."""
    now, after = kept.get("current"), kept.get("residual")
    if told.is_blind or not now:
        return
    yield _("Scored by"), _model(told, now)
    yield _("On the values"), _values(told, now)
    yield _("Class of the model"), _native(told, now)
    yield _("Why"), "\n".join(_arguments(kept))
    if after:
        yield _("Once measures work"), joined([_values(told, after), _native(told, after)], "; ")


def _model(told: Told, score: Mapping[str, Any]) -> str:
    model = _kept_model(told, score)
    named = said(model.get("text"), told.language) or score["model"]
    return f"{named} ({score['model']} {score['version']})"


def _kept_model(told: Told, score: Mapping[str, Any]) -> Mapping[str, Any]:
    """The scoring table as the copy keeps it."""
    every = told.content.get("scoring", ())
    meant = (score["model"], score["version"])
    return next((one for one in every if (one["code"], one["version"]) == meant), {})


def _values(told: Told, score: Mapping[str, Any]) -> str:
    """The values in the order of the model: a database keeps what was chosen in an order of its own."""
    axes = {one["code"]: one for one in _kept_model(told, score).get("axes", ())}
    chosen = score["choice"]
    known = [axis for axis in axes if axis in chosen]
    others = sorted(axis for axis in chosen if axis not in axes)
    return joined(
        (
            _value(axes.get(axis), axis, str(chosen[axis]), told.language)
            for axis in [*known, *others]
        ),
        "; ",
    )


def _value(axis: Mapping[str, Any] | None, code: str, value: str, language: str) -> str:
    if axis is None:
        return f"{code} {value}"
    texts = {one["code"]: said(one["text"], language) for one in axis["values"]}
    words = texts.get(value, "")
    told = f"{value} ({words})" if words and words != value else value
    return f"{said(axis['text'], language)}: {told}"


def _native(told: Told, score: Mapping[str, Any]) -> str:
    number = "" if score["number"] is None else f"{score['number']:g}"
    named = joined([score["native"], said(score["text"], told.language)], " – ")
    worth = number or score["written"] or ""
    return joined(
        [f"{named} ({worth})" if worth else named, said(score["action"], told.language)], ". "
    )


def _arguments(kept: Mapping[str, Any]) -> list[str]:
    """Why people scored as they did, without who said what."""
    found = [one["argument"] for one in kept.get("scores", ()) if one["moment"] == CURRENT]
    return list(dict.fromkeys(one for one in found if one))


def _measures(told: Told, one: AssessmentFinding) -> Iterator[Block]:
    """What is and will be done, the best level of control first."""
    found = told.measures_of(one)
    if not found:
        yield Paragraph(_("There is no measure that you read about this finding."), "muted")
        return
    order = list(code_list("control_levels"))
    found.sort(key=lambda m: order.index(m.control_level) if m.control_level in order else 9)
    rows = tuple(
        (
            joined([m.ref, m.title], " "),
            label_of("control_levels", m.control_level),
            joined(
                [_("taken") if m.state in TAKEN else _("to come"), MEASURE.states[m.state]], ": "
            ),
            owner_of(told, m),
            day(m.due_on),
        )
        for m in found
    )
    columns = (_("Measure"), _("Level of control"), _("State"), _("Owner"), _("By when"))
    yield Table(_("Measures"), columns, rows, (3, 3, 2, 2, 2))


def owner_of(told: Told, measure: Any) -> str:
    """Who carries a measure out; nothing where its reader is not told so."""
    return told.name(measure.owner) or (_("nobody yet") if measure.ref else "")
