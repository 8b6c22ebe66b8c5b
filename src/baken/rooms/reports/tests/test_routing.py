"""A report goes where the rules say, with the rules in its history; nobody too close is told or asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from django.utils import translation

from baken.conftest import Cast
from baken.core.api.tests.calling import administrator, caller
from baken.core.trail.verify import breaks
from baken.rooms.notices.models import Notice
from baken.rooms.org.actions import keep_away
from baken.rooms.org.models import Involvement
from baken.rooms.org.queries import own_key_of, tree
from baken.rooms.org.tests.factories import make_equipment, make_site
from baken.rooms.reports.queries.route_rules import load_routes
from baken.rooms.reports.queries.thread import routes_told
from baken.rooms.reports.tests.acts import fresh, send, send_anonymous, step, steps_of, triage
from baken.rooms.reports.tests.factories import make_report


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def rules(settings: Any, tmp_path: Path) -> Any:
    """Lets a test lay down the rules: (conditions, outcome) in their order, called a, b, c."""

    def lay(*listed: tuple[dict[str, Any], dict[str, Any]]) -> None:
        texts = {"why_nl": "Daarom.", "why_en": "Because."}
        entries = [
            {"code": code, "nl": f"Regel {code}", "en": f"Rule {code}", **texts, "when": when}
            | {"then": then}
            for code, (when, then) in zip("abcdef", listed, strict=False)
        ]
        path = tmp_path / "routes.yaml"
        path.write_text(yaml.safe_dump({"version": 1, "rules": entries}), encoding="utf-8")
        settings.ROUTES_FILE = path
        load_routes.cache_clear()

    return lay


def told(code: str) -> set[str]:
    return set(Notice.objects.filter(code=code).values_list("to_key", flat=True))


def key(member: Any) -> str:
    return own_key_of(member.person.id)


def occurrence(cast: Cast, **fields: Any) -> Any:
    return triage(cast, make_report(unit=cast.company, at=cast.at), **fields).occurrence


# ---- at receipt ----


def test_report_goes_to_the_unit_of_the_first_rule_that_can(cast: Cast, rules: Any) -> None:
    danger = {"still_dangerous": False}
    rules(
        ({"kinds": ["accident"]}, {"owner": "unit SQUADRON"}),
        (danger, {"owner": "unit NOWHERE"}),
        (danger, {"owner": "site_holder"}),
        (danger, {"owner": "level 5"}),
        (danger, {"owner": "unit BATTALION"}),
    )
    report = send(cast.soldier, at=cast.at, unit_code="COMPANY").report
    row = steps_of(report)[0]
    assert report.owner_unit_id == cast.army.pk
    assert [one["rule"] for one in row.facts["routes"]] == ["d"]
    assert row.facts["owner_unit"] == "ARMY"
    name = tree().by_id[cast.army.pk].name
    assert routes_told(row.facts) == [f"Went to {name} because of the rule “Rule d”."]
    assert list(breaks()) == []


def test_report_of_the_unit_that_acts_keeps_no_other_owner(cast: Cast, rules: Any) -> None:
    rules(({"still_dangerous": False}, {"owner": "unit COMPANY"}))
    report = send(cast.soldier, at=cast.at, unit_code="COMPANY").report
    assert (report.owner_unit_id, "routes" in steps_of(report)[0].facts) == (None, False)


def test_report_about_the_building_of_another_goes_to_who_holds_the_site(
    cast: Cast, rules: Any
) -> None:
    make_site("HAV", holder=cast.squadron)
    rules(({"hosted": True}, {"owner": "site_holder"}))
    lodger = send(cast.soldier, at=cast.at, unit_code="COMPANY", place="HAV").report
    holder = send(cast.outsider, at=cast.at, unit_code="SQUADRON", place="HAV").report
    assert (lodger.owner_unit_id, holder.owner_unit_id) == (cast.squadron.pk, None)


def test_report_at_equipment_tells_the_role_of_the_rule(cast: Cast, rules: Any) -> None:
    arbo = cast.add("arbo", ("arbo_coordinator", "BATTALION", None))
    lift = make_equipment(unit=cast.company, kind="vehicle_lift")
    rules(
        ({"equipment_kinds": ["vehicle_lift"], "still_dangerous": True}, {"tell": ["commander"]}),
        ({"equipment_kinds": ["vehicle_lift"]}, {"tell": ["arbo_coordinator", "commander"]}),
    )
    place = f"Garage 3, {lift.ref}"
    report = send(cast.soldier, at=cast.at, unit_code="COMPANY", place=place).report
    assert told("reports.report.routed") == {key(cast.commander), key(arbo)}
    [row] = steps_of(report)[0].facts["routes"]
    assert (row["rule"], row["tell"]) == ("b", ["arbo_coordinator", "commander"])
    assert routes_told({"routes": [row]}) == [
        "Told because of the rule “Rule b”: Working-conditions coordinator, Commander."
    ]
    elsewhere = send(cast.soldier, at=cast.at, unit_code="COMPANY", place="Garage 3").report
    assert "routes" not in steps_of(elsewhere)[0].facts


def test_reporter_is_not_told_of_their_own_report(cast: Cast, rules: Any) -> None:
    both = cast.add("both", ("employee", "COMPANY", None), ("commander", "COMPANY", None))
    rules(({"still_dangerous": False}, {"tell": ["commander"]}))
    send(both, at=cast.at, unit_code="COMPANY")
    assert key(both) not in told("reports.report.routed")


def test_anonymous_report_is_routed_without_a_moment(cast: Cast, rules: Any) -> None:
    rules(({"units": ["BATTALION"]}, {"owner": "unit ARMY", "tell": ["commander"]}))
    report = send_anonymous(cast).report
    assert report.owner_unit_id == cast.army.pk
    for notice in Notice.objects.filter(code="reports.report.routed"):
        assert (notice.at.hour, notice.at.minute, notice.at.second) in {(23, 0, 0), (0, 0, 0)}


def test_report_sent_again_is_told_once_and_answers_the_same(cast: Cast, rules: Any) -> None:
    rules(({"still_dangerous": False}, {"owner": "unit ARMY", "tell": ["commander"]}))
    first = send(cast.soldier, at=cast.at, unit_code="COMPANY", key="k")
    again = send(cast.soldier, at=cast.at, unit_code="COMPANY", key="k")
    assert (again.report.pk, again.repeated) == (first.report.pk, True)
    assert Notice.objects.filter(code="reports.report.routed").count() <= 1


# ---- at triage and its revision ----


def test_triage_sends_the_occurrence_and_asks_the_nearest_expert(cast: Cast, rules: Any) -> None:
    far = cast.add("far", ("core_expert", "SQUADRON", None))
    near = cast.add("near", ("core_expert", "BATTALION", None))
    rules(
        (
            {"subjects": ["noise"]},
            {"owner": "unit BATTALION", "tell": ["commander"]}
            | {"advice": [{"role": "core_expert", "days": 10}]},
        )
    )
    one = occurrence(cast, subjects=["noise"])
    assert (one.owner_unit_id, told("reports.occurrence.routed")) == (
        cast.battalion.pk,
        {key(cast.commander)},
    )
    [case] = Involvement.objects.for_system(reason="access").filter(kind="case")
    assert (case.record_id, case.role) == (near.person.pk, "core_expert")
    assert case.record_id != far.person.pk
    assert (case.until - cast.at.date()).days == 10
    assert case.ground == "Regel a: Daarom."
    [first, given] = steps_of(one)
    assert first.facts["routes"][0]["advice"] == ["core_expert"]
    assert given.code == "org.case.given"
    assert routes_told(first.facts)[-1].startswith("Asked for advice because of the rule")
    assert list(breaks()) == []


def test_triage_asks_an_expert_who_stands_elsewhere_when_none_is_near(
    cast: Cast, rules: Any
) -> None:
    far = cast.add("far", ("core_expert", "SQUADRON", None))
    rules(({"subjects": ["noise"]}, {"advice": [{"role": "core_expert", "days": 10}]}))
    occurrence(cast, subjects=["noise"])
    [case] = Involvement.objects.for_system(reason="access").filter(kind="case")
    assert case.record_id == far.person.pk


def test_triage_never_tells_or_asks_who_is_too_close(cast: Cast, rules: Any) -> None:
    near = cast.add("near", ("core_expert", "COMPANY", None))
    far = cast.add("far", ("core_expert", "BATTALION", None))
    advice = {"advice": [{"role": "core_expert", "days": 10}]}
    rules(({"subjects": ["noise"]}, {"tell": ["commander"], **advice}))
    adviser = cast.safety_adviser.actor
    report = make_report(unit=cast.company, at=cast.at)
    for member in (near, cast.commander):
        given = {"person": member.person, "record": report, "ground": "Familie", "at": cast.at}
        keep_away(actor=member.actor if member is cast.commander else adviser, **given)
    triage(cast, report, subjects=["noise"])
    assert told("reports.occurrence.routed") == set()
    [case] = Involvement.objects.for_system(reason="access").filter(kind="case")
    assert case.record_id == far.person.pk


def test_triage_skips_a_unit_where_all_who_act_are_too_close(cast: Cast, rules: Any) -> None:
    noise = {"subjects": ["noise"]}
    rules((noise, {"owner": "unit SQUADRON"}), (noise, {"owner": "unit ARMY"}))
    report = make_report(unit=cast.company, at=cast.at, reporter_key=key(cast.outsider))
    one = triage(cast, report, subjects=["noise"]).occurrence
    assert one.owner_unit_id == cast.army.pk


def test_triage_keeps_the_unit_that_a_person_chose(cast: Cast, rules: Any) -> None:
    rules(({"subjects": ["noise"]}, {"owner": "unit ARMY"}))
    report = make_report(unit=cast.company, at=cast.at)
    step(cast.safety_adviser, report, "hand_over", at=cast.at, owner_unit="BATTALION")
    one = triage(cast, fresh(report), subjects=["noise"]).occurrence
    assert one.owner_unit_id == cast.battalion.pk


def test_triage_does_not_tell_again_what_was_told_at_receipt(cast: Cast, rules: Any) -> None:
    rules(({"still_dangerous": False}, {"tell": ["commander"]}))
    report = send(cast.soldier, at=cast.at, unit_code="COMPANY").report
    triage(cast, report)
    assert (len(told("reports.report.routed")), told("reports.occurrence.routed")) == (1, set())


def test_revision_applies_only_rules_that_are_new(cast: Cast, rules: Any) -> None:
    rules(
        ({"subjects": ["noise"]}, {"owner": "unit BATTALION", "tell": ["commander"]}),
        ({"subjects": ["fire"]}, {"owner": "unit COMPANY", "tell": ["safety_adviser"]}),
    )
    one = occurrence(cast, subjects=["noise"])
    step(cast.safety_adviser, one, "classify", at=cast.at, title="Anders")
    assert "routes" not in steps_of(one)[-1].facts
    step(cast.safety_adviser, one, "classify", at=cast.at, subjects=["fire"])
    assert [row["rule"] for row in steps_of(one)[-1].facts["routes"]] == ["b"]
    assert fresh(one).owner_unit_id is None, "the rule names the unit itself"
    assert told("reports.occurrence.routed") == {key(cast.commander), key(cast.safety_adviser)}


def test_revision_keeps_the_unit_that_a_person_chose(cast: Cast, rules: Any) -> None:
    rules(({"subjects": ["fire"]}, {"owner": "unit ARMY", "tell": ["commander"]}))
    one = occurrence(cast)
    step(cast.safety_adviser, one, "hand_over", at=cast.at, owner_unit="BATTALION")
    step(cast.safety_adviser, fresh(one), "classify", at=cast.at, subjects=["fire"])
    assert fresh(one).owner_unit_id == cast.battalion.pk
    assert steps_of(one)[-1].facts["routes"][0]["owner"] is None


# ---- the test bench ----


@pytest.mark.parametrize("name", ["safety_adviser", "office"])
def test_bench_says_where_and_why_and_makes_nothing(
    cast: Cast, client_of: Any, rules: Any, name: str
) -> None:
    cast.add("office", ("vms_office", "MINISTRY", None))
    noise = {"subjects": ["noise"]}
    rules(
        ({**noise, "kinds": ["accident"]}, {"owner": "unit ARMY"}),
        (noise, {"owner": "unit BATTALION", "tell": ["commander"]}),
        (noise, {"advice": [{"role": "core_expert", "days": 9}]}),
    )
    before = Notice.objects.count()
    page = client_of(name).get("/meldingen/routes?unit=COMPANY&subjects=noise")
    text = page.content.decode()
    for part in (
        "Rule b",
        "Because.",
        "Commander",
        "does not match, because of: Kind",
        "Certified core expert – nobody: this post is not filled here",
        'routes#outcome"',
        'id="outcome"',
        "(9 days)",
    ):
        assert part in text, part
    assert "Speler" not in text.split("<main")[1]
    assert Notice.objects.count() == before
    assert not Involvement.objects.for_system(reason="access").exists()


def test_bench_shows_the_rules_and_what_is_wrong_with_them(
    cast: Cast, client_of: Any, rules: Any
) -> None:
    rules(({"units": ["MOON"]}, {"tell": ["commander"]}))
    client = client_of("safety_adviser")
    text = client.get("/meldingen/routes").content.decode()
    assert "there is no unit" in text
    assert "Rule a" in text
    wrong = client.get("/meldingen/routes?unit=MOON&site=MARE")
    assert wrong.status_code == 400
    assert "There is no site with this code or name." in wrong.content.decode()


def test_bench_is_not_for_everybody(cast: Cast, client_of: Any) -> None:
    assert client_of("soldier").get("/meldingen/routes").status_code == 403
    assert caller(cast, "commander").get("/routes").status_code == 403


def test_bench_over_the_api(cast: Cast, rules: Any) -> None:
    site = make_site("HAV", holder=cast.squadron)
    cast.add("near", ("core_expert", "BATTALION", None))
    advice = [{"role": "core_expert", "days": 9}]
    rules(
        ({"hosted": True, "subjects": ["fire"]}, {"owner": "site_holder"}),
        ({"still_dangerous": True}, {"tell": ["commander"], "advice": advice}),
    )
    admin = administrator(cast)
    listed = admin.get("/routes").json()
    assert [(one["rule"], one["owner"]) for one in listed["items"]] == [
        ("a", "site_holder"),
        ("b", None),
    ]
    asked = {"unit": "COMPANY", "site": site.code, "subject": "fire", "still_dangerous": "true"}
    found = admin.get("/routes/trial", **asked).json()
    assert (found["unit"], found["owner_rule"]) == ("SQUADRON", "a")
    assert [(one["role"], one["rule"]) for one in found["told"]] == [("commander", "b")]
    assert [(one["role"], one["days"]) for one in found["asked"]] == [("core_expert", 9)]
    assert [len(one["posts"]) for one in found["asked"]] == [1]
    less = admin.get("/routes/trial", unit="COMPANY").json()
    assert (less["unit"], less["owner_rule"]) == ("COMPANY", None)
    assert [one["failed"] for one in less["rules"]] == ["hosted", "still_dangerous"]


@pytest.mark.parametrize(
    "asked",
    [{"unit": "MOON"}, {"unit": "COMPANY", "site": "MARE"}, {"unit": "COMPANY", "kind": "x"}],
)
def test_bench_over_the_api_names_what_is_wrong(cast: Cast, asked: dict[str, str]) -> None:
    assert caller(cast, "safety_adviser").get("/routes/trial", **asked).status_code == 400
