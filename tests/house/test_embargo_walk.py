"""House rule: what an information embargo is on leaves by no door, also not by one that is new.

The walk goes to every address there is; the exports and notices are taken from their registers. So a
page, endpoint, kind of file or notice that is added is looked at without a change here.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

import pytest
import yaml
from django.conf import settings
from django.test import Client
from django.utils import translation

from baken.conftest import Cast, just_confirmed
from baken.core.access import Confidentiality
from baken.core.access.roles import load_roles
from baken.core.export.kinds import Ask, export_kinds
from baken.core.questions import search_hits
from baken.rooms.notices.queries import declared_notices
from baken.rooms.org.tests.factories import Planted
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.permits import KEEPERS
from tests.house.addresses import all_addresses
from tests.house.walk import CLOSED, Visitor, plant_everything, walk, words_in

WORD, OTHER = "zevenslaper", "relmuis"
EMBARGOED = (Occurrence, Report)
ROLES = sorted(yaml.safe_load(settings.ROLES_FILE.read_text(encoding="utf-8"))["roles"])
PLACES = re.compile(r"%\((\w+)\)")


def handles(role: str) -> bool:
    """Whether holders of a role handle records of a unit, and read on."""
    lines = load_roles(settings.ROLES_FILE)[role].grants
    return any(set(KEEPERS) & set(line.permits) for line in lines if line.reach != "own")


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    logger = logging.getLogger("django.request")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    yield
    logger.setLevel(before)


@pytest.fixture
def planted(cast: Cast) -> list[Planted]:
    """Everything there can be of one unit, reports and occurrences of it under an embargo."""
    found = plant_everything(unit=cast.company, word=WORD, at=cast.at)
    for root in EMBARGOED:
        root.objects.for_system(reason="trail").update(embargo_at=cast.at)  # type: ignore[attr-defined]
    return found


def kept(planted: list[Planted]) -> list[Planted]:
    """Those of the planted records that an embargo can be on."""
    return [one for one in planted if isinstance(one.record, EMBARGOED)]


def names(ref: str, text: str) -> bool:
    """Whether a text holds this reference, and not one that ends in the same."""
    return re.search(rf"(?<!\w){re.escape(ref)}", text) is not None


def visitor(cast: Cast, *roles: str) -> Visitor:
    posts = [(role, "BATTALION", None) for role in roles]
    member = cast.add("bezoeker", *posts)
    client = Client(raise_request_exception=False)
    client.force_login(member.account)
    just_confirmed(client, member.account, cast.at)
    return Visitor("holder", "all", client, member.actor)


@pytest.mark.no_cover
def test_embargo_walk_everybody_who_does_not_handle_it_meets_nothing_anywhere(
    cast: Cast, planted: list[Planted]
) -> None:
    who = visitor(cast, *(role for role in ROLES if not handles(role)))
    told: list[str] = []
    records = kept(planted)
    for visit in walk(who, all_addresses(), planted):
        here = f"{visit.method} /{visit.route}"
        told += [f"{here} shows {word}" for word in words_in(visit, records)]
        if visit.about not in records:
            refs = [one.record.ref for one in records if names(one.record.ref, visit.text)]
            told += [f"{here} names {ref}" for ref in refs]
        elif visit.status not in CLOSED:
            told.append(f"{here} answered {visit.status} about {visit.about.record.ref}")
    assert told == [], "read these records through visible_to: it leaves out what is withheld"


@pytest.mark.no_cover
def test_embargo_walk_the_same_visitor_meets_what_no_embargo_is_on(cast: Cast) -> None:
    """A test that nothing is met is worth something only when there was something to meet."""
    found = plant_everything(unit=cast.company, word=OTHER, at=cast.at)
    records = kept(found)
    who = visitor(cast, *(role for role in ROLES if not handles(role)))
    met = {word for visit in walk(who, all_addresses(), found) for word in words_in(visit, records)}
    assert {f"titel{OTHER}", f"samenvatting{OTHER}", f"verhaal{OTHER}", f"plek{OTHER}"} <= met


@pytest.mark.parametrize("kind", sorted(export_kinds()))
def test_embargo_no_kind_of_file_holds_it_not_even_of_who_handles_it(
    kind: str, cast: Cast, planted: list[Planted]
) -> None:
    actor = visitor(cast, *ROLES).actor
    source = export_kinds()[kind].source_of(actor)
    assert source is not None
    rows = [
        str([column.value(record) for column in source.columns])
        for record in source.records(Ask(), int(Confidentiality.RESTRICTED))
    ]
    refs, words = zip(*((one.record.ref, one.hidden) for one in kept(planted)), strict=True)
    hidden = {word for one in words for word in one}
    assert [row for row in rows if any(one in row for one in (*refs, *hidden))] == [], (
        "let the query of the export pass through without_embargoed"
    )


def test_embargo_no_search_answers_with_it(cast: Cast, planted: list[Planted]) -> None:
    actor = visitor(cast, *(role for role in ROLES if not handles(role))).actor
    records = kept(planted)
    refs = {one.record.ref for one in records}
    assert [hit for hit in search_hits.ask(actor, "kabel", 25) if hit.ref in refs] == []
    with translation.override("en"):
        named = [search_hits.ask(actor, one.record.ref, 25) for one in records[:2]]
    assert [(hit.title, hit.text) for hits in named for hit in hits] == [
        ("Information embargo", "")
    ] * 2


def test_embargo_no_notice_says_more_than_a_reference() -> None:
    """Notices, and what is pushed or mailed of them, are read over a shoulder and on a locked screen."""
    with translation.override("en"):
        places = {
            code: set(PLACES.findall(str(one.text))) for code, one in declared_notices().items()
        }
    assert {code: found - {"ref"} for code, found in places.items() if found - {"ref"}} == {}, (
        "a notice names its record by reference alone; the rest stands on the page"
    )
