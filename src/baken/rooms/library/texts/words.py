"""The words for the codes of the mandate files: lines, who comes next, stances, answers and fields."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

LINES: dict[str, Any] = {
    "organic": _("the organic line"),
    "operational": _("the operational line"),
    "host": _("the line of the host"),
}
GOES_TO: dict[str, Any] = {
    "next_level": _("the next level up"),
    "level_above_that": _("the level above that"),
    "owner": _("the owner"),
    "owner_superior": _("the superior of the owner"),
    "safety_adviser": _("the safety adviser"),
    "duty_officer": _("the duty officer"),
    "top": _(
        "the highest post: Chief of Defence, for the ministry’s own staff the Secretary-General"
    ),
    "safety_committee": _("the safety committee"),
    "asker": _("whoever asked"),
    "safety_department": _("the safety department"),
}
STANCES: dict[str, Any] = {
    "averse": _("averse"),
    "minimal": _("minimal"),
    "cautious": _("cautious"),
    "open": _("open"),
}
ANSWERS: dict[str, Any] = {
    "decide": _("decide"),
    "return_with_means": _("return it with means"),
    "return_with_instruction": _("return it with an instruction"),
    "escalate": _("hand it up again"),
}
FIELDS: dict[str, Any] = {
    "activity": _("activity"),
    "advice": _("advice"),
    "alternatives_rejected": _("alternatives that were rejected"),
    "conclusion": _("conclusion"),
    "conditions": _("conditions"),
    "controls_then_and_now": _("controls then and now"),
    "cost": _("cost"),
    "effect_of_not_deciding": _("what happens without a decision"),
    "effect_on_score": _("effect on the score"),
    "ends_on": _("last day"),
    "exposed_people": _("people exposed"),
    "exposed_then_and_now": _("people exposed then and now"),
    "feasibility": _("feasibility"),
    "indicators": _("what is watched"),
    "informed_on": _("day on which they were told"),
    "marking": _("marking"),
    "materiel": _("materiel"),
    "measure": _("measure"),
    "money": _("money"),
    "occurrences_since": _("occurrences since"),
    "options": _("options considered"),
    "people": _("people"),
    "permission": _("permission"),
    "previous": _("the acceptance before"),
    "question": _("question"),
    "reason": _("reason"),
    "rejected_because": _("why it was rejected"),
    "residual_class": _("residual class"),
    "risk": _("risk"),
    "scenario": _("scenario"),
    "score_then_and_now": _("score then and now"),
    "signer": _("who signs"),
    "starts_on": _("first day"),
    "time": _("time"),
}
NAMES: dict[str, Any] = {
    "mandate/mandate": _("Who may accept what"),
    "mandate/advice_roles": _("Kinds of advice"),
    "mandate/authorities": _("Authorities that nobody overrules"),
    "mandate/stacking_v1": _("Risks that meet"),
    "mandate/escalation": _("Terms and escalation"),
    "mandate/appetite": _("Risk appetite"),
    "mandate/acceptance": _("What an acceptance must say"),
    "mandate/hazard_factors": _("What hazards bring together"),
    "mandate/hazard_domains": _("What hazards ask an authority for"),
    "mandate/assessment": _("How risks are assessed"),
    "hazards": _("Hazards"),
    "barriers/signals": _("What weakens a barrier"),
    "barriers/types": _("Kinds of barriers"),
    "hazard_groups": _("Groups of hazards"),
    "measures/standard": _("Standard measures"),
    "measures/terms": _("Terms of measures"),
    "measures/recommending": _("Terms of recommendations"),
    "measures/purchasing": _("Small purchases (ZKA)"),
    "control_levels": _("Order of controls"),
    "cost_bands": _("Cost of measures"),
    "evidence_levels": _("Evidence for measures"),
    "risk_classes": _("Risk classes"),
    "risk_categories": _("Categories of risk"),
    "contexts": _("Contexts of work"),
    "categories": _("Categories of occurrences"),
    "severities": _("Severities"),
    "subjects": _("Subjects"),
    "domains": _("Domains"),
    "duties/national": _("Duties to notify"),
    "duties/facts": _("Facts that duties depend on"),
    "duties/authorities": _("Who is told"),
}
# The subjects of the front page, with how the names of their files begin.
SUBJECTS: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
    ("scoring", _("Scoring models"), ("scoring/",)),
    ("mandate", _("Decisions on risks"), ("mandate/",)),
    (
        "measures",
        _("Hazards and measures"),
        ("hazard", "barriers/", "measures/", "control_levels", "cost_bands", "evidence_levels"),
    ),
    ("lists", _("Lists"), ("risk_", "contexts", "categories", "severities", "subjects", "domains")),
    ("duties", _("Duties to notify"), ("duties/",)),
)
