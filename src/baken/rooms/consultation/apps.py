"""Installs consultations: permits, history, workflow."""

from django.apps import AppConfig

# What every step vouches for. A field that comes later is a new version beside the first.
FACTS_OF_CONSULTATION = (
    "id",
    "ref",
    "unit_id",
    "owner_unit_id",
    "confidentiality",
    "kind",
    "body",
    "body_unit_id",
    "council_id",
    "subject_kind",
    "due_on",
    "due_at",
    "proposed_on",
    "extended_from",
    "passed_at",
    "asker",
    "kept_at",
    "drafted_at",
    "asked_at",
    "outcome",
    "answered_at",
    "reply",
    "replied_at",
    "closed_at",
)


class ConsultationConfig(AppConfig):
    name = "baken.rooms.consultation"
    label = "consultation"

    def ready(self) -> None:
        from baken.core.access import register_permits
        from baken.core.trail.registry import keep_history
        from baken.core.workflow.registry import bind
        from baken.rooms.consultation import events, models, workflow
        from baken.rooms.consultation.actions.describe import SEALED
        from baken.rooms.consultation.permits import PERMITS
        from baken.rooms.consultation.queries.facts import GUARDS, consultation_facts
        from baken.rooms.consultation.queries.parts import parts_of_consultations

        register_permits(PERMITS)
        keep_history(
            models.Consultation,
            models.ConsultationStep,
            sealed=SEALED,
            facts={1: FACTS_OF_CONSULTATION},
            parts_of=parts_of_consultations,
        )
        bind(
            root=models.Consultation,
            workflow=workflow.CONSULTATION,
            guards=GUARDS,
            facts_of=consultation_facts,
            announce=events.CONSULTATION_STEPPED,
        )
