"""Who decides on a risk, with units, lines and appointments as the database has them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import translation

from baken.conftest import Cast
from baken.core.workflow.table import Refusal as Sentence
from baken.rooms.library.queries import advice_roles
from baken.rooms.org.models import Appointment, Unit
from baken.rooms.org.queries import one_tree, tree
from baken.rooms.org.tests.factories import (
    appoint,
    delegated,
    make_line,
    make_person,
    make_site,
    make_unit,
    name_post,
)
from baken.rooms.register.models import Risk
from baken.rooms.register.queries.resolutions import (
    explained,
    held_by,
    limit_of,
    refused,
    resolution_of,
)
from baken.rooms.register.rules.periods import Period
from baken.rooms.register.rules.resolution import Resolution
from baken.rooms.register.rules.signing import Refusal, may_sign
from baken.rooms.register.rules.stacking import NO_STACK, Reason, Stack
from baken.rooms.register.tests import cast as play
from baken.rooms.register.tests.factories import make_risk
from baken.rooms.register.texts import NOT_SIGNED

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 10)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def risk_of(cast: Cast, unit: Unit | None = None, **fields: Any) -> Risk:
    """A risk of the company in normal work, unless something else is said."""
    described = {"context": "non_operational", **fields}
    adviser = cast.safety_adviser if unit is None else cast.outsider
    return make_risk(actor=adviser.actor, unit=unit or cast.company, at=cast.at, **described)


def asked(cast: Cast, risk: Risk | None = None, risk_class: str = "medium", **more: Any) -> Any:
    """Who decides to accept a class of a risk for some days from today on."""
    period = play.lasting(more.pop("days", 10), TODAY)
    usual = {"decision": "accept", "period": period, "at": cast.at, "risk_class": risk_class}
    return resolution_of(risk or risk_of(cast), **{**usual, **more})


def who(found: Resolution) -> list[str]:
    """The names of those who can sign."""
    return [post.name for post in found.can_sign]


def signing(cast: Cast, person: Any, found: Resolution) -> list[Sentence]:
    """What is said when a person signs with everything before them; nothing when they may."""
    case = replace(play.paper(), changed_at=cast.at)
    advice = tuple(replace(one, given_at=cast.at + timedelta(hours=1)) for one in case.advice)
    case, held = replace(case, advice=advice), held_by(person.id, cast.at)
    verdict = may_sign(str(person.id), held, found, case, advice_roles())
    return refused(verdict.refusals, found)


def command_of(cast: Cast) -> Appointment:
    """The post of the commander of the battalion."""
    return Appointment.objects.of(cast.commander.person).get()


# ---- the line and its posts ----


def test_resolution_takes_the_class_of_the_risk_unless_another_is_said(cast: Cast) -> None:
    risk = risk_of(cast)
    risk.current_class = "high"
    assert asked(cast, risk, "").risk_class == "high"
    assert asked(cast, risk, "low").risk_class == "low"
    risk.current_class = ""
    with pytest.raises(ValueError, match="not a valid"):
        asked(cast, risk, "")


def test_resolution_finds_the_commander_of_the_level_in_the_tree(cast: Cast) -> None:
    found = asked(cast)
    assert found.question.line == "organic"
    assert found.question.units == ("COMPANY", "BATTALION", "ARMY", "MINISTRY")
    assert (found.min_level, who(found)) == (3, ["Speler commander"])


def test_resolution_begins_at_the_unit_that_must_act(cast: Cast) -> None:
    risk = risk_of(cast)
    risk.owner_unit_id = cast.squadron.pk
    assert who(asked(cast, risk)) == ["Speler outsider"]


def test_resolution_without_a_post_at_the_level_takes_the_next_one_above(cast: Cast) -> None:
    make_person("Generaal", unit=cast.army, posts=[("commander", cast.army, None)])
    command = command_of(cast)
    Appointment.objects.of(command.record).update(until=YESTERDAY)
    found = asked(cast)
    assert who(found) == ["Generaal"]
    assert explained(found)[-1] == (
        "In this line nobody has a post at level 3, so the next one above decides. Who can sign now:"
        " Generaal, commander of ARMY."
    )


def test_resolution_without_any_post_goes_to_the_safety_department(cast: Cast) -> None:
    found = asked(cast, risk_class="high")
    assert (found.refusal, who(found)) == ("no_post", [])
    assert explained(found)[-2:] == [
        "In this line nobody has a post at level 4 or above now.",
        "It goes to the safety department of the organisation part.",
    ]
    assert signing(cast, cast.commander.person, found)[0].text == (
        "Your post on BATTALION is of level 3; this takes level 4 or above. Nobody in this line can"
        " sign now. It goes to the safety department of the organisation part."
    )


def test_acting_commander_decides_in_their_own_name(cast: Cast) -> None:
    deputy = make_person("Plaatsvervanger", unit=cast.battalion)
    appoint(deputy, "commander", cast.battalion, kind="acting", from_on=TODAY, until=TOMORROW)
    found = asked(cast)
    assert who(found) == ["Speler commander", "Plaatsvervanger"]
    assert signing(cast, deputy, found) == []
    Appointment.objects.of(cast.commander.person).update(until=YESTERDAY)
    assert explained(asked(cast))[-1] == (
        "Who can sign now: Plaatsvervanger, acting commander of BATTALION."
    )


def test_announced_successor_does_not_sign_before_the_first_day(cast: Cast) -> None:
    successor = make_person("Opvolger", unit=cast.battalion)
    appoint(successor, "commander", cast.battalion, from_on=TOMORROW)
    found = asked(cast)
    assert who(found) == ["Speler commander"]
    assert [str(one) for one in signing(cast, successor, found)] == [
        "Your post on BATTALION has not begun yet. Who can sign now: Speler commander, commander of"
        " BATTALION."
    ]
    later = asked(cast, at=cast.at + timedelta(days=1))
    assert who(later) == ["Speler commander", "Opvolger"]


def test_of_two_commanders_either_signs(cast: Cast) -> None:
    second = make_person("Tweede", unit=cast.battalion, posts=[("commander", cast.battalion, None)])
    found = asked(cast)
    assert who(found) == ["Speler commander", "Tweede"]
    assert signing(cast, second, found) == signing(cast, cast.commander.person, found) == []


def test_post_that_was_withdrawn_today_signs_no_more(cast: Cast) -> None:
    Appointment.objects.of(cast.commander.person).update(withdrawn_at=cast.at)
    found = asked(cast)
    assert who(found) == []
    assert signing(cast, cast.commander.person, found)[0].code == "over"


def test_post_without_what_is_below_decides_on_its_own_unit_only(cast: Cast) -> None:
    Appointment.objects.of(cast.commander.person).update(below=False)
    assert who(asked(cast)) == []
    own = risk_of(cast)
    own.owner_unit_id = cast.battalion.pk
    assert who(asked(cast, own)) == ["Speler commander"]


def test_host_decides_on_a_risk_about_the_site_it_holds(cast: Cast) -> None:
    risk = risk_of(cast)
    risk.site_id = make_site("KAMP", holder=cast.squadron).pk
    found = asked(cast, risk)
    assert (found.question.line, who(found)) == ("host", ["Speler outsider"])
    assert found.question.units[0] == "SQUADRON"
    own = risk_of(cast, cast.squadron)
    own.site_id = risk.site_id
    assert asked(cast, own).question.line == "organic"


def test_irm_17_3_signer_with_exactly_the_level_in_the_wrong_line_is_refused(cast: Cast) -> None:
    found = asked(cast)
    outsider = cast.outsider.person
    held = [one for one in held_by(outsider.id, cast.at) if one.role == "commander"]
    assert [one.level for one in held] == [found.min_level]
    assert signing(cast, outsider, found) == [
        Sentence(
            "wrong_line",
            "Your post on SQUADRON does not stand in the line that decides here. Who can sign now:"
            " Speler commander, commander of BATTALION.",
        )
    ]


def test_somebody_without_a_commanders_post_is_told_so(cast: Cast) -> None:
    told = signing(cast, cast.safety_adviser.person, asked(cast))
    assert [one.code for one in told] == ["not_commander"]


# ---- delegations ----


def test_delegation_of_the_class_and_context_signs(cast: Cast) -> None:
    deputy = make_person("Majoor", unit=cast.battalion)
    delegated(command_of(cast), deputy)
    found = asked(cast)
    assert who(found) == ["Speler commander", "Majoor"]
    assert signing(cast, deputy, found) == []


def test_irm_17_4_expired_delegation_is_refused_with_the_name_of_who_can_sign_now(
    cast: Cast,
) -> None:
    deputy = make_person("Majoor", unit=cast.battalion)
    delegated(command_of(cast), deputy, until=YESTERDAY)
    assert signing(cast, deputy, asked(cast)) == [
        Sentence(
            "over",
            "Your post on BATTALION ended: its last day was 9 March 2026. Who can sign now: Speler"
            " commander, commander of BATTALION.",
        )
    ]


def test_delegation_ends_with_the_post_it_is_from(cast: Cast) -> None:
    deputy = make_person("Majoor", unit=cast.battalion)
    source = command_of(cast)
    delegated(source, deputy)
    Appointment.objects.of(source.record).update(until=YESTERDAY)
    found = asked(cast)
    assert who(found) == []
    assert [one.code for one in signing(cast, deputy, found)] == ["over"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"classes": "low"}, "delegation_not_for_this"),
        ({"contexts": "exercise deployment"}, "delegation_not_for_this"),
        ({"classes": "medium extreme"}, "delegation_too_wide"),
        ({"from_on": date(2019, 1, 1)}, "delegation_too_wide"),
        ({"reason": ""}, "delegation_incomplete"),
        ({"classes": "", "contexts": ""}, "delegation_incomplete"),
        ({"until": None}, "delegation_incomplete"),
        ({"taken_from": None}, "delegation_incomplete"),
    ],
)
def test_organisation_12_6_delegation_that_is_not_sound_signs_nothing(
    cast: Cast, change: dict[str, Any], code: str
) -> None:
    deputy = make_person("Majoor", unit=cast.battalion)
    delegated(command_of(cast), deputy, **change)
    found = asked(cast)
    assert who(found) == ["Speler commander"]
    told = signing(cast, deputy, found)
    assert [one.code for one in told] == [code]
    assert str(told[0]).endswith("Who can sign now: Speler commander, commander of BATTALION.")


def test_delegation_on_a_unit_below_signs_at_its_own_level(cast: Cast) -> None:
    deputy = make_person("Kapitein", unit=cast.company)
    delegated(command_of(cast), deputy, unit=cast.company)
    assert who(asked(cast, risk_class="low")) == ["Kapitein", "Speler commander"]
    assert [one.code for one in signing(cast, deputy, asked(cast))] == ["level_too_low"]


# ---- two lines, named posts ----


@pytest.fixture
def abroad(cast: Cast) -> dict[str, Any]:
    """The example of the reference (irm.md 14) on small units: a group under a task group for October.

    The staff of the Chief of Defence stands under the ministry, its directorate commands the task group.
    """
    chief = make_unit("CDS", parent=cast.ministry, level=6)
    directorate = make_unit("DOPS", parent=chief, level=5)
    task = make_unit("ATF", parent=directorate, level=4)
    make_line(task, directorate)
    make_line(cast.battalion, task, from_on=date(2026, 3, 1), until=date(2026, 3, 30))
    make_line(cast.army, chief)
    name_post(cast.ministry, "secretary_general")
    name_post(chief, "chief_of_defence")
    name_post(directorate, "director_of_operations")
    places = {"chief": chief, "director": directorate, "formation": task, "general": cast.army}
    people = {
        name: make_person(name, unit=unit, posts=[("commander", unit, None)])
        for name, unit in (*places.items(), ("secretary", cast.ministry))
    }
    return {**people, "task": task}


RAISING = Stack(members=play.stack(2).members, raises=2)


@pytest.mark.usefixtures("abroad")
def test_worked_example_of_the_mandate_with_units_and_lines(cast: Cast) -> None:
    risk = risk_of(cast, context="exercise")
    by_night = asked(cast, risk, "high", stack=RAISING)
    assert by_night.question.line == "operational"
    assert by_night.question.units == ("COMPANY", "BATTALION", "ATF", "DOPS", "CDS", "MINISTRY")
    assert (by_night.risk_class, by_night.min_level) == ("high", 6)
    assert who(by_night) == ["chief", "secretary"]
    told = signing(cast, cast.commander.person, by_night)
    assert str(told[0]) == (
        "Your post on BATTALION is of level 3; this takes level 6 or above. The stack raises the"
        " decision: take a risk out of it, or hand it up. Who can sign now: chief, Chief of Defence;"
        " secretary, Secretary-General."
    )
    by_day = asked(cast, risk, "high", stack=NO_STACK)
    assert (by_day.min_level, who(by_day)[0]) == (4, "formation")
    assert by_day.latest_end == TODAY + timedelta(days=30)


def test_operational_line_decides_only_while_it_holds(cast: Cast, abroad: dict[str, Any]) -> None:
    risk = risk_of(cast, context="exercise")
    after = asked(cast, risk, "high", at=cast.at + timedelta(days=21))
    assert (after.question.line, who(after)) == ("organic", ["general", "chief", "secretary"])
    assert after.question.units == ("COMPANY", "BATTALION", "ARMY", "CDS", "MINISTRY")
    told = signing(cast, abroad["formation"], after)
    assert [one.code for one in told] == ["wrong_line"]


def test_organisation_12_3_person_in_two_lines_decides_in_the_decisive_one_and_is_told_which(
    cast: Cast, abroad: dict[str, Any]
) -> None:
    """Somebody commands in the army and in the task group: which post counts is said."""
    both = abroad["general"]
    appoint(both, "commander", abroad["task"])
    assert len([one for one in held_by(both.id, cast.at) if one.role == "commander"]) == 2
    risk = risk_of(cast, context="exercise")
    for at, line, unit in (
        (cast.at, "The operational line of command decides", "ATF"),
        (cast.at + timedelta(days=21), "The permanent line of command decides", "ARMY"),
    ):
        found = asked(cast, risk, "high", at=at)
        mine = next(one for one in found.can_sign if one.person == str(both.id))
        assert mine.unit == unit
        assert signing(cast, both, found) == []
        assert explained(found)[1].startswith(f"{line}. From near to far: ")


@pytest.mark.usefixtures("abroad")
def test_extreme_in_normal_work_is_for_the_named_post_alone(cast: Cast) -> None:
    found = asked(cast, risk_class="extreme")
    assert who(found) == ["secretary"]
    assert explained(found)[0] == ("Extreme for 10 days in normal work: Secretary-General decides.")


def test_chief_of_defence_delegates_to_the_director_of_operations_only(
    cast: Cast, abroad: dict[str, Any]
) -> None:
    source = Appointment.objects.of(abroad["chief"]).get()
    given = {"classes": "high", "contexts": "deployment", "reason": "Namens de CDS"}
    delegated(source, abroad["director"], **given)
    delegated(source, abroad["formation"], **given)
    found = asked(cast, risk_of(cast, context="deployment"), "high", days=40)
    assert found.min_level == 6
    assert who(found) == ["chief", "director"]
    assert signing(cast, abroad["director"], found) == []
    assert [one.code for one in signing(cast, abroad["formation"], found)] == ["not_delegable"]
    extreme = asked(cast, risk_of(cast, context="deployment"), "extreme")
    assert who(extreme) == ["chief"]


def test_director_is_known_by_the_post_also_outside_the_line(
    cast: Cast, abroad: dict[str, Any]
) -> None:
    make_line(cast.squadron, Unit.objects.get(code="CDS"))
    source = Appointment.objects.of(abroad["chief"]).get()
    delegated(source, abroad["director"], classes="high", contexts="deployment")
    risk = risk_of(cast, cast.squadron, context="deployment")
    found = asked(cast, risk, "high", days=40)
    assert found.question.units == ("SQUADRON", "CDS", "MINISTRY")
    assert who(found) == ["chief", "director"]


# ---- words ----


def test_limit_says_up_to_which_class_a_post_accepts(cast: Cast) -> None:
    found = asked(cast)
    own = next(one for one in held_by(cast.commander.person.id, cast.at))
    assert limit_of(found, own) == "By this post you may accept up to medium, for at most 365 days."
    other = next(one for one in held_by(cast.outsider.person.id, cast.at))
    assert limit_of(found.question, other) == "By this post you may accept no risk here."


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_refusal_of_the_rules_has_a_sentence(cast: Cast, language: str) -> None:
    day = date(2026, 3, 1)
    values = {
        "too_long": {"latest_end": day},
        "interim_term_over": {"until": day},
        "advice_missing": {"one_of": ("safety_adviser", "domain_expert")},
        "advice_older_than_change": {"one_of": ("legal_adviser",)},
        "authority_against": {"subject": "diving_rules"},
        "authority_unconfirmed": {"subject": "diving_rules"},
        "consent_missing": {"subject": "airworthiness"},
        "not_offered": {"decision": "accept", "offered": ("stop", "exempt")},
        "stack_not_seen": {"risks": ("R-1", "R-2")},
        "proposal_missing": {"level": 5},
        "scorers_missing": {"needed": 2},
        "barrier_fails": {"barriers": ("BT-1, b3, Hek",)},
    }
    with translation.override(language):
        found = asked(cast)
        told = refused([Refusal(code, values.get(code, {})) for code in NOT_SIGNED], found)
    assert [one.code for one in told] == list(NOT_SIGNED)
    assert not any("%(" in str(one) for one in told)


def test_explanation_names_stack_row_earlier_acceptances_law_and_authority(cast: Cast) -> None:
    make_person("Generaal", unit=cast.army, posts=[("commander", cast.army, None)])
    stack = replace(RAISING, reasons=(Reason("count", "three_medium", ("R-1",)),))
    found = asked(
        cast,
        risk_class="high",
        days=20,
        decision="exempt",
        stack=stack,
        earlier=(Period(TODAY - timedelta(days=15), TODAY),),
        subjects=frozenset({"diving_rules", "airworthiness"}),
    )
    told = explained(found)
    assert told[0] == (
        "High for 35 days in normal work: the top of the ministry (level 7) decides."
    )
    for text in (
        "With the decisions before it, it lasts 35 days; that is what the rule looks at.",
        "Rule of the mandate table: High residual risk in normal work, longer than 30 days (level 5"
        " or above).",
        "A limit of law is deviated from: that takes level 5 or above.",
        "People meet more risks at once (Three or more medium risks). That raises the decision from"
        " level 5 to level 7; the class stays what it is.",
        "Diving rules: a no of the Diving authority stops the decision.",
        "Airworthiness: nothing is decided without a yes of the Military Aviation Authority.",
    ):
        assert text in told


def test_explanation_without_a_rule_says_where_it_goes(cast: Cast) -> None:
    """In deployment a unit that nobody commands there has no row in the organic line."""
    found = asked(cast, risk_of(cast, context="deployment"))
    assert explained(found) == [
        "Medium in deployment: no rule of the mandate table fits.",
        "The permanent line of command decides. From near to far: Eenheid COMPANY, Eenheid"
        " BATTALION, Eenheid ARMY, Eenheid MINISTRY.",
        "The permanent line of command decides, and the table has no rule for this class and kind of"
        " work there.",
        "It goes to the safety department of the organisation part.",
    ]
    assert [one.code for one in signing(cast, cast.commander.person, found)] == ["no_rule"]


# ---- what it costs ----


def test_page_that_explains_who_decides_adds_at_most_four_queries(
    cast: Cast, abroad: dict[str, Any], django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    risk, commander = risk_of(cast, context="exercise"), cast.commander.person
    deputy = make_person("Majoor", unit=cast.battalion)
    delegated(command_of(cast), deputy, contexts="exercise")
    asked(cast, risk)
    with django_assert_max_num_queries(4), one_tree():
        found = asked(cast, risk)
        held = held_by(commander.id, cast.at)
        assert [limit_of(found, one) for one in held]
        assert explained(found)


def test_resolution_costs_the_same_for_many_posts_as_for_one(
    cast: Cast, django_assert_num_queries: Callable[[int], Any]
) -> None:
    risk = risk_of(cast)
    assert tree().named_posts == {}
    with django_assert_num_queries(2), one_tree():
        assert len(who(asked(cast, risk))) == 1
    for number in range(5):
        deputy = make_person(f"Majoor {number}", unit=cast.battalion)
        delegated(command_of(cast), deputy)
    with django_assert_num_queries(2), one_tree():
        assert len(who(asked(cast, risk))) == 6
