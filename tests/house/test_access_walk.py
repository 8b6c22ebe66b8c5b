"""House rule 1: who may not see, does not see: every address, every role, GET and POST."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
import yaml
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import Client

from baken.conftest import Cast, administer, just_confirmed
from baken.core.access import NOBODY
from baken.core.access.declarations import Declaration
from baken.core.access.roles import load_roles
from baken.rooms.assessments.permits import READ as READ_ASSESSMENT
from baken.rooms.consultation.permits import READ as READ_CONSULTATION
from baken.rooms.measures.permits import READ as READ_MEASURE
from baken.rooms.measures.permits import READ_PURCHASE, READ_RECOMMENDATION
from baken.rooms.org.models import Person
from baken.rooms.org.tests.factories import Planted
from baken.rooms.register.permits import READ
from baken.rooms.sheets.permits import READ as READ_SHEET
from tests.house.addresses import Address, all_addresses
from tests.house.walk import (
    CLOSED,
    Visit,
    Visitor,
    complaint,
    hears_of,
    leaks,
    plant_everything,
    walk,
    words_in,
    worth_trying,
)

# Thousands of visits: what they prove is no line of code reached.
pytestmark = pytest.mark.no_cover
WORD = "zevenslaper"
ROLES = sorted(yaml.safe_load(settings.ROLES_FILE.read_text(encoding="utf-8"))["roles"])


def grants_of(role: str) -> str:
    """What a role gives, to the letter."""
    return str(load_roles(settings.ROLES_FILE)[role].grants)


def one_of_each_kind() -> list[str]:
    """One role of those whose grants are the same to the letter; administrators always."""
    first = {grants_of(role): role for role in reversed(ROLES)}
    return sorted({*first.values(), *NEVER_ANYTHING})


# Reviewed: the only roles that may ever read a story of others. Not computed from the role file,
# so that a slip there fails here.
STORY_READERS = {
    "arbo_coordinator",
    "commander",
    "duty_officer",
    "operations_safety",
    "safety_adviser",
    "supervisor",
}
NEVER_ANYTHING = {"functional_admin", "technical_admin"}
# Reviewed: who reads the risks of every part, by the table of domain reference organisation, section 6.
# What the inspectorate and the central office read of every part: risks, what is done about them and
# bought for it, what is recommended, and what councils and parts were asked.
OF_EVERY_PART = (
    READ,
    READ_MEASURE,
    READ_PURCHASE,
    READ_RECOMMENDATION,
    READ_CONSULTATION,
    READ_SHEET,
    READ_ASSESSMENT,
)
# And what others do who stand above all parts.
EVERYWHERE: Mapping[str, tuple[str, ...]] = {
    "ivd_inspector": OF_EVERY_PART,
    "vms_office": OF_EVERY_PART,
    "committee_member": (READ_RECOMMENDATION,),
    "parliamentary_desk": (READ_RECOMMENDATION,),
}


# Who walks on another database than the embedded one: who sees most, less, by case, and nothing.
TELLING = {"commander", "supervisor", "investigator", "technical_admin"}


def on_this_database(roles: list[str]) -> list[str]:
    """Every role on the embedded database; on another some that between them see all there is.

    What differs there is how rows are found, not what a role may: the property test compares that
    on both, and the walk of all roles at once goes everywhere on both.
    """
    embedded = connection.vendor == "sqlite"
    return [one for one in roles if embedded or one in TELLING]


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Thousands of refusals are what we came for; they need no line each."""
    logger = logging.getLogger("django.request")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    yield
    logger.setLevel(before)


@pytest.fixture
def planted(cast: Cast) -> list[Planted]:
    return plant_everything(unit=cast.company, word=WORD, at=cast.at)


@pytest.fixture
def visitor_of(cast: Cast) -> Callable[..., Visitor]:
    def make(kind: str, role: str = "", *posts: tuple[str, str, None]) -> Visitor:
        client = Client(raise_request_exception=False)
        if kind == "nobody":
            return Visitor(kind, "", client, NOBODY)
        member = cast.add(f"bezoeker-{role or kind}", *posts)
        client.force_login(member.account)
        just_confirmed(client, member.account, cast.at)
        actor = member.actor
        if actor.duty and role != "all":
            actor = administer(client, member, cast.at)
        return Visitor(kind, role, client, actor)

    return make


def walked(visitor: Visitor, planted: list[Planted]) -> tuple[list[str], set[str]]:
    """All complaints of a walk, and the hidden words that were met."""
    problems: list[str] = []
    met: set[str] = set()
    for visit in walk(visitor, all_addresses(), planted):
        found = [complaint(visitor, visit), hears_of(visitor, visit)]
        problems += [text for text in found if text] + leaks(visitor, visit, planted)
        met |= words_in(visit, planted)
    return list(dict.fromkeys(problems)), met


def rows_of_records() -> dict[str, int]:
    """How many rows every guarded table has."""
    kinds = ("root", "child")
    models = [m for m in apps.get_models() if getattr(m, "kind_of_table", "") in kinds]
    return {m.__name__: m._base_manager.count() for m in models}


