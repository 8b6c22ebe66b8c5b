"""Who gives the advice that the mandate table asks for, and which authorities nobody overrules.

Source: domain reference, irm, section 5.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from baken.core.instruments.data_file import Entry, by_code, entries_of, head_of
from baken.core.instruments.texts import Text

CONSENT, VETO = "consent", "veto"


@dataclass(frozen=True)
class AdviceRole:
    """Advice of one kind: whose it is; ``also`` are kinds of advice that count for it as well.

    Without ``roles`` it comes from somebody who holds no role here, and is written down for them.
    """

    code: str
    text: Text
    roles: tuple[str, ...]
    qualifications: tuple[str, ...]
    also: tuple[str, ...]

    def is_met_by(self, kind: str) -> bool:
        """Whether advice of a kind counts for this one."""
        return kind == self.code or kind in self.also

    def is_given_by(self, *, roles: Collection[str], qualifications: Collection[str]) -> bool:
        """Whether somebody with these roles and valid qualifications may give it in their own name."""
        qualified = not self.qualifications or any(
            one in qualifications for one in self.qualifications
        )
        return qualified and any(one in roles for one in self.roles)


@dataclass(frozen=True)
class DomainAuthority:
    """Who has the last word on a subject: nothing without their consent, or their veto stops it."""

    code: str
    text: Text
    authority: Text
    power: str
    domains: tuple[str, ...]


def read_advice_roles(
    file: str, content: Any, *, roles: Collection[str], qualifications: Collection[str]
) -> dict[str, AdviceRole]:
    """The kinds of advice of a file. Raises DataProblem, naming file, entry and field."""
    entries = _entries(file, content)
    known = [str(one.values.get("code")) for one in entries]
    made = []
    for entry in entries:
        made.append(
            AdviceRole(
                code=entry.text("code"),
                text=Text(**entry.texts("")),
                roles=entry.some_of("roles", roles),
                qualifications=entry.some_of("qualifications", qualifications),
                also=entry.some_of("also", known),
            )
        )
        entry.end()
    return by_code(made, file)


def read_domain_authorities(
    file: str, content: Any, *, domains: Collection[str]
) -> Mapping[str, DomainAuthority]:
    """The authorities of a file. Raises DataProblem, naming file, entry and field."""
    made = []
    for entry in _entries(file, content):
        made.append(
            DomainAuthority(
                code=entry.text("code"),
                text=Text(**entry.texts("")),
                authority=Text(**entry.texts("authority")),
                power=entry.one_of("power", (CONSENT, VETO)),
                domains=entry.some_of("domains", domains),
            )
        )
        entry.end()
    return by_code(made, file)


def _entries(file: str, content: Any) -> list[Entry]:
    head = head_of(file, content)
    found = entries_of(file, head.get("items"))
    head.end()
    return found
