"""What a scoring model, its classes and its values are called in the active language."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from baken.core.instruments.scoring import Score, ScoringModel
from baken.core.instruments.texts import Text


def said(text: Text) -> str:
    """A text of a model in the active language."""
    return text.said(get_language() or "nl")


def said_model(model: ScoringModel) -> str:
    """A scoring model by its name and version."""
    told = {"model": said(model.text), "version": model.version}
    return _("%(model)s, version %(version)s") % told


def said_outcome(found: Score) -> str:
    """What came out of a score, in words of its model: class, number or code, and what to do."""
    parts = [said(found.native.text)]
    if found.number is not None:
        parts.append(f"{found.number:g}")
    if found.written:
        parts.append(found.written)
    return ", ".join(parts)
