"""The codes that an instrument may name: of the library, the roles and the instruments themselves."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from baken.core.access.roles import load_roles
from baken.core.instruments.definitions import Known
from baken.rooms.library.queries import code_list
from baken.rooms.library.queries.hazards import hazards, standard_measures
from baken.rooms.library.queries.scoring import scoring_model, scoring_models, versions_of
from baken.rooms.library.rules.workflow_names import WORKFLOWS


def known_with(instruments: frozenset[str]) -> Known:
    """The codes that an instrument may name, when these are the instruments that there are.

    A promised instrument that is there is no promise any more. Raises DataProblem.
    """
    return _known(instruments, settings.ROLES_FILE)


@lru_cache(maxsize=4)
def _known(instruments: frozenset[str], roles_file: Path) -> Known:
    return Known(
        hazards=frozenset(hazards()),
        measures=frozenset(standard_measures()),
        control_levels=tuple(code_list("control_levels")),
        workflows=WORKFLOWS,
        legal_bases=frozenset(code_list("legal_bases")),
        contexts=tuple(code_list("contexts")),
        workplace_types=tuple(code_list("workplace_types")),
        roles=frozenset(load_roles(roles_file)),
        instruments=instruments,
        announced=frozenset(code_list("announced_instruments")) - instruments,
        scoring_models={
            (code, version): scoring_model(code, version)
            for code in scoring_models()
            for version in versions_of(code)
        },
    )
