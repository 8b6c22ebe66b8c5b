"""Computes the actor behind an account: grants from live appointments."""

from __future__ import annotations

import hashlib
import hmac
import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q, Subquery
from django.utils.translation import get_language

from baken.core import clock
from baken.core.access import NOBODY, Actor, Grant, Reach
from baken.core.access.roles import Role, load_roles
from baken.rooms.org.models import Appointment, Person, TreeVersion
from baken.rooms.org.queries.tree import Tree, tree, tree_of_version
from baken.rooms.org.rules import Post, ranges_of

MOST_KEPT = 20_000


def actor_for(account: Any, at: datetime) -> Actor:
    """The actor behind an account at a moment; an account without a live post has no rights.

    One small query: live appointments with their person and the version of the tree.
    """
    if account is None or not account.is_authenticated:
        return NOBODY
    live = list(_live(at).filter(record__account=account).select_related("record"))
    if not live:
        return Actor(kind="person", account=account.pk, name=str(account))
    return _actor(live[0].record, live, account.pk)


def actor_of_person(person: Person, at: datetime) -> Actor:
    """The actor a person is at a moment, whether or not they can log in."""
    return _actor(person, list(_live(at).filter(record=person)), person.account_id)


def own_key_of(person: uuid.UUID) -> str:
    """The key that recognises a person's own records without naming the person.

    It can be computed only with the server's secret; tables hold the key, never the person.
    """
    secret = settings.SECRET_KEY.encode()
    return hmac.new(secret, b"own" + person.bytes, hashlib.sha256).hexdigest()


def _live(at: datetime) -> Any:
    day = clock.local_date(at)
    version = Subquery(TreeVersion.objects.values("version")[:1])
    rows = Appointment.objects.for_system(reason="access").annotate(tree_version=version)
    return rows.filter(Q(until__isnull=True) | Q(until__gte=day), from_on__lte=day).order_by("id")


def _actor(person: Person, live: list[Appointment], account: int | None) -> Actor:
    here = tree_of_version(live[0].tree_version or 0) if live else tree()  # type: ignore[attr-defined]
    roles = load_roles(settings.ROLES_FILE)
    return Actor(
        kind="person",
        person=person.id,
        account=account,
        name=str(person),
        post=_post_label(live, here, roles),
        own_key=own_key_of(person.id),
        home_unit=person.unit_id,
        all_units=here.all_ids,
        grants=tuple(
            grant
            for appointment in live
            if appointment.role in roles
            for grant in _grants(roles[appointment.role], here, appointment)
        ),
    )


def _post(appointment: Appointment, here: Tree) -> Post:
    unit = here.by_id[appointment.unit_id]
    return Post(
        role=appointment.role,
        path=unit.path,
        below=appointment.below,
        part_path=here.part_of(unit).path,
    )


def _grants(role: Role, here: Tree, appointment: Appointment) -> tuple[Grant, ...]:
    """The grants of a post; kept with the tree, since many hold the same and some hold many."""
    language = get_language() or "nl"
    key = (role, appointment.unit_id, appointment.below, language)
    kept = here.grants_of_posts
    if key not in kept:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        via = f"{role.label(language)} {here.by_id[appointment.unit_id].code}"
        kept[key] = tuple(_made_grants(role, _post(appointment, here), here, via))
    return kept[key]


def _made_grants(role: Role, post: Post, here: Tree, via: str) -> Iterable[Grant]:
    for line in role.grants:
        ranges = ranges_of(
            post=post,
            reach=line.reach,
            fences=here.fences,
            opens_restricted=line.opens_restricted,
        )
        reach = Reach(ranges=ranges, unit_ids=here.ids_in(ranges), own=line.reach == "own")
        for permit in line.permits:
            yield Grant(permit, line.confidentiality, reach, via)


def _post_label(live: list[Appointment], here: Tree, roles: dict[str, Role]) -> str:
    """The post a person signs with: the first that is more than being an employee."""
    chosen = next((one for one in live if one.role != "employee"), live[0] if live else None)
    if chosen is None or chosen.role not in roles:
        return ""
    return f"{roles[chosen.role].nl} {here.by_id[chosen.unit_id].code}"
