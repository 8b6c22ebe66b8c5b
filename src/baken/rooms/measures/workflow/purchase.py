"""The table of a small purchase: from a wish to what it did about the risk."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from baken.core.workflow.table import Step, StepField, Workflow
from baken.rooms.measures.permits import APPROVE, ASK, CHECK, CHECK_EFFECT
from baken.rooms.measures.rules.purchase_states import (
    APPROVED,
    BEING_WRITTEN,
    CHECKED,
    DRAFT,
    GIVEN_UP_FROM,
    IN_USE,
    ORDERED,
    RETURNED,
)
from baken.rooms.measures.workflow.fields import REASON
from baken.rooms.measures.workflow.purchase_fields import EFFECT_CHECK, NUMBER, WANTED

# What is asked of whoever wants something: no step, for there is no record yet.
ASKING = Step(
    name="ask",
    label=_("Buy it small (ZKA)"),
    sources=(),
    target=DRAFT,
    permit=ASK,
    fields=WANTED,
    trail="measures.purchase.asked",
)

_ASKED = (
    Step(
        name="describe",
        label=_("Describe otherwise"),
        sources=BEING_WRITTEN,
        target="",
        permit=ASK,
        fields=WANTED,
        trail="measures.purchase.described",
    ),
    Step(
        name="check",
        label=_("Check it and ask for a decision"),
        sources=BEING_WRITTEN,
        target=CHECKED,
        permit=ASK,
        guards=(
            *("is_allowed", "within_mandate", "has_quotes", "is_safe", "explains_framework"),
            "has_money",
        ),
        trail="measures.purchase.checked",
        notice="deciders",
    ),
)
_DECISION = (
    Step(
        name="check_finance",
        label=_("Checked on money: no objection"),
        sources=(CHECKED,),
        target="",
        permit=CHECK,
        guards=("checks_money", "finance_asked", "not_own_purchase"),
        fields=(StepField("finding", _("Why is that right?"), "long_text", required=True),),
        trail="measures.purchase.finance_checked",
        notice="deciders",
    ),
    Step(
        name="object",
        label=_("Checked on money: not like this"),
        sources=(CHECKED,),
        target=RETURNED,
        permit=CHECK,
        guards=("checks_money", "finance_asked", "not_own_purchase"),
        fields=(REASON,),
        trail="measures.purchase.objected",
        notice="asker",
    ),
    Step(
        name="cosign",
        label=_("Sign as well, a level up"),
        sources=(CHECKED,),
        target="",
        permit=APPROVE,
        guards=("decides_on_money", "not_own_purchase", "signs_a_level_up"),
        fields=(REASON,),
        trail="measures.purchase.cosigned",
        notice="deciders",
    ),
    Step(
        name="approve",
        label=_("Approve: buy it"),
        sources=(CHECKED,),
        target=APPROVED,
        permit=APPROVE,
        guards=(
            *("decides_on_money", "not_own_purchase", "has_mandate", "is_allowed"),
            *("within_mandate", "finance_agrees", "is_cosigned", "has_money"),
        ),
        trail="measures.purchase.approved",
        notice="asker",
        on_sight=True,
    ),
    Step(
        name="return",
        label=_("Return it: say it otherwise"),
        sources=(CHECKED,),
        target=RETURNED,
        permit=APPROVE,
        fields=(REASON,),
        trail="measures.purchase.returned",
        notice="asker",
    ),
    Step(
        name="reject",
        label=_("Reject: do not buy it"),
        sources=(CHECKED,),
        target="rejected",
        permit=APPROVE,
        guards=("decides_on_money", "not_own_purchase", "has_mandate"),
        fields=(REASON,),
        trail="measures.purchase.rejected",
        notice="asker",
        on_sight=True,
    ),
)
_BUYING = (
    Step(
        name="order",
        label=_("It is ordered"),
        sources=(APPROVED,),
        target=ORDERED,
        permit=ASK,
        fields=(
            StepField(
                "order_number",
                _("Number of the order"),
                help=_("As the finance system has it; nothing is paid here."),
            ),
        ),
        trail="measures.purchase.ordered",
    ),
    Step(
        name="receive",
        label=_("It has come"),
        sources=(ORDERED,),
        target="received",
        permit=ASK,
        fields=(StepField("invoice_number", _("Number of the invoice"), help=NUMBER),),
        trail="measures.purchase.received",
    ),
    Step(
        name="put_in_use",
        label=_("It is in use"),
        sources=("received",),
        target=IN_USE,
        permit=ASK,
        trail="measures.purchase.put_in_use",
    ),
    Step(
        name="check_effect",
        label=_("Check whether it helped"),
        sources=(IN_USE,),
        target="effect_checked",
        permit=CHECK_EFFECT,
        guards=("effect_by_another",),
        fields=EFFECT_CHECK,
        trail="measures.purchase.effect_checked",
        notice="asker",
    ),
    Step(
        name="close",
        label=_("Close"),
        sources=("effect_checked",),
        target="closed",
        permit=ASK,
        guards=("stays_in_command",),
        fields=(
            StepField(
                "is_example",
                _("Others could do this too"),
                "boolean",
                help=_("The list can show what others could do too."),
            ),
        ),
        trail="measures.purchase.closed",
    ),
    Step(
        name="cancel",
        label=_("Give it up"),
        sources=GIVEN_UP_FROM,
        target="cancelled",
        permit=ASK,
        guards=("given_up_by_who_may", "stays_in_command"),
        fields=(REASON,),
        trail="measures.purchase.cancelled",
    ),
)

PURCHASE = Workflow(
    name="measures.purchase",
    initial=DRAFT,
    states={
        DRAFT: _("being written"),
        CHECKED: _("waits for a decision"),
        RETURNED: _("returned"),
        APPROVED: _("approved, to be ordered"),
        "rejected": _("rejected"),
        ORDERED: _("ordered"),
        "received": _("received"),
        IN_USE: _("in use"),
        "effect_checked": _("effect checked"),
        "closed": _("closed"),
        "cancelled": _("given up"),
    },
    finals=("rejected", "closed", "cancelled"),
    steps=(*_ASKED, *_DECISION, *_BUYING),
)
