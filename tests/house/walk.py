"""The walk: one visitor goes to every address, and what comes back is judged."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from http.cookies import SimpleCookie
from itertools import product
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from baken.core.access import Actor, may
from baken.core.access.declarations import Declaration
from baken.core.access.roles import load_roles
from baken.core.access.roots import Root
from baken.core.workflow.registry import all_bindings
from baken.rooms.org.tests.factories import Planted
from tests.house.addresses import Address

# Addresses that anybody known may ask, because they answer about the asker and nothing else.
ABOUT_ONESELF = {
    "api/v1/me",
    "api/v1/me/administration",
    "api/v1/me/preferences",
    "api/v1/me/administration/end",
    "api/v1/administration-sessions/<session>",
    "api/v1/me/sessions",
    "api/v1/me/sessions/end",
    "api/v1/me/tokens",
    "api/v1/me/tokens/revoke",
    "api/v1/inbox",
    "account",
    "account/app",
    "account/app/verwijderen",
    "account/bevestigd",
    "account/bevestigen",
    "account/herstelcodes",
    "account/passkeys/nieuw",
    "account/passkeys/nieuw/vraag",
    "account/passkeys/verwijderen",
    "account/voorkeuren",
    "account/sessies",
    "account/sessies/beeindigen",
    "account/tokens",
    "account/tokens/intrekken",
    "account/wachtwoord",
    "beheer",
    "beheer/openen",
    "beheer/beeindigen",
    "beheer/sessies/<uuid:session>",
}
RECORD_PARTS = {"ref", "file_id"}
# What a form asks that is the same for every record: an export is a file only with its kind named.
ASKED = {"format": "csv", "purpose": "wandeling"}
# A word that stands beside the hidden ones in every planted text: a search for it must not show them.
SOUGHT = "kabel"
CLOSED = (403, 404, 405)
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


@dataclass(frozen=True)
class Visitor:
    """Who walks: ``nobody``, ``postless``, ``stranger`` (wrong branch) or ``holder`` of a role."""

    kind: str
    role: str
    client: Client
    actor: Actor


@dataclass(frozen=True)
class Visit:
    """One request and its answer, with the planted record it was about, if any."""

    route: str
    method: str
    declared: Declaration | None
    about: Planted | None
    status: int
    location: str
    text: str


def room_factories() -> list[Any]:
    """The factories of every room that has them."""
    names = [c.name for c in apps.get_app_configs() if c.name.startswith("baken.rooms.")]
    return [importlib.import_module(f"{name}.tests.factories") for name in names if _has(name)]


def _has(name: str) -> bool:
    return importlib.util.find_spec(f"{name}.tests.factories") is not None


def all_roots() -> list[type[Root]]:
    """Every root of the product."""
    return [model for model in apps.get_models() if issubclass(model, Root)]


def plant_everything(*, unit: Any, word: str, at: datetime) -> list[Planted]:
    """Records of every root, with the word hidden in all that is not for everybody."""
    rooms = (room for room in room_factories() if hasattr(room, "plant"))
    planted = [one for room in rooms for one in room.plant(unit=unit, word=word, at=at)]
    missing = {root.__name__ for root in all_roots()} - {type(p.record).__name__ for p in planted}
    assert not missing, (
        f"no record is planted for {sorted(missing)}: let `plant` in the factories of its room"
        " give one, so that the walk can look for what leaks"
    )
    return planted


def walk(visitor: Visitor, addresses: Iterable[Address], planted: list[Planted]) -> Iterator[Visit]:
    """Visit every address with GET and POST; whatever was written is undone.

    Where a role has no right at all one place of an address is enough: nothing of a record decides
    there. On the wrong branch every record is tried, and of its steps the first.
    """
    session = visitor.client.cookies.get(settings.SESSION_COOKIE_NAME)
    for address in addresses:
        everywhere = places(address, planted)
        for method in ("GET", "POST"):
            if method not in address.declared:
                continue
            for path, about in worth_trying(visitor, address.declared[method], everywhere):
                yield visit(visitor, session, address, method, path, about)


def visit(
    visitor: Visitor, session: Any, address: Address, method: str, path: str, about: Planted | None
) -> Visit:
    """One request with nothing but the session it began with, and what came of it."""
    visitor.client.cookies = SimpleCookie()
    if session is not None:
        visitor.client.cookies[settings.SESSION_COOKIE_NAME] = session.value
    response = _send(visitor.client, method, path, address, about)
    return Visit(
        route=address.route,
        method=method,
        declared=address.declared[method],
        about=about,
        status=response.status_code,
        location=response.headers.get("Location", ""),
        text=_everything_said(response),
    )


def worth_trying(
    visitor: Visitor, declared: Declaration | None, everywhere: list[tuple[str, Planted | None]]
) -> list[tuple[str, Planted | None]]:
    """The places of an address where another answer can come than at the first.

    What asks no permit, or one that the role has nowhere, is walked by who holds the role on the right
    unit: on the wrong branch nothing else can come of it.
    """
    known = visitor.role in load_roles(settings.ROLES_FILE)
    if not known or declared is None:
        return everywhere
    asked = set() if declared.public else {declared.permit, *declared.also} - {""}
    is_open, stranger = bool(asked & permits_of(visitor.role)), visitor.kind == "stranger"
    if not is_open:
        return [] if stranger else everywhere[: 1 if asked else None]
    firsts = {id(about): (path, about) for path, about in reversed(everywhere)}
    return list(firsts.values()) if stranger else everywhere


def places(address: Address, planted: list[Planted]) -> list[tuple[str, Planted | None]]:
    """The paths an address stands for, each with the planted record it is about."""
    if not address.parts:
        plain = address.at({})
        return [(plain, None), (f"{plain}?q={SOUGHT}", None)]
    roots = tuple({one.root for one in address.declared.values() if one and one.root})
    found = []
    for one in planted:
        if "ref" in address.parts and not isinstance(one.record, roots):
            continue
        values = {part: values_of(part, one) for part in address.parts}
        if any(type(known.record) is type(one.record) for known in planted[: planted.index(one)]):
            values = {part: listed[:1] for part, listed in values.items()}
        for chosen in product(*values.values()):
            found.append((address.at(dict(zip(values, chosen, strict=True))), one))
    about_record = RECORD_PARTS & set(address.parts)
    assert found, (
        f"the walk has no value for {address.parts} in {address.route}: give one in the `samples`"
        " of a planted record, in the factories of the room"
    )
    return found if about_record else [(path, None) for path, _ in found[:1]]


def values_of(part: str, planted: Planted) -> list[str]:
    """What can stand in a variable part of an address about a planted record."""
    if part == "ref":
        return [planted.record.ref]
    if part == "step":
        tables = [b.workflow for b in all_bindings() if isinstance(planted.record, b.root)]
        named = [step.name for table in tables for step in table.steps]
        return named or [planted.samples[part]] if part in planted.samples else named
    return [planted.samples[part]] if part in planted.samples else []


def _send(client: Client, method: str, path: str, address: Address, about: Planted | None) -> Any:
    if method == "GET":
        return client.get(path)
    given = ASKED | dict(about.samples if about else {})
    with transaction.atomic():
        if address.is_api and "file" not in address.bodies["POST"]:
            body = _body(address.bodies["POST"], about)
            answer = client.post(path, body, content_type="application/json")
        else:
            given["file"] = SimpleUploadedFile("wandeling.png", PNG, "image/png")  # type: ignore[assignment]
            answer = client.post(path, given)
        _follow(client, answer)
        transaction.set_rollback(True)
    return answer


def _follow(client: Client, answer: Any) -> None:
    """What the page says to which an answer leads counts as said by the answer."""
    place = answer.headers.get("Location", "")
    if answer.status_code == 302 and place.startswith("/") and not place.startswith("/inloggen"):
        answer.content += client.get(place).content


def _body(plain: dict[str, Any], about: Planted | None) -> dict[str, Any]:
    """A body with a step that exists, where one is asked for."""
    steps = values_of("step", about) if about and "step" in plain else []
    return plain | {"step": steps[0]} if steps else plain


def _everything_said(response: Any) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    said = [body.decode("utf-8", "replace"), str(response.headers), str(response.cookies)]
    return "\n".join(said)


def complaint(visitor: Visitor, visit: Visit) -> str:
    """What is wrong with an answer's status, as a sentence that says what to do; else nothing."""
    here = f"{visit.method} /{visit.route} as {visitor.kind} {visitor.role}".strip()
    declared = visit.declared
    if visit.status >= 500:
        return f"{here}: answered {visit.status}; find the exception and answer 4xx or correctly"
    if declared is None:
        return f"{here}: declares nothing; put @page, @any_page, @public_page or @endpoint on it"
    if declared.public:
        return ""
    if visitor.kind == "nobody":
        shut = visit.status in (401, 405) or "/inloggen" in visit.location
        return "" if shut else f"{here}: let anonymous in ({visit.status}); ask for a log-in"
    malformed = visit.status == 400 and visit.about is None and visit.method == "GET"
    if visit.status in CLOSED or malformed:
        return ""
    return _too_open(here, visitor, visit, declared)


