"""What triage and immediate action ask, for both tables."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from baken.core.workflow.table import StepField

CLASSIFICATION = (
    StepField("title", _("Title"), "text", required=True, help=_("Short, without persons.")),
    StepField(
        "summary",
        _("Summary"),
        "long_text",
        required=True,
        help=_("Two lines without persons, exact dates or small units; others read only this."),
    ),
    StepField("kind", _("Kind"), "choice", required=True, choices="kinds"),
    StepField("category", _("Category"), "choice", required=True, choices="categories"),
    StepField("actual_severity", _("What happened"), "choice", required=True, choices="severities"),
    StepField(
        "potential_severity",
        _("Worst that could have happened"),
        "choice",
        required=True,
        choices="severities",
    ),
    StepField("subjects", _("Subjects"), "codes", choices="subjects"),
    StepField("domains", _("Domains"), "codes", choices="domains"),
    StepField("context", _("Context"), "choice", choices="contexts"),
    StepField(
        "site",
        _("Site"),
        "text",
        help=_("Code or name of the barracks, base, port or camp; a dash for none of these."),
    ),
    StepField("injuries", _("Injuries"), "rows"),
    StepField("damages", _("Damage"), "rows"),
    StepField(
        "duty_facts",
        _("Questions about duties to notify"),
        "rows",
        help=_("Per question: fact, and holds as true, false or null when it is not known."),
    ),
    StepField(
        "investigation_level",
        _("Investigation level"),
        "choice",
        choices="investigation_levels",
        help=_("Leave empty to follow from category and severities."),
    ),
    StepField("lead", _("Who handles it"), "person"),
    StepField("due_on", _("By when"), "date"),
)

DONE_AT_ONCE = (
    StepField(
        "action",
        _("What was done at once?"),
        "long_text",
        required=True,
        help=_("In plain words, without names."),
    ),
    StepField("done_at", _("When was it done?"), "moment", required=True),
    StepField(
        "by_whom",
        _("By whom?"),
        "text",
        help=_("A post or a service is enough, such as the fire brigade. No names."),
    ),
    StepField("place", _("Where was it done?"), "text"),
)
