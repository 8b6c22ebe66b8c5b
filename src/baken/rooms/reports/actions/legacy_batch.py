"""New rows of another system that go in together, and what each of them tells, not yet stored."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from baken.core.access import Actor
from baken.core.records.bulk import fresh
from baken.rooms.org.queries import SiteView, Tree, tree
from baken.rooms.reports.actions.legacy_rows import (
    LegacyDamage,
    LegacyInjury,
    LegacyReport,
    LegacySource,
)
from baken.rooms.reports.models import Damage, Injury, Occurrence

GROUPS = uuid.UUID("5ba0f9a5-6f0c-5d7e-9b53-0d6e2f1c7a11")


@dataclass(frozen=True)
class Batch:
    """New rows that go in together: by whom, when, and from which system."""

    actor: Actor
    at: datetime
    source: LegacySource
    rows: Sequence[LegacyReport]

    @cached_property
    def units(self) -> dict[str, int]:
        """The id of each unit code in the rows; all are known."""
        found = {code: self.tree.find(code) for code in {row.unit for row in self.rows}}
        return {code: unit.id for code, unit in found.items() if unit is not None}

    @cached_property
    def tree(self) -> Tree:
        """The tree at the start of the batch: which one is there is a question to the database."""
        return tree()

    @cached_property
    def sites(self) -> dict[str, SiteView | None]:
        """The site that each place in the rows names, if it names one."""
        return {place: self.tree.site_meant(place) for place in {row.place for row in self.rows}}

    def site_id(self, row: LegacyReport) -> int | None:
        """The id of the site where a row happened."""
        site = self.sites[row.place]
        return site.id if site else None

    def received_at(self, row: LegacyReport) -> datetime:
        """When a row came in as far as anybody knows: when it happened, or at the import."""
        return row.happened_at or self.at

    def group_id(self, row: LegacyReport) -> uuid.UUID:
        """The identifier of the occurrence of a row's group: the same in every run."""
        return uuid.uuid5(GROUPS, f"{self.source.name}\n{row.group}")


def codes_of(row: LegacyReport) -> list[tuple[str, str]]:
    """Subjects and domains of a row as (scheme, code), in its order."""
    return [
        (scheme, code)
        for scheme, listed in (("subject", row.subjects), ("domain", row.domains))
        for code in listed
    ]


def injury_of(occurrence: Occurrence, injury: LegacyInjury) -> Injury:
    """An injury as a row tells it, not yet stored."""
    return fresh(
        Injury,
        record_id=occurrence.pk,
        person_kind=injury.person_kind,
        outcome=injury.outcome,
        permanent=bool(injury.permanent),
        hospital_admission=bool(injury.hospital_admission),
        absence_days=injury.absence_days,
        known_at=injury.known_at,
    )


def damage_of(occurrence: Occurrence, damage: LegacyDamage) -> Damage:
    """A damage as a row tells it, not yet stored."""
    return fresh(Damage, record_id=occurrence.pk, what=damage.what, amount_eur=damage.amount_eur)
