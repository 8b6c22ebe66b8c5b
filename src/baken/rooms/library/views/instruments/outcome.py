"""What comes of what was filled in to try an instrument, as a page shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from baken.core.instruments.definitions import Definition
from baken.core.instruments.filling import Outcome, Place, RaisedRisk, Told
from baken.core.instruments.risk_classes import RiskClass
from baken.core.instruments.scoring import Score
from baken.rooms.library.forms.trying import Trial
from baken.rooms.library.queries import label_of
from baken.rooms.library.queries.hazards import standard_measures
from baken.rooms.library.queries.instruments import announced_titles
from baken.rooms.library.texts import said
from baken.rooms.library.texts.instrument_words import ACTIONS
from baken.rooms.library.texts.instruments import follow_up_name, measure_title, value_words
from baken.rooms.library.views.pages import (
    Column,
    Section,
    class_html,
    column,
    list_html,
    native_html,
)

Row = Mapping[str, Any]


def outcome_shown(definition: Definition, trial: Trial) -> Mapping[str, Any]:
    """Everything that follows, in the parts of the page."""
    outcome = trial.outcome
    return {
        "is_complete": outcome.is_complete and not trial.found.problems,
        "facts": list(_facts(outcome)),
        "refusals": [said(one) for one in outcome.refusals],
        "sections": [one for one in _sections(definition, trial) if one.rows],
    }


def _facts(outcome: Outcome) -> Iterator[tuple[str, Any]]:
    progress = outcome.progress
    told = _("%(answered)s of %(asked)s; of those that must be answered %(done)s of %(needed)s")
    yield (
        _("Answered"),
        told
        % {
            "answered": progress.answered,
            "asked": progress.asked,
            "done": progress.required_answered,
            "needed": progress.required,
        },
    )
    yield _("Worst class now"), _class(outcome.worst_now)
    yield _("Worst class once measures work"), _class(outcome.worst_after)


def _sections(definition: Definition, trial: Trial) -> Iterator[Section]:
    outcome = trial.outcome
    yield Section(_("What is missing"), _two(_("What")), _troubles(definition, trial))
    risks = [_risk(one, definition, trial) for one in outcome.risks]
    yield Section(_("Risks"), _risk_columns(), risks)
    yield Section(
        _("Instruments that are asked for"),
        [column("what", _("Instrument"), head=True), column("because", _("Because of"))],
        _follow_ups(definition, trial),
    )
    yield Section(_("Worked out"), _two(_("Outcome")), _calculations(definition, outcome))
    told = [_told(one, definition, trial) for one in outcome.told]
    yield Section(_("What is done"), _two(_("What")), told)
    hidden = [
        {"where": _where(one, definition, trial), "what": _("not asked now; the answer lapses")}
        for one in outcome.hidden
    ]
    yield Section(_("Answers that count for nothing"), _two(_("Why")), hidden)


def _two(label: str) -> list[Column]:
    return [column("where", _("Where"), head=True), column("what", label)]


def _risk_columns() -> list[Column]:
    return [
        column("risk", _("Risk"), head=True),
        column("because", _("Because of")),
        column("now", _("Class now")),
        column("after", _("Class once measures work")),
        column("measures", _("Proposed measures"), blank=True),
    ]


def _troubles(definition: Definition, trial: Trial) -> list[Row]:
    return [
        {
            "where": _where(Place(one.key, one.repetition), definition, trial),
            "what": said(one.text),
        }
        for one in trial.outcome.troubles
    ]


def _risk(one: RaisedRisk, definition: Definition, trial: Trial) -> Row:
    trigger, line = one.trigger, one.line or {}
    hazard = trigger.hazard if trigger else line.get("hazard", "")
    title = said(trigger.title) if trigger else line.get("title", "")
    codes = trigger.measures if trigger else ()
    measures = [measure_title(code, definition, standard_measures()) for code in codes]
    return {
        "risk": f"{title} ({label_of('hazards', hazard)})" if hazard else title,
        "because": _where(one.place, definition, trial),
        "now": list_html([_score(one.current), *([_("proposed")] if one.is_proposed else [])]),
        "after": _score(one.residual),
        "measures": list_html([*measures, *line.get("measures", ())]),
    }


def _score(one: Score | None) -> Any:
    return native_html(one.native) if one else _("not scored")


def _class(one: RiskClass | None) -> SafeString:
    return class_html(one.value) if one else class_html("none", _("none"))


def _follow_ups(definition: Definition, trial: Trial) -> list[Row]:
    titles = announced_titles()
    return [
        {
            "what": follow_up_name(titles.get(one.instrument, one.instrument), one.is_announced),
            "because": list_html(_where(place, definition, trial) for place in one.places),
        }
        for one in trial.outcome.follow_ups
    ]


def _calculations(definition: Definition, outcome: Outcome) -> list[Row]:
    return [
        {
            "where": said(one.text) if one.text else one.id,
            "what": value_words(outcome.calculations[one.id], one.unit),
        }
        for one in definition.calculations
    ]


def _told(one: Told, definition: Definition, trial: Trial) -> Row:
    why = f": {said(one.text)}" if one.text else ""
    where = _where(one.place, definition, trial) if one.place else _("the whole sheet")
    return {"where": where, "what": f"{ACTIONS[one.what]}{why}"}


def _where(place: Place, definition: Definition, trial: Trial) -> str:
    """A question, or a section that is not repeated often enough, with what it is repeated for."""
    question = definition.questions.get(place.key)
    if question is None:
        return said(definition.section_by_id[place.key].title)
    name = trial.name_of(definition.repeat_of[place.key], place.repetition)
    return f"{said(question.text)} ({name})" if name else said(question.text)
