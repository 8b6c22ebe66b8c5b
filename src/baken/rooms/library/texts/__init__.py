"""Texts of data files in the active language, and what is told about a choice that cannot be scored."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from baken.core.instruments.scoring import MISSING, NO_AXIS, ChoiceProblem, ScoringModel
from baken.core.instruments.texts import Text


def said(text: Text) -> str:
    """A text of a data file in the active language."""
    return text.said(get_language() or "nl")


def choice_problem_text(model: ScoringModel, problem: ChoiceProblem) -> str:
    """Why a choice cannot be scored, in the words of the model."""
    if problem.reason == NO_AXIS:
        return _("%(model)s does not ask for “%(axis)s”.") % {
            "model": said(model.text),
            "axis": problem.axis,
        }
    named = {
        "axis": said(model.axis(problem.axis).text),
        "given": problem.given,
        "values": ", ".join(problem.values),
    }
    if problem.reason == MISSING:
        return _("Choose a value for %(axis)s: %(values)s.") % named
    return _("“%(given)s” is no value of %(axis)s. Choose one of these: %(values)s.") % named
