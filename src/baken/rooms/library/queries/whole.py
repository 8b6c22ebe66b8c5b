"""Reads everything that decisions rely on once, so that a mistake in a file is found at the start."""

from __future__ import annotations

from baken.rooms.library import queries
from baken.rooms.library.queries.assessment import assessment
from baken.rooms.library.queries.barriers import barrier_model, barrier_types
from baken.rooms.library.queries.files import (
    LOCKED_LISTS,
    in_force,
    instrument_publications,
    publications,
)
from baken.rooms.library.queries.hazard_domains import hazard_domains
from baken.rooms.library.queries.hazard_factors import hazard_factors
from baken.rooms.library.queries.hazards import hazards, standard_measures
from baken.rooms.library.queries.measure_terms import measure_terms
from baken.rooms.library.queries.purchasing import purchasing
from baken.rooms.library.queries.recommending import recommending
from baken.rooms.library.queries.scoring import risk_classes, scoring_models


def read_everything() -> None:
    """Read every file that is published. Raises DataProblem that names file, entry and what to do.

    Of instruments only the checksums are compared, to start in no time: what is published was read by
    the tests of the product, and ``baken check`` reads it again with the roles of the installation.
    """
    publications()
    instrument_publications()
    for name in LOCKED_LISTS:
        queries.code_list(name)
    risk_classes()
    hazards()
    standard_measures()
    measure_terms()
    recommending()
    purchasing()
    scoring_models()
    assessment()
    for version in range(1, in_force()["mandate/mandate"].version + 1):
        queries.mandate_table(version)
    queries.domain_authorities()
    queries.stacking_rules()
    hazard_factors()
    hazard_domains()
    barrier_model()
    barrier_types()
    queries.escalation_table()
    queries.risk_appetite()
    queries.acceptance_terms()
    queries.duty_table()
