"""May somebody do this, and if not: why not?"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.utils import translation

from baken.core.access import (
    NOBODY,
    AccessDenied,
    explain,
    may,
    refuse_unless,
    system_actor,
    visible,
)
from baken.rooms.reports.permits import READ, READ_IDENTITY, TRIAGE
from baken.rooms.reports.tests.factories import make_report

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "anywhere", "here"),
    [
        ("safety_adviser", True, True),
        ("outsider", True, False),
        ("team_leader", False, False),
        ("former_holder", False, False),
        ("functional_admin", False, False),
    ],
)
def test_may_of_each_player_depends_on_permit_and_reach(
    cast: Any, name: str, anywhere: bool, here: bool
) -> None:
    report = make_report(unit=cast.company)
    actor = cast.members[name].actor
    assert (may(actor, TRIAGE), may(actor, TRIAGE, report)) == (anywhere, here)


def test_may_with_an_unknown_permit_is_a_programming_error(cast: Any) -> None:
    with pytest.raises(LookupError, match="no permit is called"):
        may(cast.soldier.actor, "reports.report.reed")


def test_visible_is_whether_the_record_stands_in_the_list(cast: Any) -> None:
    report = make_report(unit=cast.company)
    found = [visible(cast.members[who].actor, READ, report) for who in ("commander", "outsider")]
    assert found == [True, False]


def test_refuse_unless_of_who_may_says_nothing(cast: Any) -> None:
    refuse_unless(cast.commander.actor, READ, make_report(unit=cast.company))


def test_refuse_unless_of_the_product_itself_never_refuses(cast: Any) -> None:
    refuse_unless(system_actor("clock"), READ, make_report(unit=cast.company))


def test_refuse_unless_of_an_outsider_raises_with_permit_and_reason(cast: Any) -> None:
    report = make_report(unit=cast.company)
    with pytest.raises(AccessDenied) as caught, translation.override("en"):
        refuse_unless(cast.outsider.actor, READ, report)
    assert caught.value.permit == READ
    assert caught.value.reason.startswith("Your appointments give this right, but not for this")


def test_access_denied_without_a_reason_speaks_of_the_permit() -> None:
    assert (str(AccessDenied(READ)), str(AccessDenied(READ, "No."))) == (READ, "No.")


def test_explain_to_who_may_names_the_posts_it_comes_from(cast: Any) -> None:
    report = make_report(unit=cast.company)
    with translation.override("en"):
        sentence = explain(cast.safety_adviser.actor, TRIAGE, report)
    assert sentence == "You may: receive and triage reports. (Safety adviser BATTALION)"


@pytest.mark.parametrize(
    ("level", "posts"),
    [(0, "Commander BATTALION, Safety adviser BATTALION"), (1, "Safety adviser BATTALION")],
)
def test_explain_names_the_posts_alone_that_reach_the_record(
    cast: Any, level: int, posts: str
) -> None:
    report = make_report(unit=cast.company, confidentiality=level)
    posts_held = [("safety_adviser", "BATTALION"), ("commander", "BATTALION")]
    elsewhere = ("safety_adviser", "SQUADRON", None)
    mixed = cast.add("mixed", elsewhere, *((*one, None) for one in posts_held))
    with translation.override("en"):
        here, anywhere = (explain(mixed.actor, READ_IDENTITY, one) for one in (report, None))
    assert here == f"You may: see who made a report. ({posts})"
    assert "Safety adviser SQUADRON" in anywhere


def test_explain_of_a_grant_without_a_post_names_none(cast: Any) -> None:
    actor = cast.safety_adviser.actor
    bare = replace(actor, grants=tuple(replace(grant, via="") for grant in actor.grants))
    with translation.override("en"):
        assert explain(bare, TRIAGE) == "You may: receive and triage reports."


def test_explain_to_who_holds_it_nowhere_says_so(cast: Any) -> None:
    with translation.override("en"):
        assert explain(NOBODY, TRIAGE) == (
            "None of your appointments gives the right: receive and triage reports."
        )


BY_CASE = (
    "Your post gives this right only for what you were given as a case or asked for advice on:"
    " read reports, with story, files and conversation."
)


def test_explain_to_who_reads_single_records_only_says_so(cast: Any) -> None:
    report = make_report(unit=cast.company)
    expert = cast.add("expert", ("core_expert", "BATTALION", None)).actor
    both = cast.add(
        "both", ("core_expert", "BATTALION", None), ("supervisor", "SQUADRON", None)
    ).actor
    with translation.override("en"):
        assert [explain(expert, READ, one) for one in (report, None)] == [BY_CASE, BY_CASE]
        assert explain(both, READ, report).startswith("Your appointments give this right, but not")


def test_explain_to_who_reads_single_records_and_is_too_close_to_this_one_says_that(
    cast: Any,
) -> None:
    report = make_report(unit=cast.company)
    expert = cast.add("expert", ("core_expert", "BATTALION", None)).actor
    held = tuple(replace(grant, permit=READ) for grant in expert.grants[:1])
    close = frozenset({("reports.report", report.pk)})
    with translation.override("en"):
        sentence = explain(replace(expert, grants=held, conflicts=close), READ, report)
    assert sentence.startswith("You are too close to this record")


@pytest.mark.parametrize("record_known", [True, False])
def test_explain_to_who_is_too_close_says_so(cast: Any, record_known: bool) -> None:
    report = make_report(unit=cast.company)
    close = frozenset({("reports.report", report.pk)})
    actor = replace(cast.safety_adviser.actor, conflicts=close)
    with translation.override("en"):
        sentence = explain(actor, TRIAGE, report if record_known else None)
    assert sentence.startswith("You are too close to this record") == record_known


def test_explain_beyond_the_confidentiality_says_not_for_this_record(cast: Any) -> None:
    report = make_report(unit=cast.company, confidentiality=2)
    with translation.override("en"):
        sentence = explain(cast.safety_adviser.actor, READ_IDENTITY, report)
    assert sentence == (
        "Your appointments give this right, but not for this record: see who made a report."
    )
