"""What a scoring model says, in words: its formula, its borders, its terms, and why a score is what it is."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from baken.core.instruments.scoring import (
    AxisValue,
    Bands,
    DefaultTerm,
    Direct,
    Matrix,
    NativeClass,
    Score,
    ScoringModel,
)
from baken.rooms.library.texts import said


def number_words(number: float) -> str:
    """A number as people here write it, never rounded."""
    return number_format(f"{number:.15g}")


def value_words(value: AxisValue) -> str:
    """A value of an axis: its code and what it means."""
    return f"{value.code} · {said(value.text)}"


def rule_words(model: ScoringModel) -> str:
    """How the model comes to a class, in one sentence."""
    if isinstance(model.rule, Matrix):
        rows, columns = model.axis(model.rule.rows), model.axis(model.rule.columns)
        return _("The class stands in the table where %(rows)s and %(columns)s meet.") % {
            "rows": said(rows.text).lower(),
            "columns": said(columns.text).lower(),
        }
    if isinstance(model.rule, Direct):
        return _("The class is the one that is chosen as %(axis)s.") % {
            "axis": said(model.axis(model.rule.axis).text).lower()
        }
    factors = (said(model.axis(code).text) for code in model.rule.product.factors)
    return _("Risk = %(product)s. The band in which the outcome falls gives the class.") % {
        "product": " × ".join(factors)
    }


def band_words(rule: Bands, place: int) -> str:
    """From where to where a band goes; a border belongs to the band below it."""
    above = rule.bands[place - 1].most if place else None
    most = rule.bands[place].most
    if most is None:
        return _("above %(above)s") % {"above": number_words(above or 0)}
    if above is None:
        return _("up to and including %(most)s") % {"most": number_words(most)}
    return _("above %(above)s, up to and including %(most)s") % {
        "above": number_words(above),
        "most": number_words(most),
    }


def term_words(term: DefaultTerm | None) -> str:
    """Within which time something must be done."""
    if term is None:
        return _("no term")
    if term.is_at_once:
        return _("at once")
    if term.unit == "months":
        text = ngettext("within %(count)s month", "within %(count)s months", term.count)
    else:
        text = ngettext("within %(count)s day", "within %(count)s days", term.count)
    return text % {"count": term.count}


def explained(model: ScoringModel, score: Score) -> list[str]:
    """Why a choice has its class: what was chosen, what comes of it, what must be done."""
    return [*_came_to(model, score), *_asks(score.native)]


def _came_to(model: ScoringModel, score: Score) -> Iterator[str]:
    for code, value in score.choice:
        axis = model.axis(code)
        chosen = next(one for one in axis.values if one.code == value)
        yield f"{said(axis.text)}: {value_words(chosen)}."
    named = {"class": said(score.native.text)}
    if isinstance(model.rule, Bands) and score.number is not None:
        factors = [dict(score.choice)[code] for code in model.rule.product.factors]
        yield f"{' × '.join(factors)} = {number_words(score.number)}."
        place = model.classes.index(score.native)
        band = band_words(model.rule, place)
        yield _("That is %(band)s: %(class)s.") % {**named, "band": band}
    elif isinstance(model.rule, Direct):
        yield _("That is %(class)s.") % named
    elif score.written:
        yield _("Written as %(written)s: %(class)s.") % {**named, "written": score.written}
    else:
        yield _("Where they meet stands: %(class)s.") % named


def _asks(native: NativeClass) -> Iterator[str]:
    yield said(native.action)
    if native.term is not None:
        yield _("Term: %(term)s.") % {"term": term_words(native.term)}
