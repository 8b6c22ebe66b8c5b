"""What stands in the database once the demonstration is loaded; it is loaded once for all tests here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import authenticate
from django.db import transaction

from baken.core import clock
from baken.core.access import system_actor
from baken.core.access.roles import load_roles
from baken.core.accounts.models import Account
from baken.core.events.models import OutboxEvent
from baken.core.events.outbox import deliver_pending
from baken.core.links.registry import linked_records
from baken.core.questions import InboxAsk
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import StepRefused
from baken.core.workflow.table import Workflow
from baken.rooms.assessments.queries.inbox import assessments_waiting
from baken.rooms.assessments.queries.progress import standings
from baken.rooms.assessments.queries.reviews import reviews_of
from baken.rooms.assessments.queries.sheet import people_of, whole_of
from baken.rooms.consultation.answers import inbox_cards as consultation_cards
from baken.rooms.insight.queries import picture_of
from baken.rooms.measures.models import Measure, Purchase
from baken.rooms.notices.models import Notice
from baken.rooms.org.actions import import_organisation
from baken.rooms.org.models import (
    Equipment,
    EquipmentStep,
    Handover,
    HandoverItem,
    Kiosk,
    Person,
    PlaceCode,
    Site,
    Unit,
    UnitStep,
)
from baken.rooms.org.queries import actor_for, actor_of_person, tree, tree_on
from baken.rooms.org.queries.appointments import appointments_on
from baken.rooms.org.rules.things import is_failed, next_due
from baken.rooms.register.actions import take_slice_step
from baken.rooms.register.actions.take_decision_step import take_decision_step
from baken.rooms.register.models import Barrier, BowTie, Decision, Risk, Slice
from baken.rooms.register.permits import READ as READ_RISK
from baken.rooms.register.queries.cases import Case
from baken.rooms.register.queries.local_ratings import shared_of, unit_of
from baken.rooms.register.tests.deciding import RECORD, take
from baken.rooms.reports.models import Arrival, FollowUpAnswer, Message, Occurrence, Report
from baken.rooms.reports.permits import READ, READ_OCCURRENCE, READ_SUMMARY
from baken.rooms.reports.queries.receipts import report_of_code
from baken.rooms.reports.workflow import OCCURRENCE, REPORT
from baken.site import cli
from baken.site.demo import loader
from baken.site.demo.plan import Story, beside, is_told
from baken.site.demo.samples import SAMPLES
from baken.site.demo.things import things_on
from baken.site.demo.turret import DRILL, MARKING, MEASURES, SWITCHES
from baken.site.tests.demo_walks import (
    hear,
    raised_by_ries,
    rie_of,
    scored,
    states_of,
    the_risk,
    whoever,
    with_measure,
)

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def _loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[Story]]:
    with django_db_blocker.unblock(), transaction.atomic():
        loader.load_demo(today=TODAY)
        yield loader.read_stories()
        transaction.set_rollback(True)


@pytest.fixture
def loaded(_loaded: list[Story], db: None) -> list[Story]:
    """The stories of the demonstration that stands in the database."""
    return _loaded


def reports() -> Any:
    """Every report there is."""
    return Report.objects.for_system(reason="demo")


def by_doors() -> list[int]:
    """The reports that came by a kiosk and a desk, and are of no story."""
    return list(Arrival.objects.for_system(reason="demo").values_list("record", flat=True))


def test_doors_are_there_with_what_came_by_them(loaded: list[Story]) -> None:
    came = reports().filter(pk__in=by_doors()).order_by("channel")
    assert [(one.channel, one.identity) for one in came] == [
        ("desk", "named"),
        ("kiosk", "anonymous"),
    ]
    assert FollowUpAnswer.objects.of(came[0]).count() == 4
    assert Kiosk.objects.get().name == "Kantine"
    assert PlaceCode.objects.filter(site__code="HAV-JPK").count() >= 5


def test_consultation_waits_for_the_central_council(loaded: list[Story]) -> None:
    at = clock.start_of_day(TODAY)
    council = actor_for(Account.objects.get(username="medezeggenschap"), at)
    [card] = consultation_cards(InboxAsk(council, at))
    assert card.title == "Vaste werkwijze bij draaiende koepels"
    assert card.url.endswith("/stap/answer")
    asking = actor_for(Account.objects.get(username="clas"), at)
    assert list(consultation_cards(InboxAsk(asking, at))) == []


def test_states_are_those_of_the_stories(loaded: list[Story]) -> None:
    own = reports().filter(source__isnull=True).exclude(pk__in=by_doors())
    found = Counter(own.values_list("state", flat=True))
    assert found == Counter(story["state"] for story in loaded)


def test_occurrences_reached_the_states_of_the_stories(loaded: list[Story]) -> None:
    own = reports().filter(source__isnull=True, occurrence__isnull=False)
    by_key = {story["key"]: story for story in loaded}
    about = [by_key[beside(story)] if beside(story) else story for story in loaded]
    wanted = Counter(story["triage"]["occurrence_state"] for story in about if story["triage"])
    assert Counter(own.values_list("occurrence__state", flat=True)) == wanted


@pytest.mark.parametrize(("root", "workflow"), [(Report, REPORT), (Occurrence, OCCURRENCE)])
def test_every_state_stands_there_at_least_twice(
    loaded: list[Story], root: Any, workflow: Workflow
) -> None:
    found = Counter(root.objects.for_system(reason="demo").values_list("state", flat=True))
    assert [state for state in workflow.states if found[state] < 2] == []


def test_the_top_sees_occurrences_in_every_state(loaded: list[Story]) -> None:
    top = actor_for(Account.objects.get(username="sg"), clock.start_of_day(TODAY))
    seen = Occurrence.objects.visible_to(top, READ_SUMMARY).values_list("state", flat=True)
    assert set(seen) == set(OCCURRENCE.states)


def seen_of(root: Any, permit: str, username: str) -> list[str]:
    """The units of what somebody sees."""
    actor = actor_for(Account.objects.get(username=username), clock.start_of_day(TODAY))
    return list(root.objects.visible_to(actor, permit).values_list("unit__code", flat=True))


def test_closed_unit_is_handled_by_its_own_people(loaded: list[Story]) -> None:
    told = sum(story["unit"] == "KCT" for story in loaded)
    assert told >= 3
    for username in ("adviseur-kct", "commandant-kct"):
        assert seen_of(Report, READ, username).count("KCT") == told
        assert seen_of(Occurrence, READ_OCCURRENCE, username).count("KCT") == told - 1
    assert "KCT" in seen_of(Occurrence, READ_SUMMARY, "ivd")


@pytest.mark.parametrize("username", ["clas", "cds", "sg", "loket", "centraal", "auditor"])
def test_closed_unit_stays_closed_to_others(loaded: list[Story], username: str) -> None:
    pairs = ((Report, READ), (Occurrence, READ_OCCURRENCE), (Occurrence, READ_SUMMARY))
    for root, permit in pairs:
        assert "KCT" not in seen_of(root, permit, username)


def test_those_outside_a_closed_unit_see_the_units_beside_it(loaded: list[Story]) -> None:
    assert "OTCO" in seen_of(Occurrence, READ_OCCURRENCE, "clas")
    assert "OTCO" in seen_of(Occurrence, READ_SUMMARY, "centraal")


def test_trail_holds(loaded: list[Story]) -> None:
    assert list(breaks()) == []


def test_everybody_logs_in_with_the_public_password(loaded: list[Story]) -> None:
    names = [name for name, _, _ in loader.log_ins()]
    assert names[0] == "soldaat"
    assert authenticate(username="beheerder", password="demo") is not None


def test_anonymous_stories_leave_no_reporter(loaded: list[Story]) -> None:
    told = sum(story["identity"] == "anonymous" for story in loaded)
    anonymous = reports().filter(identity="anonymous").exclude(pk__in=by_doors())
    assert [report.reporter_key for report in anonymous] == [None] * told


def test_conversations_and_answers_are_there(loaded: list[Story]) -> None:
    said = Message.objects.for_system(reason="demo").filter(kind__in=["message", "correction"])
    said = said.count()
    extra = sum(story["state"] == "redirected_integrity" for story in loaded)
    assert said == sum(len(story["conversation"]) for story in loaded) + extra


def test_old_notices_are_read_and_recent_ones_not(loaded: list[Story]) -> None:
    reading = clock.start_of_day(TODAY - timedelta(days=loader.UNREAD_DAYS))
    assert Notice.objects.filter(at__lt=reading, read_on__isnull=True).count() == 0
    assert Notice.objects.filter(at__gte=reading, read_on__isnull=True).count() > 0


def test_all_news_was_delivered(loaded: list[Story]) -> None:
    assert OutboxEvent.objects.filter(delivered_on__isnull=True).count() == 0


def test_only_overdue_stories_are_late_with_their_answer(loaded: list[Story]) -> None:
    handled = reports().filter(state="in_handling")
    late = handled.filter(source__isnull=True, due_at__lt=clock.start_of_day(TODAY)).count()
    assert late == sum(story["overdue"] for story in loaded)


def test_real_records_stand_beside_the_stories(loaded: list[Story]) -> None:
    legacy = reports().filter(source__isnull=False)
    assert len(set(legacy.values_list("source", flat=True))) == len(SAMPLES)


def test_receipt_code_that_is_shown_opens_its_report(loaded: list[Story]) -> None:
    found = report_of_code(loader.sample_receipt())
    assert found is not None
    assert found[0].state == "answered"


def test_second_load_adds_nothing(loaded: list[Story]) -> None:
    before = reports().count()
    assert loader.load_demo(today=TODAY).fresh is False
    assert reports().count() == before


def test_command_prints_the_log_ins(loaded: list[Story], capsys: Any) -> None:
    assert cli.main(["demo", "--no-serve", "--today", "2026-11-23"]) == 0
    printed = capsys.readouterr().out
    assert "soldaat" in printed
    assert loader.sample_receipt() in printed


def test_things_stand_as_the_file_says(loaded: list[Story]) -> None:
    things = things_on(TODAY)
    found = Equipment.objects.for_system(reason="demo")
    assert found.count() == len(things.equipment) >= 60
    assert Site.objects.count() == len(things.sites) >= 25
    wanted = {row.code: next_due(row.inspections) for row in things.equipment}
    assert dict(found.values_list("ref", "due_on")) == wanted
    failed = {row.code for row in things.equipment if is_failed(row.inspections)}
    assert set(found.filter(state="out_of_use").values_list("ref", flat=True)) == failed != set()


def test_things_inspected_lately_were_recorded_by_an_adviser(loaded: list[Story]) -> None:
    rows = EquipmentStep.objects.for_system(reason="demo").exclude(code="org.equipment.imported")
    assert {row.words["post"].split()[0] for row in rows} == {"Veiligheidsadviseur"}
    assert rows.count() > 20


DURING, AFTER = date(2026, 7, 15), date(2026, 9, 15)


def seen_by(number: str, unit: str, day: date) -> int:
    """How many reports of a unit somebody reads on a day."""
    person = Person.objects.for_system(reason="demo").get(ref=number)
    actor = actor_of_person(person, clock.start_of_day(day))
    return int(Report.objects.visible_to(actor, READ).filter(unit__code=unit).count())


def test_mission_is_over_and_stands_where_it_was(loaded: list[Story]) -> None:
    unit, before = tree().by_code["DET-RS-26"], tree_on(DURING)
    assert (unit.is_dissolved, unit.ends_on) == (True, date(2026, 8, 31))
    assert unit.id in before.by_id
    assert unit.id not in tree_on(AFTER).by_id
    step = UnitStep.objects.of(Unit(pk=unit.id)).order_by("-serial")[0]
    assert (step.code, clock.local_date(step.at)) == ("org.unit.dissolved", date(2026, 9, 1))
    assert not tree().by_code["ATF-26"].is_dissolved


def test_organisation_after_the_mission_comes_in_again_and_changes_nothing(
    loaded: list[Story],
) -> None:
    for name in ("organisation.yaml", "employees.yaml"):
        outcome = import_organisation(
            actor=system_actor("import"),
            at=clock.start_of_day(TODAY),
            content=loader.organisation_on(name, TODAY),
            account_of=lambda username: Account.objects.get(username=username),
            roles=list(load_roles(settings.ROLES_FILE)),
        )
        assert (outcome.problems, outcome.changes) == ([], [])


def test_people_on_the_mission_stay_with_the_unit_they_came_from(loaded: list[Story]) -> None:
    posts = appointments_on(DURING).filter(unit__code="DET-RS-26")
    homes = posts.values_list("record__unit__code", flat=True)
    parts = {tree().part_of(tree().by_code[code]).code for code in homes}
    assert set(homes) >= {"13LTBRIG", "400GNKBAT", "BRIG_NH"}
    assert parts == {"CLAS", "KMAR"}
    assert set(posts.values_list("role", flat=True)) == {"commander", "safety_adviser", "employee"}
    assert not appointments_on(AFTER).filter(unit__code="DET-RS-26").exists()


@pytest.mark.parametrize(
    ("number", "during", "after"),
    [
        ("P100111", 3, 0),  # its commander
        ("P100016", 3, 0),  # the operational line: DOPS
        ("P100116", 2, 0),  # the host: what happened in the camp
        ("P100037", 3, 3),  # the organic line: 13 Light Brigade
        ("P100072", 0, 0),  # another unit
    ],
)
def test_mission_is_read_by_its_lines_in_their_time(
    loaded: list[Story], number: str, during: int, after: int
) -> None:
    assert seen_by(number, "DET-RS-26", DURING) == during
    assert seen_by(number, "DET-RS-26", AFTER) == after


@pytest.mark.parametrize("today", [date(2026, 3, 30), date(2026, 7, 1), TODAY])
def test_mission_is_told_as_far_as_it_came(today: date) -> None:
    told = [s["key"] for s in loader.read_stories() if "told_on" in s and is_told(s, today)]
    assert len(told) == {3: 0, 7: 1, 11: 3}[today.month]


def test_renamed_part_is_one_unit_over_the_years(loaded: list[Story]) -> None:
    unit = tree().by_code["CLSK"]
    names = {
        day: tree_on(day).by_id[unit.id].name_nl for day in (date(2024, 6, 1), date(2025, 7, 1))
    }
    assert list(names.values()) == [
        "Commando Luchtstrijdkrachten",
        "Commando Lucht- en Ruimtestrijdkrachten",
    ]
    assert unit.name_en == "Royal Netherlands Air and Space Force"


def refused(risk: Risk, username: str) -> list[str]:
    """With which codes somebody is refused who accepts a risk on the day of loading."""
    at = clock.start_of_day(TODAY) + timedelta(hours=9)
    case = Case(risk, actor_for(Account.objects.get(username=username), at), at)
    verdict, _ = case.verdict("accept", {"stack_seen": True})
    return [one.code for one in verdict.refusals]


def test_risks_stand_in_many_states(loaded: list[Story]) -> None:
    found = Counter(Risk.objects.for_system(reason="demo").values_list("state", flat=True))
    assert found.total() - raised_by_ries() == len(loader.read_risks()) >= 25
    assert set(found) == {
        *("identified", "analysed", "decision_pending", "escalated", "treating"),
        *("accepted", "avoided", "transferred", "monitored", "closed"),
    }
    decided = Decision.objects.for_system(reason="demo").values_list("state", flat=True)
    assert set(decided) == {"in_force", "suspended", "ended"}


def test_risks_that_waited_too_long_have_risen(loaded: list[Story]) -> None:
    risen = Risk.objects.for_system(reason="demo").filter(rises__gt=0)
    units = dict(risen.values_list("title", "raised_to__code"))
    assert units == {
        "Geen radio met de hulppost na een ongeval": "43MECHBRIG",
        "Lading ontploft tijdens de wachttijd na een weigeraar": "CLAS",
    }


def test_stack_raises_who_decides_on_the_landing(loaded: list[Story]) -> None:
    risk = the_risk("Landingsvaartuig")
    assert (risk.state, risk.current_class) == ("decision_pending", "high")
    for username in ("mariniers", "taakgroep"):
        assert refused(risk, username) == ["level_too_low"]
    assert refused(risk, "cds") == []


def crews(step: str, at: datetime, **fields: Any) -> Slice:
    """The slice of the boat crews after a step of the commander of the group."""
    record: Slice = Slice.objects.for_system(reason="demo").get(group="Bootploegen 1 en 2")
    actor = whoever("mariniers", at)
    return take_slice_step(actor=actor, record=record, step=step, at=at, fields=fields)


def moved(record: Slice, hour: int, minute: int) -> dict[str, Any]:
    """The slice as it is told anew: on another hour of its day, in daylight."""
    start = record.from_at.astimezone(clock.local_zone()).replace(hour=hour, minute=minute)
    names = ("group", "people", "task", "place")
    told = {name: getattr(record, name) for name in names}
    end = start + timedelta(hours=3)
    return {**told, "from_at": start.isoformat(), "to_at": end.isoformat(), "circumstances": []}


def test_landing_in_daylight_is_decided_by_the_task_group_and_suspended_by_the_surf(
    loaded: list[Story],
) -> None:
    """Source: domain reference, irm, section 14: the worked example, as the demonstration has it."""
    at = clock.start_of_day(TODAY) + timedelta(hours=9)
    risk, tired = the_risk("Landingsvaartuig"), the_risk("Vermoeide bootploegen")
    record = Slice.objects.for_system(reason="demo").get(group="Bootploegen 1 en 2")
    said = {**RECORD, "stack_seen": True, "ends_on": str(TODAY + timedelta(days=5))}
    said |= {"activity_ends_on": str(TODAY + timedelta(days=3)), "informed_on": str(TODAY)}

    # 5: the commander of the group tries to sign by night, and is told who can.
    with pytest.raises(StepRefused) as no:
        take(whoever("mariniers", at), risk, "accept", at, said)
    assert [one.code for one in no.value.refusals] == ["level_too_low"]
    assert "Commandant der Strijdkrachten" in str(no.value)

    # 6: he starts at 06:30 in daylight; that alone is not enough, rested crews are.
    crews("revise", at, **moved(record, 6, 30))
    assert refused(risk, "taakgroep") == ["level_too_low"]
    crews("remove_risk", at, risk=tired.ref, reason="De ploegen slapen tot zes uur.")
    assert refused(risk, "mariniers") == ["level_too_low"]
    assert refused(risk, "taakgroep") == []
    signed_at = at + timedelta(hours=1)
    risk = take(whoever("taakgroep", signed_at), risk, "accept", signed_at, said)
    decision = Decision.objects.for_system(reason="demo").get(risk=risk)
    assert (risk.state, decision.state, decision.level) == ("accepted", "in_force", 4)
    assert decision.post_unit.code == "ATF-26"

    # 7: it ends with the landing phase; at 05:50 the forecast is 1.3 m: suspended at once.
    assert decision.ends_at == clock.start_of_day(TODAY + timedelta(days=3))
    dawn = clock.start_of_day(TODAY + timedelta(days=1)) + timedelta(hours=5, minutes=50)
    decision = take_decision_step(
        actor=whoever("mariniers", dawn),
        record=decision,
        step="note_condition",
        at=dawn,
        fields={"condition": 1, "value": "1.3"},
    )
    assert (decision.state, decision.suspended_for) == ("suspended", "condition")

    # The duty officer is told, and can open what he is told of.
    while deliver_pending(at=dawn):
        pass
    officer = whoever("officier-zee", dawn)
    told = Notice.objects.filter(code="register.decision.suspended", record=decision.pk)
    assert officer.own_key in set(told.values_list("to_key", flat=True))
    assert Decision.objects.visible_to(officer, READ_RISK).filter(pk=decision.pk).exists()
    assert list(breaks()) == []


def test_turret_is_decided_by_the_brigade(loaded: list[Story]) -> None:
    risk = the_risk("Beknelling tussen koepel")
    assert (risk.state, risk.urgent) == ("decision_pending", True)
    assert refused(risk, "commandant") == ["level_too_low"]
    assert refused(risk, "brigade") == []


def test_turret_has_measures_of_which_one_waits_to_be_decided_and_one_to_be_verified(
    loaded: list[Story],
) -> None:
    """Source: domain reference, reporting, section 15, step 6."""
    titles = [told.fields["title"] for told in MEASURES]
    assert states_of(Measure, *titles) == {
        SWITCHES.fields["title"]: "in_progress",
        MARKING.fields["title"]: "proposed",
        DRILL.fields["title"]: "implemented",
    }
    found = Measure.objects.for_system(reason="demo").get(title=SWITCHES.fields["title"])
    assert (found.control_level, found.budget_source, bool(found.interim)) == (
        "source",
        "regular",
        True,
    )
    urgent = "Zes schakelaars voor koepelsloten, met spoed"
    assert states_of(Purchase, urgent) == {urgent: "checked"}


def test_turret_is_walked_from_the_interim_control_to_an_acceptance_for_a_year(
    loaded: list[Story],
) -> None:
    """Source: domain reference, reporting, section 15, steps 5 to 7."""
    at, risk = at_nine(), the_risk("Beknelling tussen koepel")
    ends = str(TODAY + timedelta(days=30))
    until = {"interim_control": "Alleen na “dek vrij” op één net.", "interim_until": ends}
    said = {"reason": "Nieuwe schakelaars.", "ends_on": ends, "stack_seen": True, **until}
    assert take(whoever("brigade", at), risk, "mitigate", at, said).state == "treating"

    # 6: the commander decides on the marking; everything is done, and the adviser verifies it.
    later = at + timedelta(hours=1)
    owner = {"owner": str(whoever("commandant", at).person), "authority_confirmed": True}
    done = {"implement": {"done": "Op 44 van de 44 voertuigen."}}
    marked = {"decide": owner, "start": {}, **done}
    with_measure("commandant", MARKING.fields["title"], later, marked)
    with_measure("commandant", SWITCHES.fields["title"], later, done)
    for told in MEASURES:
        seen = {"verify_effective": {"finding": "44 van de 44, en twintig keer draaien."}}
        with_measure("adviseur", told.fields["title"], later, seen)

    # 7: two people score it anew, and the brigade accepts what stays for a year.
    for username in ("adviseur", "tweedelezer"):
        scored(username, the_risk("Beknelling tussen koepel"), "0.5/6/15", later)
        hear(later)
    risk, advice = the_risk("Beknelling tussen koepel"), {"verdict": "positive", "advice": "Ja."}
    assert (risk.state, risk.current_class) == ("decision_pending", "medium")
    advised, signed = (later + timedelta(minutes=minutes) for minutes in (1, 2))
    risk = take(whoever("tweedelezer", advised), risk, "advise", advised, advice)
    year = TODAY + timedelta(days=365)
    said = {**RECORD, "stack_seen": True, "ends_on": str(year), "informed_on": str(TODAY)}
    risk = take(whoever("brigade", signed), risk, "accept", signed, said)
    assert (risk.state, risk.residual_class) == ("accepted", "medium")
    assert Decision.objects.for_system(reason="demo").get(risk=risk, kind="accept").ends_on == year
    assert list(breaks()) == []


def test_brigade_has_a_picture_with_rows_that_differ(loaded: list[Story]) -> None:
    """Source: domain reference, irm, section 16: the roll-up of the brigade."""
    brigade = whoever("brigade", at_nine())
    found = picture_of(brigade, tree().by_code["43MECHBRIG"], at_nine()).risks
    assert found is not None
    rows = {row.unit.code: row for row in found.rows if not row.itself}
    infantry, battalion = rows["44PAINFBAT"], rows["45PAINFBAT"]
    engineers, repair = rows["11PAGNBAT"], rows["43HRSTCIE"]

    def sorted_by(risk_class: str) -> list[str]:
        met = [infantry, battalion, engineers, repair]
        return [one.unit.code for one in sorted(met, key=lambda one: -one.classes[risk_class])]

    assert sorted_by("low") == ["44PAINFBAT", "45PAINFBAT", "11PAGNBAT", "43HRSTCIE"]
    assert sorted_by("high")[:2] == ["43HRSTCIE", "11PAGNBAT"]
    assert {
        code: row.classes["extreme"] for code, row in rows.items() if row.classes["extreme"]
    } == {"11PAGNBAT": 1}
    outside = [one.outside for one in (infantry, battalion, engineers, repair)]
    assert outside == [1, 0, 1, 2]
    waiting = [one.oldest_days or 0 for one in (repair, battalion, infantry, engineers)]
    assert waiting == sorted(waiting, reverse=True)
    first = found.concentrations[0]
    assert (first.hazard, first.parts) == ("substances.welding_fume", 5)


def test_handover_of_45_is_prepared_with_fourteen_accepted_risks(loaded: list[Story]) -> None:
    """Source: domain reference, irm, section 15: as the outgoing commander leaves it."""
    rows = Handover.objects.for_system(reason="demo")
    record = rows.get(unit=tree().by_code["45PAINFBAT"].id)
    accepted = HandoverItem.objects.of(record).filter(kind="accepted")
    assert (record.state, record.starts_on) == ("prepared", date(2027, 1, 15))
    classes = Counter(accepted.values_list("risk_class", flat=True))
    assert classes == {"low": 9, "medium": 4, "high": 1}
    assert accepted.exclude(narrative="").count() == 5


def test_soldier_of_the_turret_told_of_it(loaded: list[Story]) -> None:
    soldier = actor_for(Account.objects.get(username="soldaat"), clock.start_of_day(TODAY))
    own = reports().filter(reporter_key=soldier.own_key)
    assert own.filter(story__startswith="Bij het afstellen stond ik op het dek").exists()


def test_companies_rate_a_risk_that_they_share(loaded: list[Story]) -> None:
    risk = the_risk("Val van het voertuigdak")
    found = shared_of(actor_for(Account.objects.get(username="commandant"), at_nine()), risk)
    rated = [(unit_of(one).code, one.common) for one in found.ratings]
    assert rated == [("45PAINFBAT_B", "high"), ("45PAINFBAT_A", "medium")]
    assert (risk.current_class, found.higher) == ("medium", ("45PAINFBAT_B",))


def test_occurrence_shows_what_held_and_what_did_not_in_a_bow_tie(loaded: list[Story]) -> None:
    record = BowTie.objects.for_system(reason="demo").get()
    occurrence = reports().get(story__startswith="Vanwege de regen").occurrence
    adviser = actor_for(Account.objects.get(username="tweedelezer"), at_nine())
    ties = [word for word, other in linked_records(occurrence, adviser) if other == record]
    assert sorted(ties) == ["shows", "signals"]
    statuses = dict(Barrier.objects.of(record).values_list("code", "status"))
    assert statuses == {"b3": "amber", "b4": "green"}


def test_rie_of_the_repair_company_holds_with_its_worked_finding(loaded: list[Story]) -> None:
    """Source: domain reference, instruments, section 6 (the welding bay of 43 Herstelcompagnie)."""
    record = rie_of("43HRSTCIE")
    whole = whole_of(record)
    [weld] = [one for one in whole.outcome.risks if one.place.key == "weld_extraction"]
    assert (weld.current.number, weld.current.native.code) == (252, "4")
    assert weld.residual.number == 42
    repair = "Afzuiging van de lasplaats repareren"
    assert states_of(Measure, repair) == {repair: "verified_effective"}
    assert (record.state, len(reviews_of(record))) == ("in_force", 5)


def test_rie_of_the_battalion_is_filled_in_by_two_who_differ(loaded: list[Story]) -> None:
    whole = whole_of(rie_of("45PAINFBAT", state="in_inventory"))
    assert (len(people_of(whole)), len(whole.rivals)) == (2, 3)
    assert whole.outcome.progress.answered < whole.outcome.progress.asked


def test_old_ries_stand_as_old_on_the_page_of_progress(loaded: list[Story]) -> None:
    brigade = actor_for(Account.objects.get(username="brigade"), at_nine())
    rows = {row.unit.code: row for row in standings(brigade, tree().by_code["43MECHBRIG"], TODAY)}
    assert (rows["43BVE"].stale, rows["44PAINFBAT"].expired) == (1, 1)
    assert (rows["43HRSTCIE"].stale, rows["45PAINFBAT"].making) == (0, 2)


def test_ries_wait_for_people_of_the_demonstration(loaded: list[Story]) -> None:
    for name, unit in {"commandant": "45PAINFBAT", "buur": "44PAINFBAT"}.items():
        actor = actor_for(Account.objects.get(username=name), at_nine())
        assert [one.unit.code for one in assessments_waiting(actor, TODAY, 9).turns] == [unit]


def at_nine() -> datetime:
    """On the morning of the day of loading."""
    return clock.start_of_day(TODAY) + timedelta(hours=9)
