"""Who listens to which news, who answers which question, what can be exported: the whole list."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured

from baken.core import questions
from baken.core.accounts import traces
from baken.core.events.outbox import listen
from baken.core.export.kinds import declare_kinds
from baken.core.instruments.data_file import DataProblem
from baken.core.questions import threads
from baken.rooms.assessments import answers as assessments_answers
from baken.rooms.assessments import events as assessments_events
from baken.rooms.assessments import handlers as assessments_handlers
from baken.rooms.assessments.handlers import changes as assessments_changes
from baken.rooms.consultation import answers as consultation_answers
from baken.rooms.consultation import events as consultation_events
from baken.rooms.consultation import exports as consultation_exports
from baken.rooms.consultation import handlers as consultation_handlers
from baken.rooms.consultation import questions as consultation_questions
from baken.rooms.insight import answers as insight_answers
from baken.rooms.library import answers as library_answers
from baken.rooms.library.queries.whole import read_everything
from baken.rooms.measures import answers as measures_answers
from baken.rooms.measures import events as measures_events
from baken.rooms.measures import exports as measures_exports
from baken.rooms.measures import handlers as measures_handlers
from baken.rooms.measures import questions as measures_questions
from baken.rooms.measures.answers import handovers as measures_to_hand_over
from baken.rooms.measures.handlers import handovers as measures_handovers
from baken.rooms.measures.handlers import purchases as measures_purchases
from baken.rooms.measures.handlers import recommendations as measures_recommendations
from baken.rooms.measures.handlers import weight as measures_weight
from baken.rooms.notices import answers as notices_answers
from baken.rooms.notices import events as notices_events
from baken.rooms.notices import handlers as notices_handlers
from baken.rooms.org import answers as org_answers
from baken.rooms.org import events as org_events
from baken.rooms.org import handlers as org_handlers
from baken.rooms.org import questions as org_questions
from baken.rooms.org.queries import actor_for
from baken.rooms.register import answers as register_answers
from baken.rooms.register import events as register_events
from baken.rooms.register import exports as register_exports
from baken.rooms.register import handlers as register_handlers
from baken.rooms.register.handlers import barriers as register_barriers
from baken.rooms.register.handlers import decisions as register_decisions
from baken.rooms.register.handlers import handovers as register_handovers
from baken.rooms.register.handlers import levels as register_levels
from baken.rooms.register.handlers import measures as register_measures
from baken.rooms.register.queries.delegable import decisions_to_pass_on
from baken.rooms.reports import answers as reports_answers
from baken.rooms.reports import events as reports_events
from baken.rooms.reports import exports as reports_exports
from baken.rooms.reports import handlers as reports_handlers
from baken.rooms.sheets import answers as sheets_answers
from baken.rooms.sheets import events as sheets_events
from baken.site import exports as site_exports
from baken.site import notices as notices  # declares the notices of the site itself
from baken.site.account_traces import keep_trace


def wire() -> None:
    """Tie listeners to events, answers to questions and kinds to exports; called once at start."""
    _listen()
    _answer()
    _recommend()
    _consult()
    _buy()
    _fill_in()
    _assess()
    traces.kept_by(keep_trace)
    traces.acting_as(actor_for)

    _check_library()
    declare_kinds(
        (
            *reports_exports.KINDS,
            *register_exports.KINDS,
            *measures_exports.KINDS,
            *consultation_exports.KINDS_OF_EXPORT,
            site_exports.UNITS,
        )
    )


def _listen() -> None:
    """Who listens to which news."""
    listen(org_events.APPOINTMENT_CHANGED, notices_handlers.tell_about_post)
    listen(org_events.CASE_CHANGED, reports_handlers.tell_about_case)
    listen(org_events.APPOINTMENT_CHANGED, org_handlers.prepare_handovers_on_news)
    listen(org_events.HANDOVER_STEPPED, notices_handlers.tell_about_handover)
    listen(org_events.HANDOVER_STEPPED, register_handovers.end_what_lapsed)
    listen(register_events.NOT_TAKEN_OVER, register_handovers.end_one_that_lapsed)
    listen(notices_events.UNREAD, reports_handlers.raise_unread_danger)
    listen(org_events.SITE_STEPPED, notices_handlers.tell_about_site)
    listen(reports_events.REPORT_STEPPED, reports_handlers.acknowledge_at_once)
    listen(reports_events.REPORT_STEPPED, reports_handlers.tell_about_report)
    listen(reports_events.OCCURRENCE_STEPPED, reports_handlers.tell_about_occurrence)
    listen(reports_events.NOTIFICATION_STEPPED, reports_handlers.tell_about_notification)
    listen(reports_events.REPORT_STEPPED, reports_handlers.tell_about_embargo)
    listen(reports_events.ACCIDENT_RECORD_STEPPED, reports_handlers.tell_about_accident_record)
    listen(reports_events.OCCURRENCE_STEPPED, reports_handlers.tell_about_embargo)
    listen(register_events.BARRIER_SIGNALLED, register_barriers.tell_of_signal)
    listen(register_events.BARRIER_RED, register_barriers.tell_of_red)
    listen(reports_events.OCCURRENCE_STEPPED, reports_handlers.tell_risks)
    listen(register_events.RISK_STEPPED, register_handlers.tell_about_risk)
    listen(register_events.RISK_STEPPED, register_decisions.tell_up)
    listen(register_events.RISK_STEPPED, register_levels.tell_about_levels)
    listen(measures_events.MEASURE_STEPPED, measures_handlers.tell_about_measure)
    listen(
        measures_events.RECOMMENDATION_STEPPED, measures_recommendations.tell_about_recommendation
    )
    for event in (register_events.RISK_STEPPED, reports_events.OCCURRENCE_STEPPED):
        listen(event, measures_weight.weigh_what_serves)
    listen(measures_events.MEASURE_STEPPED, measures_handovers.follow_measure)
    listen(measures_events.RECOMMENDATION_STEPPED, measures_handovers.follow_recommendation)
    listen(measures_events.PURCHASE_STEPPED, measures_handovers.follow_purchase)
    listen(measures_events.MEASURE_VERIFIED, register_measures.look_at_risks)
    listen(register_events.RISK_STEPPED, register_handovers.follow_in_handovers)
    listen(register_events.DECISION_STEPPED, register_decisions.tell_about_decision)


def _answer() -> None:
    """Who answers which question; cards and nodes come in this order."""
    questions.inbox_cards.answered_by(reports_answers.inbox_cards)
    questions.inbox_cards.answered_by(reports_answers.duty_cards)
    questions.inbox_cards.answered_by(register_answers.inbox_cards)
    questions.inbox_cards.answered_by(measures_answers.inbox_cards)
    questions.inbox_cards.answered_by(notices_answers.inbox_cards)
    questions.inbox_cards.answered_by(org_answers.inbox_cards)
    questions.inbox_cards.answered_by(org_answers.handover_cards)
    questions.waiting_cards.answered_by(reports_answers.waiting_cards)
    questions.waiting_cards.answered_by(reports_answers.duty_waiting_cards)
    questions.waiting_cards.answered_by(register_answers.waiting_cards)
    questions.search_hits.answered_by(reports_answers.search_hits)
    questions.search_hits.answered_by(register_answers.search_hits)
    questions.search_hits.answered_by(measures_answers.search_hits)
    questions.search_hits.answered_by(org_answers.search_hits)
    questions.thread_nodes.answered_by(reports_answers.thread_nodes)
    questions.thread_nodes.answered_by(register_answers.thread_nodes)
    questions.thread_nodes.answered_by(measures_answers.thread_nodes)
    questions.thread_nodes.answered_by(org_answers.thread_nodes)
    questions.thread_nodes.answered_by(org_answers.handover_nodes)
    questions.thread_nodes.answered_by(register_answers.slice_nodes)
    questions.thread_nodes.answered_by(register_answers.bow_tie_nodes)
    threads.thread_kinds.answered_by(reports_answers.thread_kinds)
    threads.thread_kinds.answered_by(register_answers.thread_kinds)
    threads.thread_kinds.answered_by(measures_answers.thread_kinds)
    questions.unit_figures.answered_by(reports_answers.unit_figures)
    questions.unit_figures.answered_by(register_answers.unit_figures)
    questions.unit_figures.answered_by(measures_answers.unit_figures)
    questions.unit_figures.answered_by(org_answers.unit_figures)

    org_questions.unit_pages.answered_by(insight_answers.unit_pages)
    org_questions.code_items.answered_by(library_answers.code_items)
    org_questions.decisions_to_pass_on.answered_by(decisions_to_pass_on)
    org_questions.handover_terms.answered_by(library_answers.handover_terms)
    for answers in (register_answers, reports_answers, measures_to_hand_over):
        org_questions.handover_matters.answered_by(answers.handover_matters)
        org_questions.matters_shown.answered_by(answers.matters_shown)
    org_questions.matter_outcomes.answered_by(register_answers.matter_outcomes)
    org_questions.open_items.answered_by(reports_answers.open_items)
    org_questions.open_items.answered_by(register_answers.open_items)
    org_questions.open_items.answered_by(measures_answers.open_items)
    org_questions.open_items.answered_by(org_answers.open_items)

    measures_questions.served_meant.answered_by(register_answers.served_meant)
    measures_questions.served_meant.answered_by(reports_answers.served_meant)
    measures_questions.served_of.answered_by(register_answers.served_of)
    measures_questions.served_of.answered_by(reports_answers.served_of)


def _recommend() -> None:
    """What recommendations answer beside measures; cards and nodes come after theirs."""
    questions.inbox_cards.answered_by(measures_answers.recommendation_cards)
    questions.search_hits.answered_by(measures_answers.recommendation_hits)
    questions.thread_nodes.answered_by(measures_answers.recommendation_nodes)
    questions.unit_figures.answered_by(measures_answers.recommendation_figures)
    org_questions.open_items.answered_by(measures_answers.open_recommendations)
    measures_questions.served_meant.answered_by(measures_answers.served_meant)
    measures_questions.served_of.answered_by(measures_answers.served_of)


def _consult() -> None:
    """Consultations: whom they tell, what they answer, and of what they can be asked."""
    listen(consultation_events.CONSULTATION_STEPPED, consultation_handlers.tell_about_consultation)
    questions.inbox_cards.answered_by(consultation_answers.inbox_cards)
    questions.waiting_cards.answered_by(consultation_answers.waiting_cards)
    questions.search_hits.answered_by(consultation_answers.search_hits)
    questions.thread_nodes.answered_by(consultation_answers.thread_nodes)
    threads.thread_kinds.answered_by(consultation_answers.thread_kinds)
    questions.unit_figures.answered_by(consultation_answers.unit_figures)
    org_questions.open_items.answered_by(consultation_answers.open_items)
    consultation_questions.subject_kinds.answered_by(register_answers.subject_kinds)
    consultation_questions.subject_kinds.answered_by(reports_answers.subject_kinds)
    consultation_questions.subject_meant.answered_by(register_answers.subject_meant)
    consultation_questions.subject_meant.answered_by(reports_answers.subject_meant)
    consultation_questions.subject_standing.answered_by(register_answers.subject_standing)
    consultation_questions.subject_standing.answered_by(reports_answers.subject_standing)
    consultation_questions.subjects_seen.answered_by(register_answers.subjects_seen)
    consultation_questions.subjects_seen.answered_by(reports_answers.subjects_seen)


def _buy() -> None:
    """Small purchases: whom they tell and what they answer."""
    listen(measures_events.PURCHASE_STEPPED, measures_purchases.tell_about_purchase)
    questions.inbox_cards.answered_by(measures_answers.purchase_cards)
    questions.search_hits.answered_by(measures_answers.purchase_hits)
    questions.thread_nodes.answered_by(measures_answers.purchase_thread_nodes)
    threads.thread_kinds.answered_by(measures_answers.purchase_thread_kinds)
    questions.unit_figures.answered_by(measures_answers.purchase_figures)
    org_questions.open_items.answered_by(measures_answers.open_purchases)


def _fill_in() -> None:
    """Filled-in instruments: what they answer."""
    questions.search_hits.answered_by(sheets_answers.search_hits)
    questions.thread_nodes.answered_by(sheets_answers.thread_nodes)
    threads.thread_kinds.answered_by(sheets_answers.thread_kinds)
    org_questions.open_items.answered_by(sheets_answers.open_items)


def _assess() -> None:
    """Assessments: what they listen to, whom they tell and what they answer."""
    listen(assessments_events.ASSESSMENT_STEPPED, assessments_handlers.tell_about_assessment)
    listen(sheets_events.SHEET_FILLED, assessments_handlers.follow_sheet)
    listen(reports_events.OCCURRENCE_STEPPED, assessments_handlers.call_after_occurrence)
    listen(measures_events.MEASURE_VERIFIED, assessments_handlers.call_after_measure)
    listen(org_events.UNIT_STEPPED, assessments_changes.call_after_unit)
    listen(org_events.SITE_STEPPED, assessments_changes.call_after_site)
    listen(org_events.EQUIPMENT_STEPPED, assessments_changes.call_after_equipment)
    questions.inbox_cards.answered_by(assessments_answers.inbox_cards)
    questions.search_hits.answered_by(assessments_answers.search_hits)
    questions.thread_nodes.answered_by(assessments_answers.thread_nodes)
    threads.thread_kinds.answered_by(assessments_answers.thread_kinds)
    questions.unit_figures.answered_by(assessments_answers.unit_figures)
    org_questions.open_items.answered_by(assessments_answers.open_items)
    consultation_questions.subject_kinds.answered_by(assessments_answers.subject_kinds)
    consultation_questions.subject_meant.answered_by(assessments_answers.subject_meant)
    consultation_questions.subject_standing.answered_by(assessments_answers.subject_standing)
    consultation_questions.subjects_seen.answered_by(assessments_answers.subjects_seen)


def _check_library() -> None:
    """Read what decisions rely on once: a mistake in a file stops the start, and no decision."""
    try:
        read_everything()
    except DataProblem as problem:
        raise ImproperlyConfigured(str(problem)) from None
