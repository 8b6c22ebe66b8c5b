"""Installs assessments: permits, history, workflow."""

from django.apps import AppConfig

# What every step vouches for. A field that comes later is a new version beside the first.
FACTS_OF_ASSESSMENT = (
    "id",
    "ref",
    "unit_id",
    "owner_unit_id",
    "confidentiality",
    "kind",
    "headcount",
    "earlier_id",
    "scopes",
    "begun_at",
    "begun_by",
    "kept_at",
    "in_force_at",
    "decided_by",
    "decided_post",
    "valid_until",
    "review_on",
    "reason",
    "ended_at",
)


class AssessmentsConfig(AppConfig):
    name = "baken.rooms.assessments"
    label = "assessments"

    def ready(self) -> None:
        from baken.core.access import register_permits
        from baken.core.trail.registry import keep_history
        from baken.core.workflow.registry import bind
        from baken.rooms.assessments import events, models, workflow
        from baken.rooms.assessments.actions.begin_assessment import SEALED
        from baken.rooms.assessments.permits import PERMITS
        from baken.rooms.assessments.queries.facts import GUARDS, assessment_facts
        from baken.rooms.assessments.queries.parts import parts_of_assessments

        register_permits(PERMITS)
        keep_history(
            models.Assessment,
            models.AssessmentStep,
            sealed=SEALED,
            facts={1: FACTS_OF_ASSESSMENT},
            parts_of=parts_of_assessments,
        )
        bind(
            root=models.Assessment,
            workflow=workflow.ASSESSMENT,
            guards=GUARDS,
            facts_of=assessment_facts,
            announce=events.ASSESSMENT_STEPPED,
        )