def _too_open(here: str, visitor: Visitor, visit: Visit, declared: Declaration) -> str:
    permits = {declared.permit, *declared.also} - {""}
    if not permits:
        if visit.route in ABOUT_ONESELF:
            return ""
        return f"{here}: declares no permit; name one, or review it as ABOUT_ONESELF in walk.py"
    if visitor.kind == "postless" or not permits & permits_of(visitor.role):
        return f"{here}: {visit.status} without a permit; check {sorted(permits)} before answering"
    if visitor.kind == "stranger" and visit.about is not None:
        # A file names no root: it opens with what opens the record that it belongs to.
        opens = permits if declared.root else permits | {visit.about.record.read_permit}
        if opens & permits_of(visitor.role, "all"):
            return ""
        return (
            f"{here}: {visit.status} on the wrong branch; load the record through the guard (404)"
        )
    return ""


def hears_of(visitor: Visitor, visit: Visit) -> str:
    """A complaint when a wrong-branch visitor is told 403 about a record: that says it is there."""
    told = visit.status == 403 and visit.declared is not None and visit.declared.root is not None
    if not told or visit.about is None or visitor.kind not in ("stranger", "postless"):
        return ""
    opened_by = {visit.declared.sees_with, *visit.declared.also} if visit.declared else set()
    if opened_by & permits_of(visitor.role, "all"):
        return ""
    return (
        f"{visit.method} /{visit.route} as {visitor.kind} {visitor.role}: 403 tells that the record"
        " is there; outside one's scope the answer is 404"
    )


def permits_of(role: str, reach: str = "") -> set[str]:
    """The permits of a role in the role file, or only those with a reach."""
    known = load_roles(settings.ROLES_FILE)
    lines = known[role].grants if role in known else ()
    return {p for line in lines if reach in ("", line.reach) for p in line.permits}


def leaks(visitor: Visitor, visit: Visit, planted: list[Planted]) -> list[str]:
    """Hidden words in an answer that the visitor may not read, each with what to do."""
    return [
        f"{visit.method} /{visit.route} as {visitor.kind} {visitor.role}: shows {word!r} of"
        f" {one.record} without {' or '.join(permits)}; leave it out for this reader"
        for one in planted
        for word, permits in one.hidden.items()
        if word in visit.text and not any(may(visitor.actor, p, one.record) for p in permits)
    ]


def words_in(visit: Visit, planted: list[Planted]) -> set[str]:
    """The hidden words that an answer shows."""
    return {word for one in planted for word in one.hidden if word in visit.text}
