"""What is asked about a small purchase."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from baken.core.workflow.table import StepField

NUMBER = _("As the finance system has it.")
EUROS = _("In euros, such as 2500 or 2.500,00.")
WANTED = (
    StepField("title", _("What do you want to buy?"), required=True, help=_("In a few words.")),
    StepField("description", _("What is it for, and how many?"), "long_text", required=True),
    StepField("category", _("Kind"), "choice", required=True, choices="purchase_categories"),
    StepField("supplier", _("From which supplier"), required=True),
    StepField("amount", _("Money without VAT"), required=True, help=EUROS),
    StepField("total", _("Money with VAT"), required=True, help=EUROS),
    StepField("needed_by", _("Needed by"), "date"),
    StepField(
        "why_regular_not",
        _("Why not by the regular route?"),
        "long_text",
        required=True,
        help=_("Such as: it is not in the range, or it comes in seven months."),
    ),
    StepField(
        "confirmed",
        _("What is so of the product"),
        "codes",
        choices="purchase_confirmations",
        help=_("What is asked depends on the kind; the check says what is missing."),
    ),
    StepField(
        "framework_reason",
        _("Why not by the contract that there is?"),
        "long_text",
        help=_("Needed when the organisation has a framework contract for this kind."),
    ),
    StepField(
        "no_risk",
        _("Why without a risk?"),
        "choice",
        choices="purchase_no_risk",
        help=_("Needed when it is not about a risk, an occurrence or a measure."),
    ),
    StepField("no_risk_reason", _("What is it about, then?"), "long_text"),
)
EFFECT_CHECK = (
    StepField(
        "effect",
        _("Did what stays of the risk fall?"),
        "choice",
        required=True,
        choices="purchase_effects",
    ),
    StepField(
        "class_after",
        _("Class now"),
        "choice",
        choices="risk_classes",
        help=_("Empty when there is no class to compare."),
    ),
    StepField("finding", _("What showed that?"), "long_text", required=True),
)
