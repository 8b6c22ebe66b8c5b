"""Sentences of the register that more than one place says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

REFUSALS = {"not_scored": _("Score the risk as it is now first.")}
KEY_REUSED = _("This was sent before with other words. Open a new form and send it again.")
SCORE_KINDS = {
    "initial": _("as it would be without controls"),
    "current": _("as it is now"),
    "target": _("as it should be when the measures are done"),
    "residual": _("as it was decided on"),
}
CONFIDENCES = {"low": _("not sure"), "medium": _("fairly sure"), "high": _("sure")}
VERDICTS = {
    "positive": _("positive"),
    "positive_with_conditions": _("positive, with conditions"),
    "negative": _("negative"),
}
# What the codes of this room's own lists are called.
LABELS: Mapping[str, Mapping[str, Any]] = {
    "score_kinds": SCORE_KINDS,
    "confidences": CONFIDENCES,
    "verdicts": VERDICTS,
}
