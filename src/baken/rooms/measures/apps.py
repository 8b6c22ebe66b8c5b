"""Installs the room of measures: permits, history, workflow."""

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


class MeasuresConfig(AppConfig):
    name = "baken.rooms.measures"
    label = "measures"

    def ready(self) -> None:
        from baken.core.access import register_permits
        from baken.core.trail.registry import keep_history
        from baken.core.workflow.registry import bind
        from baken.rooms.measures import events, models, workflow
        from baken.rooms.measures.permits import PERMITS
        from baken.rooms.measures.queries.facts import GUARDS, measure_facts

        register_permits(PERMITS)
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
