"""What can happen to a consultation, from the draft to the reasoned reply."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from baken.core.workflow.table import Step, StepField, Workflow
from baken.rooms.consultation.permits import ANSWER, ASK

_REASON = StepField("reason", _("Why"), "long_text", required=True)
DESCRIBED = (
    StepField(
        "title",
        _("What is it about, in a few words?"),
        required=True,
        help=_(
            "The body reads this and what you write and attach below, and not the record itself."
        ),
    ),
    StepField(
        "question",
        _("What is asked?"),
        "long_text",
        required=True,
        help=_("What is proposed, why, what it means for people, and what is asked. No names."),
    ),
    StepField(
        "kind",
        _("Advice or consent?"),
        "choice",
        required=True,
        choices="consultation_kinds",
        help=_("Which of the two follows from the rules on participation at Defence."),
    ),
    StepField("council", _("Which council"), "choice", choices="councils"),
    StepField(
        "body_unit",
        _("Or which unit"),
        "unit",
        help=_(
            "Its code, such as that of a part: its head answers. Only when no council is asked."
        ),
    ),
    StepField("due_on", _("Answer by"), "date", required=True),
)

# What is asked of whoever drafts one: no step, for there is no record yet.
DRAFTING = Step(
    name="draft",
    label=_("Draft a consultation"),
    sources=(),
    target="draft",
    permit=ASK,
    fields=DESCRIBED,
    trail="consultation.consultation.drafted",
)

CONSULTATION = Workflow(
    name="consultation.consultation",
    initial="draft",
    states={
        "draft": _("being drafted"),
        "asked": _("asked"),
        "answered": _("answered"),
        "replied": _("replied to"),
        "closed": _("closed"),
        "withdrawn": _("withdrawn"),
    },
    finals=("closed", "withdrawn"),
    steps=(
        Step(
            name="revise",
            label=_("Revise what is asked"),
            sources=("draft",),
            target="",
            permit=ASK,
            guards=("asks_for_unit", "subject_is_open"),
            fields=DESCRIBED,
            trail="consultation.consultation.revised",
        ),
        Step(
            name="ask",
            label=_("Ask it"),
            sources=("draft",),
            target="asked",
            permit=ASK,
            guards=("asks_for_unit", "subject_is_open", "body_can_answer", "term_is_ahead"),
            trail="consultation.consultation.asked",
            notice="body",
        ),
        Step(
            name="ask_more_time",
            label=_("Ask for more time"),
            sources=("asked",),
            target="",
            permit=ANSWER,
            guards=("speaks_for_body", "was_not_extended"),
            fields=(StepField("until_on", _("Until which day"), "date", required=True), _REASON),
            trail="consultation.consultation.time_asked",
            notice="asker",
        ),
        Step(
            name="agree_to_more_time",
            label=_("Agree to more time"),
            sources=("asked",),
            target="",
            permit=ASK,
            guards=("asks_for_unit", "more_time_was_asked", "proposal_is_ahead"),
            trail="consultation.consultation.extended",
            notice="body",
        ),
        Step(
            name="refuse_more_time",
            label=_("Refuse more time"),
            sources=("asked",),
            target="",
            permit=ASK,
            guards=("asks_for_unit", "more_time_was_asked"),
            fields=(_REASON,),
            trail="consultation.consultation.not_extended",
            notice="body",
        ),
        Step(
            name="answer",
            label=_("Answer it"),
            sources=("asked",),
            target="answered",
            permit=ANSWER,
            guards=("speaks_for_body",),
            fields=(
                StepField(
                    "outcome",
                    _("The answer"),
                    "choice",
                    required=True,
                    choices="consultation_answers",
                ),
                StepField("answer", _("Why"), "long_text", required=True),
                StepField(
                    "conditions",
                    _("Conditions"),
                    "long_text",
                    help=_("One on a line. Only with a yes that has conditions."),
                ),
            ),
            trail="consultation.consultation.answered",
            notice="asker",
        ),
        Step(
            name="pass_term",
            label=_("The term has passed"),
            sources=("asked",),
            target="",
            permit=ASK,
            guards=("term_passed_untold",),
            trail="consultation.consultation.term_passed",
            notice="both",
            by_system=True,
        ),
        Step(
            name="close_unanswered",
            label=_("Close without an answer"),
            sources=("asked",),
            target="closed",
            permit=ASK,
            guards=("asks_for_unit", "term_is_over"),
            fields=(_REASON,),
            trail="consultation.consultation.unanswered",
            notice="body",
        ),
        Step(
            name="reply",
            label=_("Reply"),
            sources=("answered",),
            target="replied",
            permit=ASK,
            guards=("asks_for_unit",),
            fields=(
                StepField(
                    "reply",
                    _("What is done with the answer"),
                    "choice",
                    required=True,
                    choices="consultation_replies",
                ),
                StepField("reasons", _("Why"), "long_text", required=True),
            ),
            trail="consultation.consultation.replied",
            notice="body",
        ),
        Step(
            name="note_condition",
            label=_("Note what became of a condition"),
            sources=("answered", "replied"),
            target="",
            permit=ASK,
            guards=("asks_for_unit", "has_open_condition"),
            fields=(
                StepField("condition", _("Number of the condition"), "integer", required=True),
                StepField(
                    "standing",
                    _("Was it met?"),
                    "choice",
                    required=True,
                    choices="condition_standings",
                ),
                StepField("how", _("How, or why not"), "long_text", required=True),
            ),
            trail="consultation.consultation.noted",
            notice="body",
        ),
        Step(
            name="close",
            label=_("Close"),
            sources=("answered", "replied"),
            target="closed",
            permit=ASK,
            guards=("asks_for_unit", "is_replied_to", "conditions_are_noted"),
            trail="consultation.consultation.closed",
        ),
        Step(
            name="withdraw",
            label=_("Withdraw"),
            sources=("draft", "asked"),
            target="withdrawn",
            permit=ASK,
            guards=("asks_for_unit",),
            fields=(_REASON,),
            trail="consultation.consultation.withdrawn",
            notice="body",
        ),
    ),
)