@pytest.mark.parametrize("role", on_this_database(one_of_each_kind()))
def test_walk_role_on_the_right_unit_meets_only_what_it_may(
    role: str, visitor_of: Callable[..., Visitor], planted: list[Planted]
) -> None:
    problems, met = walked(visitor_of("holder", role, (role, "BATTALION", None)), planted)

    assert problems == []
    stories = {word for word in met if word.startswith(("verhaal", "gesprek", "plek", "bestand"))}
    alike = {one for one in ROLES if grants_of(one) == grants_of(role)}
    assert not stories or alike <= STORY_READERS, (
        f"{alike} read {stories}; take the permit away in roles.yaml, or review STORY_READERS"
    )
    assert not met or role not in NEVER_ANYTHING, (
        f"{role} read {met}; an administrator sees nothing"
    )


def test_organisation_12_9_technical_administrator_sees_no_content_on_any_screen_or_export(
    visitor_of: Callable[..., Visitor], planted: list[Planted]
) -> None:
    """At the very top, with all below: still no word of any record, and no file of any list."""
    visitor = visitor_of("holder", "technical_admin", ("technical_admin", "MINISTRY", None))

    visits = list(walk(visitor, all_addresses(), planted))

    assert {word for visit in visits for word in words_in(visit, planted)} == set()
    exports = [visit for visit in visits if "exporteren" in visit.route or "export" in visit.route]
    assert exports, "the walk has not met the exports"
    assert {visit.route: visit.status for visit in exports if visit.status not in CLOSED} == {}


@pytest.mark.parametrize("role", on_this_database(one_of_each_kind()))
def test_walk_role_on_the_wrong_branch_is_told_nothing(
    role: str, visitor_of: Callable[..., Visitor], planted: list[Planted]
) -> None:
    problems, met = walked(visitor_of("stranger", role, (role, "SQUADRON", None)), planted)

    permits = EVERYWHERE.get(role, ())
    told = {word for one in planted if one.record.read_permit in permits for word in one.hidden}
    elsewhere = {word for word in met if not word.startswith("samenvatting")}
    assert problems == []
    assert elsewhere <= told, f"{role} read {elsewhere}"


@pytest.mark.parametrize("kind", ["nobody", "postless"])
def test_walk_without_a_post_is_told_nothing_and_changes_nothing(
    kind: str, visitor_of: Callable[..., Visitor], planted: list[Planted]
) -> None:
    visitor = visitor_of(kind)
    before = rows_of_records()

    problems, met = walked(visitor, planted)

    assert problems == []
    assert met == set()
    assert rows_of_records() == before


def test_walk_all_roles_at_once_meets_every_hidden_word(
    visitor_of: Callable[..., Visitor], planted: list[Planted]
) -> None:
    """A test that somebody cannot see is worth something only when there is something to see."""
    posts = [(role, "BATTALION", None) for role in ROLES]
    _, met = walked(visitor_of("holder", "all", *posts), planted)

    shown = [one for one in planted if one.record.page_name]
    to_see = {w for one in shown for w in one.hidden if "geheim" not in w}
    assert to_see - met == set(), "no page or endpoint shows these words to anybody at all"


def test_walk_all_roles_at_once_within_an_administration_session_meets_nothing(
    visitor_of: Callable[..., Visitor], planted: list[Planted], cast: Cast
) -> None:
    """What somebody may read in their other posts waits until the session is over."""
    posts = [(role, "BATTALION", None) for role in ROLES]
    visitor = visitor_of("holder", "all", *posts)
    actor = administer(visitor.client, cast.members["bezoeker-all"], cast.at)
    problems, met = walked(replace(visitor, role="functional_admin", actor=actor), planted)

    assert (problems, met) == ([], set())


def test_every_address_declares_itself() -> None:
    silent = [
        f"{method} /{address.route}"
        for address in all_addresses()
        for method, declared in address.declared.items()
        if declared is None
    ]
    assert silent == [], "put @page, @any_page, @public_page or @endpoint on the view"


def test_every_address_with_a_ref_names_its_root() -> None:
    rootless = [
        f"{method} /{address.route}"
        for address in all_addresses()
        for method, declared in address.declared.items()
        if "ref" in address.parts and declared is not None and declared.root is None
    ]
    assert rootless == [], "name the root in the declaration, so that the guard loads the record"


@pytest.mark.parametrize("ref", ["x", "M-2026-999999", "M-2026-000001'--", "0" * 300, "%00", "%FF"])
def test_walk_nonsense_reference_is_not_found(
    ref: str, cast: Cast, visitor_of: Callable[..., Visitor]
) -> None:
    client = visitor_of("holder", "all", *[(role, "BATTALION", None) for role in ROLES]).client
    values = {"step": "close", "ref": ref}
    paths = {
        a.at(values) for a in all_addresses() if "ref" in a.parts and set(a.parts) <= set(values)
    }

    answers = {path: client.get(path).status_code for path in paths}

    assert {p: s for p, s in answers.items() if s not in (404, 405)} == {}


# ---- the walk itself, on planted mistakes ----

LIST = Declaration(permit="reports.report.read")
HOLDER = Visitor("holder", "commander", Client(), NOBODY)


