"""Sentences of assessments that more than one place says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from baken.rooms.assessments.rules.hints import Hint

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
    "being_replaced": _("A new version of it is being made already."),
    "none_overdue": _("No condition is overdue of which nobody was told."),
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
CONDITIONS: Mapping[str, Any] = {
    "open": _("still to be met"),
    "met": _("met"),
    "lapsed": _("reviewed anew since"),
}
SEND_BACK_TO: Mapping[str, Any] = {
    "in_evaluation": _("Evaluation"),
    "plan_drafting": _("Plan of action"),
}
PROBLEMS: Mapping[str, tuple[str, Any]] = {
    "conditions_missing": ("conditions", _("Say which conditions, and by when they are met.")),
    "conditions_too_long": (
        "conditions",
        _("Give at most 50 conditions, each on a line of its own of at most 500 characters."),
    ),
    "term_over": ("due_on", _("This day is over.")),
    "term_too_late": ("due_on", _("The expert asked for it earlier.")),
    "conditions_not_here": (
        "conditions",
        _("Conditions belong to a positive review with conditions."),
    ),
}
HINTS: Mapping[str, Any] = {
    "same_scores": _("%(found)s of %(of)s risks have one and the same score."),
    "quickly": _("It was filled in quickly: %(found)s seconds on a page on average."),
    "nothing_found": _("Nothing was found, in a workplace where something is expected."),
    "at_boundary": _("All residual risks come out at what the commander may just accept."),
    "leans_on_people": _(
        "No measure takes the hazard away: all rest on instruction or protection."
    ),
    "older_evidence": _("%(found)s of %(of)s photos were taken before this assessment began."),
    "no_budget": _("%(found)s of %(of)s measures have no budget."),
    "no_headcount": _("%(found)s of %(of)s questions for how many people were left open."),
    "same_text": _("%(found)s %% of the text stood in the earlier version."),
}
EVENTS: Mapping[str, Any] = {
    "assessments.assessment.begun": _("Assessment begun"),
    "assessments.assessment.file_added": _("File added"),
    "assessments.assessment.follow_up_opened": _("Further inventory asked for"),
}


def hint_in_words(hint: Hint) -> str:
    """A hint for a reviewer as a sentence; it speaks of the assessment, and of no person."""
    return str(HINTS[hint.code]) % {"found": hint.found, "of": hint.of}
