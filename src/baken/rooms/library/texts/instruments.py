"""What an instrument says, in words: how it is answered, what a no brings, how long a sheet holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from baken.core.instruments.definitions import Definition, Form, Repeat
from baken.core.instruments.definitions.model import Validity
from baken.core.instruments.definitions.units import Unit
from baken.rooms.library.texts import said
from baken.rooms.library.texts.instrument_words import (
    ANSWER_TYPES,
    ANSWERS,
    REPEATED_OVER,
    VALIDITY_TRIGGERS,
    Words,
)
from baken.rooms.library.texts.scoring import number_words


def worded(words: Words, codes: Iterable[str]) -> str:
    """Some codes in words, with commas between them."""
    return ", ".join(str(words[code]) for code in codes)


def form_words(form: Form) -> str:
    """How a question is answered: the kind of answer, the unit and the bounds."""
    unit = f" ({form.unit.name})" if form.unit else ""
    return "".join([str(ANSWER_TYPES[form.type]), unit, *bound_words(form)])


def bound_words(form: Form) -> Iterator[str]:
    """Between which borders an answer lies, when there are any."""
    least, most = (
        (form.earliest, form.latest)
        if form.earliest or form.latest
        else (_number(form.least), _number(form.most))
    )
    if least is not None:
        yield _(", at least %(least)s") % {"least": least}
    if most is not None:
        yield _(", at most %(most)s") % {"most": most}


def options_of(form: Form) -> list[tuple[str, str]]:
    """What can be chosen: code and text."""
    if form.options:
        return [(one.code, said(one.text)) for one in form.options]
    return [(code, str(ANSWERS[code])) for code in form.answer_type.words]


def answer_words(form: Form, value: Any) -> str:
    """An answer as people read it."""
    if value is None:
        return "–"
    if form.words and isinstance(value, str):
        return dict(options_of(form))[value]
    return value_words(value, form.unit)


def value_words(value: Any, unit: Unit | None = None) -> str:
    """What was worked out, or an answer that is no choice, as people read it."""
    if value is None:
        return _("unknown")
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, int | float):
        return number_words(value) + (f" {unit.name}" if unit else "")
    if isinstance(value, list | tuple):
        return "; ".join(value_words(one) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{name} {value_words(one)}" for name, one in value.items())
    return str(value)


def repeat_words(repeat: Repeat) -> str:
    """For what a section is repeated, and how often."""
    told = [_("for each %(what)s") % {"what": REPEATED_OVER[repeat.over]}]
    if repeat.least:
        told.append(_("at least %(least)s") % {"least": repeat.least})
    if repeat.most is not None:
        told.append(_("at most %(most)s") % {"most": repeat.most})
    return ", ".join(told)


def follow_up_name(name: Any, is_announced: bool) -> str:
    """The instrument that an answer asks for, and that it is not there yet."""
    return _("%(name)s (not there yet)") % {"name": name} if is_announced else str(name)


def validity_words(validity: Validity) -> Iterator[str]:
    """How long a sheet holds, and what ends it before."""
    if validity.max_months:
        text = ngettext("%(count)s month at most", "%(count)s months at most", validity.max_months)
        yield text % {"count": validity.max_months}
    if validity.max_hours:
        text = ngettext("%(count)s hour at most", "%(count)s hours at most", validity.max_hours)
        yield text % {"count": validity.max_hours}
    if validity.review_months:
        text = ngettext(
            "looked at again after %(count)s month",
            "looked at again after %(count)s months",
            validity.review_months,
        )
        yield text % {"count": validity.review_months}
    if validity.triggers:
        told = worded(VALIDITY_TRIGGERS, validity.triggers)
        yield _("looked at again after: %(what)s") % {"what": told}


def measure_title(code: str, definition: Definition, known: Any) -> str:
    """What a measure is called: one of the instrument's own, or a standard measure of the library."""
    own = definition.own_measures.get(code)
    return said(own.title) if own else said(known[code].text)


def _number(number: float | None) -> str | None:
    return None if number is None else number_words(number)
