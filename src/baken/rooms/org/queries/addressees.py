"""Who may get a mail: from a reader's own key to their log-in and address, in memory alone.

No table ties a key to a person or an address. The worker computes the keys of everybody who can log
in, keeps them while it lives, and reads what belongs to the few it needs when a mail leaves.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from baken.core import clock
from baken.core.accounts.models import Account
from baken.rooms.org.models import Person
from baken.rooms.org.queries.actors import own_key_of
from baken.rooms.org.queries.appointments import live_appointments


@dataclass(frozen=True)
class Addressee:
    """Somebody who can log in: person, account, address in the organisation file, language."""

    person: int
    account: Any
    email: str
    language: str


LEARN_AGAIN = 600.0  # seconds: somebody who got a log-in since is found by then

_person_of_key: dict[str, int] = {}
_absent: set[str] = set()
_learned: list[float] = [0.0]


def addressees(keys: Collection[str]) -> dict[str, Addressee]:
    """Who belongs to these keys, of those who can log in; at most two queries."""
    _learn(keys)
    wanted = {_person_of_key[key]: key for key in keys if key in _person_of_key}
    rows = _who_log_in().filter(pk__in=list(wanted)).select_related("account")
    return {wanted[one.pk]: _addressee(one) for one in rows}


def persons_in_roles(roles: Iterable[str], among: Iterable[int], at: datetime) -> frozenset[int]:
    """Which of these persons hold one of these roles today, anywhere."""
    live = live_appointments(clock.local_date(at))
    rows = live.filter(role__in=list(roles), record__in=list(among))
    return frozenset(rows.values_list("record_id", flat=True))


def _learn(keys: Collection[str]) -> None:
    """Compute the keys of everybody again when one is asked for that was not looked for lately."""
    unknown = {key for key in keys if key not in _person_of_key}
    if time.monotonic() - _learned[0] < LEARN_AGAIN:
        unknown -= _absent
    if not unknown:
        return
    _learned[0] = time.monotonic()
    everybody = _who_log_in().values_list("number", "id")
    _person_of_key.clear()
    _person_of_key.update({own_key_of(person): number for number, person in everybody})
    _absent.clear()
    _absent.update(unknown.difference(_person_of_key))


def _who_log_in() -> Any:
    people = Person.objects.for_system(reason="deliver")
    return people.filter(account__is_active=True, account__is_service=False)


def _addressee(person: Person) -> Addressee:
    account: Account = person.account  # type: ignore[assignment]
    language = account.language or settings.LANGUAGE_CODE
    return Addressee(person.pk, account, person.email, language)
