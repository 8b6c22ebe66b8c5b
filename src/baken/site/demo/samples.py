"""Real records of other organisations beside the invented stories: the samples that come along."""

from __future__ import annotations

from datetime import datetime

from baken.core.access import system_actor
from baken.rooms.reports.jobs.import_reports import Tally, import_file
from baken.rooms.reports.schemas.mapping import find_mapping, load_mapping

SAMPLES = (
    "osha_abstracts",
    "treinstoringen",
    "ntsb_part121",
    "uscg_boating_deaths",
    "asrs_conflicts",
    "onr_nuclear",
)


def load_samples(*, at: datetime) -> int:
    """Import each sample as any legacy file, as if at ``at``; returns how many were made."""
    tally = Tally()
    for name in SAMPLES:
        mapping = find_mapping(name)
        import_file(
            actor=system_actor("import"),
            path=mapping.parent / "samples" / f"{name}.csv",
            mapping=load_mapping(mapping),
            tally=tally,
            now=lambda: at,
        )
    return tally.created
