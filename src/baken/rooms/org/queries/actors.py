"""Computes the actor behind an account: grants from live appointments."""

from __future__ import annotations

import hashlib
import hmac
import uuid
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from django.db.models import CharField, Exists, OuterRef, Subquery
from django.db.models.functions import Cast
from django.utils.translation import get_language

from baken.core import clock
from baken.core.access import NOBODY, Actor, Duty, Grant, Reach, permit_named
from baken.core.access.reach import ABOVE, ADMINISTER, READ, Hosted, PathRange, Tie, union
from baken.core.access.roles import Role, RoleGrant, load_roles
from baken.rooms.org.models import Person, TreeVersion
from baken.rooms.org.queries.appointments import live_appointments, ties_on
from baken.rooms.org.queries.tree import Tree, tree, tree_of_version
from baken.rooms.org.rules import Post, guests_of, ranges_of

MOST_KEPT, MOST_ACTORS = 20_000, 200
ANYBODY = -1  # where the number of an account goes
# Of a post and its holder: somebody may hold a hundred and fifty, and rows are cheaper than objects.
_READ = (
    "role",
    "unit_id",
    "below",
    "tree_version",
    "is_tied",
    "record_id",
    "holder",
    "record__rank",
    "record__name",
    "record__unit_id",
)


class Live(NamedTuple):
    """A live post as it is read: SQLite gives 0 and 1 for no and yes."""

    role: str
    unit_id: int
    below: bool | int
    tree_version: int | None
    is_tied: bool | int
    record_id: int
    holder: str
    rank: str
    name: str
    home_unit_id: int


def actor_for(account: Any, at: datetime) -> Actor:
    """The actor behind an account at a moment; an account without a live post has no rights.

    One small query: live appointments with their person and the version of the tree.
    """
    if account is None or not account.is_authenticated:
        return NOBODY
    day = clock.local_date(at)
    live = _live_of_account(account.pk, day)
    if not live:
        return Actor(kind="person", account=account.pk, name=str(account))
    return _actor(live, account.pk, day)


def actor_of_person(person: Person, at: datetime) -> Actor:
    """The actor a person is at a moment, whether or not they can log in."""
    day = clock.local_date(at)
    live = [Live._make(row) for row in _live(day).filter(record=person)]
    if not live:
        return _made_actor(person, live, person.account_id, day, tree())
    return _actor(live, person.account_id, day)


def own_key_of(person: uuid.UUID) -> str:
    """The key that recognises a person's own records without naming the person.

    It can be computed only with the server's secret; tables hold the key, never the person.
    """
    secret = settings.SECRET_KEY.encode()
    return hmac.new(secret, b"own" + person.bytes, hashlib.sha256).hexdigest()


def _live_of_account(account: int, day: date) -> list[Live]:
    """The live posts of an account. Every page asks this, so it is compiled once a day."""
    statement, values = _statement(day, connection.vendor)
    given = [account if value == ANYBODY else value for value in values]
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return [Live._make(row) for row in cursor.fetchall()]


@lru_cache(maxsize=8)
def _statement(day: date, _vendor: str) -> tuple[str, tuple[Any, ...]]:
    statement, values = _live(day).filter(record__account=ANYBODY).query.sql_with_params()
    return statement, tuple(values)


def _live(day: date) -> Any:
    version = Subquery(TreeVersion.objects.values("version")[:1])
    tied = Exists(ties_on(day).filter(record=OuterRef("record")))
    holder = Cast("record__id", CharField(max_length=36))  # one is read, and all are the same
    rows = live_appointments(day).annotate(tree_version=version, is_tied=tied, holder=holder)
    return rows.order_by("id").values_list(*_READ)


def _holder(row: Live) -> Person:
    """Whose post a row is, as far as it tells."""
    return Person(
        number=row.record_id,
        id=uuid.UUID(row.holder),
        rank=row.rank,
        name=row.name,
        unit_id=row.home_unit_id,
    )


def _actor(live: list[Live], account: int | None, day: date) -> Actor:
    """The actor of these live posts; kept with the tree unless single records come into it.

    The same person, posts and day give the same rights, and most who look at a page look at another.
    """
    here = tree_of_version(live[0].tree_version or 0)
    key = (*live, account, day, get_language(), settings.ROLES_FILE)
    found: Actor | None = here.actors.get(key)
    if found is None:
        found = _made_actor(_holder(live[0]), live, account, day, here)
        if not live[0].is_tied:
            _keep(here.actors, key, found, MOST_ACTORS)
    return found


def _keep(kept: dict[Any, Any], key: Any, value: Any, most: int) -> None:
    if len(kept) >= most:
        kept.clear()
    kept[key] = value


def _made_actor(
    person: Person, live: list[Live], account: int | None, day: date, here: Tree
) -> Actor:
    roles = load_roles(settings.ROLES_FILE)
    tied = bool(live and live[0].is_tied)
    cases, conflicts = _ties(person, day) if tied else ({}, frozenset())
    posts = [(roles[one.role], one) for one in live if one.role in roles]
    granted = [(role, tuple(_grants(role, here, one, day, cases))) for role, one in posts]
    return Actor(
        kind="person",
        person=person.id,
        account=account,
        name=str(person),
        post=_post_label(posts, here),
        own_key=own_key_of(person.id),
        home_unit=person.unit_id,
        all_units=here.all_ids,
        conflicts=conflicts,
        by_case=frozenset(name for role, _one in posts for name in role.permits_by_case()),
        grants=tuple(
            grant
            for role, grants in granted
            for grant in (_outside_a_session(grants) if role.administers else grants)
        ),
        duty=_duty(posts, granted, here),
    )