def seen(**values: Any) -> Visit:
    plain = {"route": "x", "method": "GET", "declared": LIST, "about": None, "status": 200}
    return Visit(**(plain | {"location": "", "text": ""} | values))


@pytest.mark.parametrize(
    ("kind", "role", "visit", "word"),
    [
        ("holder", "commander", seen(status=500), "answered 500"),
        ("holder", "commander", seen(declared=None), "declares nothing"),
        ("holder", "commander", seen(declared=Declaration()), "declares no permit"),
        ("nobody", "", seen(), "let anonymous in"),
        ("nobody", "", seen(status=302, location="/elders"), "let anonymous in"),
        ("postless", "", seen(), "without a permit"),
        ("holder", "auditor", seen(), "without a permit"),
        ("stranger", "commander", seen(about=Planted(Person())), "wrong branch"),
    ],
)
def test_complaint_planted_mistake_is_named(kind: str, role: str, visit: Visit, word: str) -> None:
    assert word in complaint(replace(HOLDER, kind=kind, role=role), visit)


@pytest.mark.parametrize(
    ("kind", "role", "visit"),
    [
        ("holder", "commander", seen()),
        ("holder", "auditor", seen(status=403)),
        ("nobody", "", seen(status=302, location="/inloggen?next=/x")),
        ("nobody", "", seen(declared=Declaration(public="a reason"))),
        ("stranger", "commander", seen(about=Planted(Person()), status=404)),
    ],
)
def test_complaint_proper_answer_is_accepted(kind: str, role: str, visit: Visit) -> None:
    assert complaint(replace(HOLDER, kind=kind, role=role), visit) == ""


def test_hears_of_stranger_told_403_is_named() -> None:
    visit = seen(about=Planted(Person()), status=403, declared=Declaration(permit="x", root=Person))
    assert "404" in hears_of(replace(HOLDER, kind="stranger"), visit)


@pytest.mark.parametrize(
    ("kind", "posts", "words"),
    [
        ("nobody", [], ["let anonymous in", "declares nothing", "shows"]),
        ("postless", [], ["without a permit", "declares nothing", "shows"]),
        (
            "stranger",
            [("commander", "SQUADRON", None)],
            ["wrong branch", "declares nothing", "shows"],
        ),
        (
            "holder",
            [("auditor", "BATTALION", None)],
            ["without a permit", "declares nothing", "shows"],
        ),
    ],
)
def test_walk_planted_leaky_pages_are_found(
    kind: str,
    posts: list[Any],
    words: list[str],
    settings: Any,
    visitor_of: Callable[..., Visitor],
    planted: list[Planted],
) -> None:
    settings.ROOT_URLCONF = "tests.house.leaky_urls"
    visitor = visitor_of(kind, posts[0][0] if posts else "", *posts)
    leaky = [address for address in all_addresses() if address.route.startswith("lek/")]

    visits = list(walk(visitor, leaky, planted))

    told = [complaint(visitor, visit) for visit in visits]
    told += [leak for visit in visits for leak in leaks(visitor, visit, planted)]
    assert [word for word in words if not any(word in text for text in told)] == []


def test_leaks_word_shown_without_permit_is_named(
    cast: Cast, planted: list[Planted], visitor_of: Callable[..., Visitor]
) -> None:
    visitor = visitor_of("stranger", "commander", ("commander", "SQUADRON", None))
    report = next(one for one in planted if f"verhaal{WORD}" in one.hidden)
    assert leaks(visitor, seen(text=f"<p>verhaal{WORD}</p>"), [report])[0].startswith("GET /x as")
    assert leaks(visitor, seen(text="<p>niets</p>"), [report]) == []


@pytest.mark.parametrize(
    ("kind", "role", "declared", "tried"),
    [
        ("holder", "commander", LIST, ["a1", "a2", "b1"]),
        ("stranger", "commander", LIST, ["a1", "b1"]),
        ("holder", "technical_admin", LIST, ["a1"]),
        ("stranger", "technical_admin", LIST, []),
        ("holder", "all", LIST, ["a1", "a2", "b1"]),
        ("postless", "", LIST, ["a1", "a2", "b1"]),
        ("holder", "technical_admin", Declaration(public="a reason"), ["a1", "a2", "b1"]),
        ("holder", "technical_admin", Declaration(), ["a1", "a2", "b1"]),
        ("stranger", "technical_admin", Declaration(public="a reason"), []),
        ("stranger", "technical_admin", None, ["a1", "a2", "b1"]),
    ],
)
def test_worth_trying_is_every_place_where_another_answer_can_come(
    kind: str, role: str, declared: Declaration | None, tried: list[str]
) -> None:
    one, other = Planted(Person()), Planted(Person())
    everywhere = [("a1", one), ("a2", one), ("b1", other)]
    found = worth_trying(replace(HOLDER, kind=kind, role=role), declared, everywhere)
    assert sorted(path for path, _about in found) == tried


def test_address_without_declaration_is_found() -> None:
    address = Address("zonder", {"GET": None, "POST": LIST})
    assert [m for m, d in address.declared.items() if d is None] == ["GET"]
