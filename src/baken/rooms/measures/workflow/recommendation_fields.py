"""What is asked about a recommendation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from baken.core.workflow.table import StepField

WHY = StepField("reason", _("Why"), "long_text", required=True)
RECOMMENDATION = (
    StepField("title", _("What is recommended?"), required=True, help=_("In a few words.")),
    StepField(
        "description",
        _("Summary"),
        "long_text",
        required=True,
        help=_("In your own words. No names of persons."),
    ),
    StepField(
        "source", _("Who recommends it"), "choice", required=True, choices="recommendation_sources"
    ),
    StepField("party", _("Name of who recommends it"), help=_("Of a committee or partner nation.")),
    StepField("report_number", _("Number of the report"), required=True),
    StepField("report_on", _("Day of the report"), "date", required=True),
    StepField("place", _("Where it stands in the report"), help=_("Page, paragraph or number.")),
    StepField("publication", _("Where the report can be read"), help=_("A web address.")),
    StepField("offered_on", _("Offered on"), "date", required=True),
    StepField("addressee", _("Addressee"), "unit", required=True, help=_("The code of the unit.")),
    StepField(
        "category",
        _("Subject"),
        "choice",
        required=True,
        choices="recommendation_categories",
    ),
    StepField(
        "cause",
        _("Underlying cause"),
        "choice",
        required=True,
        choices="cause_codes",
        help=_("By the same cause Baken finds what was recommended before."),
    ),
)
OWNER = StepField(
    "owner",
    _("Owner"),
    "person",
    required=True,
    help=_("The head of the addressee, or somebody above with the authority."),
)
APPRECIATING = (
    StepField("appreciation", _("Your answer"), "choice", required=True, choices="appreciations"),
    StepField(
        "reason",
        _("Why"),
        "long_text",
        help=_("Needed when you accept it partly or reject it."),
    ),
    OWNER,
)
PLANNING = (
    StepField(
        "plan",
        _("The plan"),
        "long_text",
        required=True,
        help=_("What is done; propose the measures themselves on the page."),
    ),
    StepField("due_on", _("To be done by"), "date", required=True),
    StepField("effect_measure", _("How is the effect measured?"), "long_text", required=True),
)
PROGRESS = StepField("progress", _("How far is it?"), "long_text", required=True)
REPORTING = (
    StepField(
        "proof",
        _("What shows that it is done?"),
        "long_text",
        required=True,
        help=_("Files can be added on the page."),
    ),
    StepField(
        "none_needed",
        _("Why was no measure needed?"),
        "long_text",
        help=_("Needed when no measure about it was verified to work."),
    ),
)
EFFECT_FOUND = StepField("effect", _("What is the effect?"), "long_text", required=True)
JUDGING = (
    StepField("verdict", _("The verdict"), "choice", required=True, choices="verdicts"),
    StepField("verdict_reason", _("What the verdict says"), "long_text", required=True),
    StepField(
        "verdict_document",
        _("Document in which it stands"),
        help=_("Needed when you speak for somebody who does not use Baken."),
    ),
)
REACTION = (
    StepField("reaction_on", _("Day of the minister’s reaction"), "date", required=True),
    StepField("publication", _("Where the report can be read"), help=_("A web address.")),
)
READDRESSING = (
    StepField("addressee", _("Addressee"), "unit", required=True, help=_("The code of the unit.")),
    WHY,
)
# The words of a recommendation that its history vouches for and that can be erased.
SEALED_RECOMMENDATION = (
    *("title", "description", "appreciation_reason", "plan", "effect_measure", "proof"),
    *("none_needed", "effect", "verdict_reason"),
)