def _outside_a_session(grants: Iterable[Grant]) -> Iterable[Grant]:
    """What an administrator may do at any time."""
    return (one for one in grants if permit_named(one.permit).kind != ADMINISTER)


def _duty(
    posts: list[tuple[Role, Live]], granted: list[tuple[Role, tuple[Grant, ...]]], here: Tree
) -> Duty | None:
    """What the posts that administer give within a session; None when there are none."""
    administering = [(role, one) for role, one in posts if role.administers]
    if not administering:
        return None
    grants = tuple(grant for role, held in granted if role.administers for grant in held)
    return Duty(_post_label(administering, here), grants)


def _ties(person: Person, day: date) -> tuple[dict[str, frozenset[Tie]], frozenset[Tie]]:
    """The records a person is given, by the role they are given to, and those they are kept from."""
    cases: dict[str, set[Tie]] = {}
    conflicts: set[Tie] = set()
    names = ("kind", "role", "table", "number")
    for kind, role, table, number in ties_on(day).filter(record=person).values_list(*names):
        kept = conflicts if kind == "conflict" else cases.setdefault(role, set())
        kept.add((table, number))
    return {role: frozenset(ties) for role, ties in cases.items()}, frozenset(conflicts)


def _post(appointment: Live, here: Tree) -> Post:
    unit = here.by_id[appointment.unit_id]
    return Post(
        role=appointment.role,
        path=unit.path,
        below=bool(appointment.below),
        part_path=here.part_of(unit).path,
    )


def _grants(
    role: Role,
    here: Tree,
    appointment: Live,
    day: date,
    cases: Mapping[str, frozenset[Tie]],
) -> Iterable[Grant]:
    """The grants of a post; kept with the tree, since many hold the same and some hold many."""
    language = get_language() or "nl"
    key = (role, appointment.unit_id, appointment.below, day, language)
    held = here.grants_of_posts.get(key)
    if held is None:
        code = here.by_id[appointment.unit_id].code
        named: dict[str, Any] = {
            "via": f"{role.label(language)} {code}",
            "post": f"{role.nl} {code}",
        }
        named["unit"] = appointment.unit_id
        held = tuple(_made_grants(role, _post(appointment, here), here, day, named))
        _keep(here.grants_of_posts, key, held, MOST_KEPT)
    mine = cases.get(role.code, frozenset())
    return (*held, *_case_grants(role, mine)) if mine else held


def _made_grants(
    role: Role, post: Post, here: Tree, day: date, named: Mapping[str, Any]
) -> Iterable[Grant]:
    for line in role.grants:
        if line.reach == "case":
            continue
        reaches: dict[str, Reach] = {}
        for permit in line.permits:
            kind = permit_named(permit).kind
            if kind not in reaches:
                reaches[kind] = reach_of(line, post, here, kind, day)
            yield Grant(permit, line.confidentiality, reaches[kind], **named)


def reach_of(line: RoleGrant, post: Post, here: Tree, kind: str, day: date) -> Reach:
    """What a line of a role reaches from a post on a day, for permits of a kind."""
    ranges = ranges_of(
        post=post,
        reach=line.reach,
        fences=here.fences,
        opens_restricted=line.opens_restricted,
        lines=here.lines_that_carry(kind, day),
    )
    hosts = kind == READ and line.reach != ABOVE  # nobody is host for the unit above
    hosted = _hosted(line, post, here, ranges, day) if hosts else ()
    return Reach(
        ranges=ranges, unit_ids=here.ids_in(ranges), own=line.reach == "own", hosted=hosted
    )


def _hosted(
    line: RoleGrant, post: Post, here: Tree, ranges: tuple[PathRange, ...], day: date
) -> tuple[Hosted, ...]:
    """What a post reads of units that lodge at the sites it reads for."""
    guests = guests_of(
        post=post,
        ranges=ranges,
        hosts=here.hosts_on(day),
        fences=here.fences,
        opens_restricted=line.opens_restricted,
    )
    by_sites: dict[frozenset[int], list[PathRange]] = {}
    for host, units in guests.items():
        by_sites.setdefault(here.sites_of_host(host, ranges), []).extend(units)
    found = ((sites, union(units)) for sites, units in by_sites.items() if sites)
    return tuple(Hosted(units, here.ids_in(units), sites) for sites, units in found)


def _case_grants(role: Role, cases: frozenset[Tie]) -> Iterable[Grant]:
    """What a role may do with the records its holder was given."""
    language = get_language() or "nl"
    for line in role.grants:
        if line.reach == "case":
            for permit in line.permits:
                reach = Reach(cases=cases)
                yield Grant(permit, line.confidentiality, reach, role.label(language), role.nl)


def _post_label(posts: list[tuple[Role, Live]], here: Tree) -> str:
    """The post a person signs with: the first that is more than being an employee.

    A post to administer comes after every other: it is signed with in a session.
    """
    if not posts:
        return ""
    role, chosen = min(posts, key=lambda one: (one[0].administers, one[0].code == "employee"))
    return f"{role.nl} {here.by_id[chosen.unit_id].code}"
