"""Installs the room of measures: permits, histories, workflows."""

from django.apps import AppConfig

# What every step vouches for. A field that comes later is a new version beside the first.
FACTS = (
    *("id", "ref", "unit_id", "owner_unit_id", "confidentiality", "standard", "control_level"),
    *("risk_class", "severity", "priority", "owner", "owner_key", "owner_post"),
    *("authority_confirmed_at", "authority_confirmed_by", "budget_cents", "budget_source"),
    *("start_on", "due_on", "expected_residual", "verifier", "ends_on", "power"),
    *("asked_unit_id", "asked_party", "asked_at", "asked_by", "answer", "answered_at"),
    *("answered_by", "answer_due_at", "climbs", "proposed_at", "proposed_by", "decided_at"),
    *("decided_by", "decided_level", "due_at", "rises_at", "rises", "raised_to_id"),
    *("postponed", "postponed_level", "implemented_at", "implemented_by", "verified_at"),
    *("verified_by", "cancelled_at", "cancelled_by"),
)
LATER = (*FACTS, "asked_from_id", "priority_chosen")
RECOMMENDATION_FACTS = (
    *("id", "ref", "unit_id", "owner_unit_id", "confidentiality", "place", "source", "party"),
    *("report_number", "report_on", "category", "cause", "offered_on", "publication"),
    *("parliament_due", "reaction_on", "received_at", "received_by", "times_before"),
    *("appreciation", "appreciated_at", "appreciated_by", "appreciated_level", "first_answer_at"),
    *("owner", "owner_key", "owner_post", "due_on", "planned_at", "planned_by", "reported_at"),
    *("reported_by", "effect_check_on", "effect_checked_at", "effect_checked_by", "verdict"),
    *("verdict_document", "assessed_at", "assessed_by", "closed_at", "closed_by", "reopened_at"),
    *("due_at", "reminds_at", "warns_at", "warned"),
)
FACTS_OF_PURCHASE = (
    *("id", "ref", "unit_id", "owner_unit_id", "confidentiality", "category", "supplier_key"),
    *("amount_cents", "total_cents", "needed_by", "no_risk", "confirmed", "risk_class"),
    *("budget_unit_id", "budget_year", "checks", "needs_finance", "levels_up", "splits"),
    *("asked_at", "asked_by", "asker_key", "due_at", "checked_at", "checked_by"),
    *("finance_checked_at", "finance_checked_by", "cosigned_at", "cosigned_by"),
    *("decided_at", "decided_by", "decided_level", "ordered_at", "ordered_by", "order_number"),
    *("received_at", "received_by", "invoice_number", "in_use_at", "in_use_by", "effect"),
    *("class_after", "effect_checked_at", "effect_checked_by", "is_example", "closed_at"),
    *("closed_by", "cancelled_at", "cancelled_by"),
)


class MeasuresConfig(AppConfig):
    name = "baken.rooms.measures"
    label = "measures"

    def ready(self) -> None:
        from baken.core.access import register_permits
        from baken.rooms.measures.permits import PERMITS

        register_permits(PERMITS)
        _keep_measures()
        _keep_recommendations()
        _keep_purchases()


def _keep_measures() -> None:
    from baken.core.trail.registry import keep_history
    from baken.core.workflow.registry import bind
    from baken.rooms.measures import events, models, workflow
    from baken.rooms.measures.queries.facts import GUARDS, measure_facts

    keep_history(
        models.Measure, models.MeasureStep, sealed=workflow.SEALED, facts={1: FACTS, 2: LATER}
    )
    bind(
        root=models.Measure,
        workflow=workflow.MEASURE,
        guards=GUARDS,
        facts_of=measure_facts,
        announce=events.MEASURE_STEPPED,
    )


def _keep_recommendations() -> None:
    from baken.core.trail.registry import keep_history
    from baken.core.workflow.registry import bind
    from baken.rooms.measures import events, models, workflow
    from baken.rooms.measures.queries.recommendation_facts import (
        RECOMMENDATION_GUARDS,
        recommendation_facts,
    )

    keep_history(
        models.Recommendation,
        models.RecommendationStep,
        sealed=workflow.SEALED_RECOMMENDATION,
        facts={1: RECOMMENDATION_FACTS},
    )
    bind(
        root=models.Recommendation,
        workflow=workflow.RECOMMENDATIONS,
        guards=RECOMMENDATION_GUARDS,
        facts_of=recommendation_facts,
        announce=events.RECOMMENDATION_STEPPED,
    )


def _keep_purchases() -> None:
    from baken.core.trail.registry import keep_history
    from baken.core.workflow.registry import bind
    from baken.rooms.measures import events, models, workflow
    from baken.rooms.measures.actions.purchase.describe import SEALED_OF_PURCHASE
    from baken.rooms.measures.queries.purchase_facts import GUARDS_OF_PURCHASE, purchase_facts
    from baken.rooms.measures.queries.purchase_parts import parts_of_purchases

    keep_history(
        models.Purchase,
        models.PurchaseStep,
        sealed=SEALED_OF_PURCHASE,
        facts={1: FACTS_OF_PURCHASE},
        parts_of=parts_of_purchases,
    )
    bind(
        root=models.Purchase,
        workflow=workflow.PURCHASE,
        guards=GUARDS_OF_PURCHASE,
        facts_of=purchase_facts,
        announce=events.PURCHASE_STEPPED,
    )
