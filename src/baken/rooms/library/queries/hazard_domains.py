"""The domains that hazards bring into play."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from baken.rooms.library.queries import code_list, domain_authorities
from baken.rooms.library.queries.files import published
from baken.rooms.library.rules.hazard_domains import domains_of_hazard, read_hazard_domains


@lru_cache(maxsize=1)
def hazard_domains() -> dict[str, tuple[str, ...]]:
    """The domains by the code of a hazard or group. Raises DataProblem, naming file, entry and field."""
    return read_hazard_domains(
        *published("mandate/hazard_domains"),
        hazards=code_list("hazards"),
        groups=code_list("hazard_groups"),
        domains=code_list("domains"),
    )


def authority_domains() -> tuple[str, ...]:
    """The domains over which there is an authority, in the order of the authorities."""
    return tuple(
        dict.fromkeys(code for one in domain_authorities().values() for code in one.domains)
    )


def authorities_over(hazard: str, domains: Iterable[str]) -> frozenset[str]:
    """The codes of the authorities over a hazard and over what it touches besides (``domains``).

    Source: domain reference, irm, section 5.
    """
    touched = domains_of_hazard(hazard, hazard_domains()).union(domains)
    return frozenset(
        code for code, one in domain_authorities().items() if touched.intersection(one.domains)
    )
