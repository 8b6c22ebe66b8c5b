"""What an instrument asks and brings, question by question, as a page shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from baken.core.instruments.definitions import (
    ActionRule,
    Column,
    Definition,
    Question,
    RiskTrigger,
    Section,
)
from baken.core.instruments.scoring import score
from baken.rooms.library.queries import label_of
from baken.rooms.library.queries.hazards import standard_measures
from baken.rooms.library.queries.instrument_pictures import ShownPicture, pictures_shown
from baken.rooms.library.queries.instruments import announced_titles
from baken.rooms.library.texts import said
from baken.rooms.library.texts.instrument_words import ACTIONS, EVIDENCE
from baken.rooms.library.texts.instruments import (
    follow_up_name,
    form_words,
    measure_title,
    options_of,
    repeat_words,
    worded,
)
from baken.rooms.library.views.instruments.picture_rows import pictures_said
from baken.rooms.library.views.pages import code_html, list_html, native_html

Fact = tuple[str, Any]
Pictures = Mapping[str, tuple[ShownPicture, ...]]


def sections_shown(definition: Definition) -> list[Mapping[str, Any]]:
    """The profile and the sections with their questions, in order."""
    shown, pictures = [], pictures_shown(definition, definition.questions.values())
    if definition.profile:
        asked = [question_shown(one, definition, pictures) for one in definition.profile]
        shown.append({"title": _("Profile"), "facts": [], "help": "", "questions": asked})
    return [*shown, *(_section(one, definition, pictures) for one in definition.sections)]


def _section(section: Section, definition: Definition, pictures: Pictures) -> Mapping[str, Any]:
    around = definition.section_by_id.get(section.within)
    facts: list[Fact] = []
    if around:
        facts.append((_("Part of"), said(around.title)))
    if section.repeat:
        facts.append((_("Filled in"), repeat_words(section.repeat)))
    if section.when:
        facts.append((_("Only when"), code_html(str(section.when))))
    return {
        "title": said(section.title),
        "help": said(section.help) if section.help else "",
        "facts": facts,
        "questions": [question_shown(one, definition, pictures) for one in section.questions],
    }


def question_shown(
    question: Question, definition: Definition, pictures: Pictures
) -> Mapping[str, Any]:
    """One question with all that is known of it, and the pictures beside it."""
    return {
        "key": question.key,
        "text": said(question.text),
        "help": said(question.help) if question.help else "",
        "form": form_words(question.form),
        "required": question.required,
        "pictures": pictures_said(question, pictures.get(question.key, ())),
        "options": options_of(question.form) if question.form.options else [],
        "facts": [
            *_facts(question),
            *_further_facts(question),
            *(_risk_facts(question.risk, definition) if question.risk else ()),
            *_follow_ups(question),
            *rule_facts(question.actions),
        ],
    }


def _facts(question: Question) -> Iterator[Fact]:
    if question.when:
        yield _("Only when"), code_html(str(question.when))
    if question.expr:
        yield _("Worked out as"), code_html(str(question.expr))
    if question.form.columns:
        yield _("Columns"), list_html(map(_column, question.form.columns))
    if question.form.low and question.form.high:
        yield _("Ends of the scale"), f"{said(question.form.low)} – {said(question.form.high)}"


def _further_facts(question: Question) -> Iterator[Fact]:
    if question.evidence in EVIDENCE:
        yield _("Evidence"), EVIDENCE[question.evidence]
    if question.form.answer_type.may_not_apply and question.na_reason == "none":
        yield _("Not applicable"), _("needs no reason")
    if question.legal:
        yield _("Law"), said(question.legal)


def _column(one: Column) -> str:
    must = _(", must be filled in") if one.required else ""
    return f"{said(one.text)} ({one.id}): {form_words(one.form)}{must}"


def _risk_facts(risk: RiskTrigger, definition: Definition) -> Iterator[Fact]:
    yield _("Brings a risk when"), code_html(str(risk.when))
    hazard = f" ({label_of('hazards', risk.hazard)})" if risk.hazard else ""
    yield _("Risk"), f"{said(risk.title)}{hazard}"
    if risk.scenario:
        yield _("Scenario"), said(risk.scenario)
    if risk.scoring and risk.default_scores:
        native = score(risk.scoring, dict(risk.default_scores)).native
        chosen = ", ".join(
            f"{said(risk.scoring.axis(axis).text)} {value}" for axis, value in risk.default_scores
        )
        yield _("Proposed class"), format_html("{} {}", native_html(native), chosen)
    if risk.measures:
        titles = (measure_title(one, definition, standard_measures()) for one in risk.measures)
        yield _("Proposed measures"), list_html(titles)


def _follow_ups(question: Question) -> Iterator[Fact]:
    titles = announced_titles()
    for one in question.triggers:
        named = follow_up_name(titles.get(one.instrument, one.instrument), one.is_announced)
        told = format_html("{}: {}", named, code_html(str(one.when)))
        yield _("Asks for an instrument"), told


def rule_facts(rules: Iterable[ActionRule]) -> Iterator[Fact]:
    """What is done, and when."""
    for rule in rules:
        told = worded(ACTIONS, rule.does)
        why = f": {said(rule.text)}" if rule.text else ""
        yield told[:1].upper() + told[1:], format_html("{}{}", code_html(str(rule.when)), why)
