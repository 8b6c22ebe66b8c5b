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
    "domains",
    "breaches_limit",
    "owner",
    "raised_to_id",
    "identified_at",
    "scored_at",
    "due_at",
    "asked_at",
    "rises",
    "rises_at",
    "paused_until",
    "suspended",
    "review_on",
    "closed_at",
    "stated_key",
)
FACTS_OF_DECISION = (
    "id",
    "ref",
    "unit_id",
    "owner_unit_id",
    "confidentiality",
    "risk_id",
    "site_id",
    "stated_key",
    "kind",
    "risk_class",
    "outside_appetite",
    "context",
    "signer",
    "post",
    "post_unit_id",
    "level",
    "post_kind",
    "delegated_from",
    "signed_at",
    "starts_on",
    "ends_on",
    "latest_end",
    "activity_ends_on",
    "time_zone",
    "ends_at",
    "remind_at",
    "against_advice",
    "alternatives",
    "legal_basis",
    "interim_control",
    "interim_until",
    "exposed",
    "informed_on",
    "indicators",
    "told",
    "instruction",
    "stack_seen",
    "previous_id",
    "comparison",
    "picture_hash",
    "risk_serial",
    "suspended_for",
    "ended_at",
    "ended_for",
)
FACTS_OF_SLICE = (
    "id",
    "ref",
    "unit_id",
    "owner_unit_id",
    "confidentiality",
    "people",
    "site_id",
    "from_at",
    "to_at",
    "circumstances",
    "made_at",
    "ended_at",
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
        from baken.rooms.register.queries.decision_parts import parts_of_risks
        from baken.rooms.register.queries.facts import GUARDS, risk_facts

        register_permits(PERMITS)
        keep_history(
            models.Risk,
            models.RiskStep,
            sealed=("title", "scenario", "legal_basis"),
            facts={1: FACTS_OF_RISK},
            parts_of=parts_of_risks,
        )
        bind(
            root=models.Risk,
            workflow=workflow.RISK,
            guards=GUARDS,
            facts_of=risk_facts,
            announce=events.RISK_STEPPED,
        )
        _keep_decisions()
        _keep_slices()
        _keep_bow_ties()


def _keep_slices() -> None:
    from baken.core.trail.registry import keep_history
    from baken.core.workflow.registry import bind
    from baken.rooms.register import events, models, workflow
    from baken.rooms.register.queries.slices import SLICE_GUARDS, parts_of_slices, slice_facts

    keep_history(
        models.Slice,
        models.SliceStep,
        sealed=("group", "task", "place"),
        facts={1: FACTS_OF_SLICE},
        parts_of=parts_of_slices,
    )
    bind(
        root=models.Slice,
        workflow=workflow.SLICE,
        guards=SLICE_GUARDS,
        facts_of=slice_facts,
        announce=events.SLICE_STEPPED,
    )


def _keep_decisions() -> None:
    from baken.core.trail.registry import keep_history
    from baken.core.workflow.registry import bind
    from baken.rooms.register import events, models, workflow
    from baken.rooms.register.queries.decision_facts import DECISION_GUARDS, decision_facts
    from baken.rooms.register.queries.decision_parts import parts_of_decisions

    keep_history(
        models.Decision,
        models.DecisionStep,
        sealed=("reason", "question", "picture"),
        facts={1: FACTS_OF_DECISION},
        parts_of=parts_of_decisions,
    )
    bind(
        root=models.Decision,
        workflow=workflow.DECISION,
        guards=DECISION_GUARDS,
        facts_of=decision_facts,
        announce=events.DECISION_STEPPED,
    )


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
