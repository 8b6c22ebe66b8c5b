"""Installs the register: permits, histories, workflows."""

from django.apps import AppConfig

# What every step vouches for. A field that comes later is a new version beside the first.
FACTS_OF_RISK = (
    "id",
    "ref",
    "unit_id",
    "owner_unit_id",
    "confidentiality",
    "hazard",
    "context",
    "activity",
    "from_on",
    "until_on",
    "group",
    "exposed",
    "site_id",
    "scoring_model",
    "scoring_version",
    "initial_class",
    "current_class",
    "target_class",
    "residual_class",
    "urgent",
    "confidence",
    "breaches_limit",
    "owner",
    "raised_to_id",
    "identified_at",
    "scored_at",
    "due_at",
    "review_on",
    "closed_at",
    "stated_key",
)
FACTS_OF_BOW_TIE = (
    "id",
    "ref",
    "unit_id",
    "owner_unit_id",
    "confidentiality",
    "hazard",
    "drawn_at",
    "last_part",
    "withdrawn_at",
)


class RegisterConfig(AppConfig):
    name = "baken.rooms.register"
    label = "register"

    def ready(self) -> None:
        from baken.core.access import register_permits
        from baken.core.trail.registry import keep_history
        from baken.core.workflow.registry import bind
        from baken.rooms.register import events, models, workflow
        from baken.rooms.register.permits import PERMITS
        from baken.rooms.register.queries.facts import GUARDS, risk_facts

        register_permits(PERMITS)
        keep_history(
            models.Risk,
            models.RiskStep,
            sealed=("title", "scenario", "legal_basis"),
            facts={1: FACTS_OF_RISK},
        )
        bind(
            root=models.Risk,
            workflow=workflow.RISK,
            guards=GUARDS,
            facts_of=risk_facts,
            announce=events.RISK_STEPPED,
        )
        _keep_bow_ties()


def _keep_bow_ties() -> None:
    from baken.core.trail.registry import keep_history
    from baken.core.workflow.registry import bind
    from baken.rooms.register import events, models, workflow
    from baken.rooms.register.actions.draw_bow_tie import WORDS
    from baken.rooms.register.queries.bow_ties import bow_tie_facts

    keep_history(models.BowTie, models.BowTieStep, sealed=WORDS, facts={1: FACTS_OF_BOW_TIE})
    bind(
        root=models.BowTie,
        workflow=workflow.BOW_TIE,
        guards={},
        facts_of=bow_tie_facts,
        announce=events.BOW_TIE_STEPPED,
    )
