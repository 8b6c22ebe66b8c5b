"""Installs the org room: its permits, histories and the workflows of its records."""

from django.apps import AppConfig

# What every step vouches for. A field that comes later is a new version beside the first. The path
# of a unit is not among them: it moves with the units above. Below which one it lies is a part.
FACTS_OF_UNIT = (
    "id",
    "code",
    "name_nl",
    "name_en",
    "kind",
    "level",
    "parent_id",
    "site",
    "strength",
    "restricted",
    "independent",
)
FACTS_OF_EQUIPMENT = (
    "id",
    "ref",
    "unit_id",
    "confidentiality",
    "kind",
    "name",
    "site_id",
    "product_ref",
    "serial_number",
    "in_use_on",
    "out_of_use_on",
    "due_on",
)
FACTS_OF_SITE = (
    "id",
    "code",
    "name_nl",
    "name_en",
    "holder_id",
    "location",
    "time_zone",
    "buildings",
)
FACTS_OF_HANDOVER = (
    "id",
    "ref",
    "unit_id",
    "confidentiality",
    "from_unit_id",
    "post_id",
    "kind",
    "outgoing",
    "incoming",
    "starts_on",
    "due_on",
    "due_at",
    "prepared_at",
    "ended_at",
)


class OrgConfig(AppConfig):
    name = "baken.rooms.org"
    label = "org"

    def ready(self) -> None:
        from baken.core.access import register_permits
        from baken.rooms.org.permits import PERMITS

        register_permits(PERMITS)
        _keep_histories()
        _bind_workflows()


def _keep_histories() -> None:
    from baken.core.trail.registry import Beside, keep_history, vouch_beside
    from baken.rooms.org import models
    from baken.rooms.org.queries import parts

    keep_history(models.Person, models.PersonStep, parts_of=parts.parts_of_persons)
    facts = {1: FACTS_OF_UNIT, 2: (*FACTS_OF_UNIT, "ends_on")}
    keep_history(models.Unit, models.UnitStep, facts=facts, parts_of=parts.parts_of_units)
    keep_history(
        models.Equipment,
        models.EquipmentStep,
        facts={1: FACTS_OF_EQUIPMENT},
        parts_of=parts.parts_of_equipment,
    )
    vouch_beside("org.involvement", Beside(parts.ties_of_records, parts.stray_ties))
    facts = {1: FACTS_OF_SITE}
    keep_history(models.Site, models.SiteStep, facts=facts, parts_of=parts.parts_of_sites)
    keep_history(
        models.Handover,
        models.HandoverStep,
        sealed=("narrative", "reservations"),
        facts={1: FACTS_OF_HANDOVER},
    )


def _bind_workflows() -> None:
    from baken.core.workflow.registry import bind
    from baken.rooms.org.events import (
        EQUIPMENT_STEPPED,
        HANDOVER_STEPPED,
        SITE_STEPPED,
        UNIT_STEPPED,
    )
    from baken.rooms.org.models import Equipment, Handover, Site, Unit
    from baken.rooms.org.queries.equipment import GUARDS as EQUIPMENT_GUARDS
    from baken.rooms.org.queries.equipment import equipment_facts
    from baken.rooms.org.queries.facts import GUARDS, unit_facts
    from baken.rooms.org.queries.handovers import GUARDS as HANDOVER_GUARDS
    from baken.rooms.org.queries.handovers import handover_facts
    from baken.rooms.org.workflow import EQUIPMENT, HANDOVER, SITE, UNIT

    bind(
        root=Site,
        workflow=SITE,
        guards={},
        facts_of=lambda record, actor, at: None,
        announce=SITE_STEPPED,
    )
    bind(root=Unit, workflow=UNIT, guards=GUARDS, facts_of=unit_facts, announce=UNIT_STEPPED)
    bind(
        root=Equipment,
        workflow=EQUIPMENT,
        guards=EQUIPMENT_GUARDS,
        facts_of=equipment_facts,
        announce=EQUIPMENT_STEPPED,
    )
    bind(
        root=Handover,
        workflow=HANDOVER,
        guards=HANDOVER_GUARDS,
        facts_of=handover_facts,
        announce=HANDOVER_STEPPED,
    )
