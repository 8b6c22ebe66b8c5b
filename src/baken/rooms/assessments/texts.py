"""Sentences of assessments that more than one place says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

REFUSALS: Mapping[str, Any] = {
    "sheet_open": _(
        "Something on the sheet is still missing, or two answers stand beside each other."
    ),
    "basis_open": _(
        "Say of every input and every risk group whether it is used, or why it is left out."
    ),
    "too_few_scorers": _("Every finding is scored by at least two people, each by themselves."),
    "risks_unlinked": _("Not every risk of the sheet is in the register. End the evaluation anew."),
    "no_measure": _("A finding above low has no measure. Propose one on the page of its risk."),
    "not_consulted": _(
        "Ask the employee council about this assessment, and close that consultation."
    ),
    "took_part": _("You took part in this assessment: another expert reviews it."),
    "no_certificate": _("You hold no certificate that is valid today for a review."),
    "review_negative": _("A review is negative. Send it back, and have it reviewed anew."),
    "review_missing": _("A review that is needed is not there yet."),
    "still_valid": _("It is still valid."),
}
STANDINGS: Mapping[str, Any] = {
    "open": _("open"),
    "settled": _("used or described"),
    "left_out": _("left out, with an argument"),
}
OUTCOMES: Mapping[str, Any] = {
    "approved": _("positive"),
    "with_conditions": _("positive with conditions"),
    "rejected": _("negative"),
}
VERDICTS: Mapping[str, Any] = {"yes": _("Yes"), "partly": _("Partly"), "no": _("No")}
CRITERIA: Mapping[str, Any] = {
    "completeness": _("Completeness"),
    "currency": _("Currency"),
    "insights": _("Current insights"),
    "reliability": _("Reliability"),
    "plan": _("Plan of action"),
}
FOLLOW_UPS: Mapping[str, Any] = {
    "open": _("still to be done"),
    "done": _("done"),
    "dropped": _("not needed after all"),
}
SEND_BACK_TO: Mapping[str, Any] = {
    "in_evaluation": _("Evaluation"),
    "plan_drafting": _("Plan of action"),
}
PROBLEMS: Mapping[str, tuple[str, Any]] = {
    "conditions_missing": ("conditions", _("Say which conditions, and by when they are met.")),
    "conditions_not_here": (
        "conditions",
        _("Conditions belong to a positive review with conditions."),
    ),
}
EVENTS: Mapping[str, Any] = {
    "assessments.assessment.begun": _("Assessment begun"),
    "assessments.assessment.file_added": _("File added"),
    "assessments.assessment.follow_up_opened": _("Further inventory asked for"),
}
