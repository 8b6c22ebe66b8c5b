"""From a wish to what it did about the risk: checks, money, mandate and who may do what."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import gettext, override

from baken.conftest import Cast
from baken.core.access import AccessDenied
from baken.core.files.store import files_of
from baken.core.links.models import Link
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.rooms.library.queries import label_of
from baken.rooms.measures.actions.purchase import add_quote, set_budget, take_purchase_step
from baken.rooms.measures.models import Purchase, PurchaseStep
from baken.rooms.measures.queries.purchase_money import money_of
from baken.rooms.measures.queries.purchase_parts import quotes_of
from baken.rooms.measures.queries.purchase_purpose import purpose_meant
from baken.rooms.measures.tests.factories import propose, risk_of
from baken.rooms.measures.tests.purchases import (
    ABOVE,
    CONTROLLER,
    LATER,
    QUOTE,
    SECOND,
    VERIFIER,
    approved,
    ask,
    checked,
    effect_told,
    in_use,
    no_risk,
    quoted,
    step,
)
from baken.rooms.measures.views.purchases.facts import purchase_facts_list
from baken.rooms.org.models import Handover
from baken.rooms.org.queries import tree
from baken.rooms.org.tests.factories import handover_in

pytestmark = pytest.mark.django_db

TWICE = {"amount": "6.000", "total": "7.260"}


def codes(record: Purchase, actor: Any, at: Any, name: str, **fields: Any) -> list[str]:
    """Why a step is refused."""
    with pytest.raises(StepRefused) as no:
        step(record, actor, at, name, **fields)
    return [one.code for one in no.value.refusals]


def wrong(cast: Cast, record: Any = None, **fields: Any) -> list[str]:
    """The fields that were refused."""
    with pytest.raises(FieldsRefused) as no:
        ask(cast.safety_adviser.actor, cast.at, record, **fields)
    return sorted(no.value.errors)


def test_purchase_for_a_measure_stands_on_its_unit_with_the_class_of_the_risk(cast: Cast) -> None:
    actor = cast.safety_adviser.actor
    measure = propose(actor, risk_of(cast.company), cast.at)
    made = ask(actor, cast.at, measure)
    assert made.ref.startswith("ZK-2026-")
    assert (made.unit_id, made.risk_class, made.no_risk) == (cast.company.pk, "high", "")
    assert made.budget_unit_id == cast.battalion.pk
    [tie] = Link.objects.filter(target=made.pk, relation="served_by")
    assert (tie.source_table, tie.source) == ("measures.measure", measure.pk)


def test_vms_15_4_purchase_without_a_risk_is_refused_without_its_code(cast: Cast) -> None:
    assert wrong(cast, no_risk="", no_risk_reason="") == ["no_risk", "no_risk_reason"]
    assert wrong(cast, no_risk="magic") == ["no_risk"]
    made = ask(cast.safety_adviser.actor, cast.at)
    assert (made.no_risk, made.risk_class) == ("idea", "")


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"amount": "veel"}, ["amount"]),
        ({"amount": "0"}, ["amount"]),
        ({"total": "0"}, ["total"]),
        ({"total": "100"}, ["total"]),
        ({"category": "weapons"}, ["category"]),
        ({"category": "magic"}, ["category"]),
        ({"confirmed": ["magic"]}, ["confirmed"]),
        ({"why_regular_not": ""}, ["why_regular_not"]),
    ],
)
def test_purchase_that_is_none_is_refused_by_field(
    cast: Cast, fields: dict[str, Any], found: list[str]
) -> None:
    assert wrong(cast, **fields) == found


def test_purchase_for_what_is_closed_or_gone_is_refused(cast: Cast) -> None:
    risk = risk_of(cast.company)
    rows: Any = type(risk).objects.for_system(reason="advance").filter(pk=risk.pk)
    rows.update(state="closed", closed_at=cast.at)
    assert wrong(cast, risk) == ["serves"]
    assert purpose_meant(cast.safety_adviser.actor, "MR-2026-000099") is None


def test_purchase_is_asked_only_by_who_may_there(cast: Cast) -> None:
    for who in ("soldier", "team_leader", "outsider"):
        with pytest.raises(AccessDenied):
            ask(cast.members[who].actor, cast.at)


def test_small_purchase_is_approved_with_one_quote_by_the_commander_alone(cast: Cast) -> None:
    actor = cast.safety_adviser.actor
    made = ask(actor, cast.at)
    assert codes(made, actor, cast.at, "check") == ["too_few_quotes"]
    made = step(quoted(made, actor, cast.at, others=0), actor, cast.at, "check")
    assert {one["outcome"] for one in made.checks} == {"pass"}
    assert (made.needs_finance, made.levels_up) == (False, 0)
    made = step(made, cast.commander.actor, cast.at, "approve")
    assert (made.state, made.decided_level) == ("approved", 3)


def test_purchase_is_not_checked_while_its_own_quote_is_missing(cast: Cast) -> None:
    actor = cast.safety_adviser.actor
    made = ask(actor, cast.at)
    add_quote(actor=actor, record=made, supplier="Een ander", cents=180_000, at=cast.at)
    assert codes(made, actor, cast.at, "check") == ["no_own_quote"]


def test_quotes_of_one_supplier_count_once_and_only_while_it_is_written(cast: Cast) -> None:
    actor = cast.safety_adviser.actor
    made = quoted(ask(actor, cast.at), actor, cast.at)
    add_quote(actor=actor, record=made, supplier="LUCHTTECHNIEK bv", cents=180_000, at=cast.at)
    assert len(quotes_of(made)) == 2
    made = step(made, actor, cast.at, "check")
    with pytest.raises(FieldsRefused):
        add_quote(actor=actor, record=made, supplier="Nog een", cents=0, at=cast.at)


def test_newer_quote_of_a_supplier_counts_instead_of_the_earlier(cast: Cast) -> None:
    actor = cast.safety_adviser.actor
    made = ask(actor, cast.at)
    for cents in (190_000, 180_000):
        add_quote(actor=actor, record=made, supplier=made.supplier, cents=cents, at=cast.at)
    [quote] = quotes_of(made)
    assert (quote.cents, quote.nth) == (180_000, 2)
    told = PurchaseStep.objects.of(made).filter(code="measures.purchase.quoted")
    assert [one.facts["replaces"] for one in told.order_by("serial")] == [None, 1]
    assert step(made, actor, cast.at, "check").state == "checked"


def test_earlier_quote_of_the_own_supplier_counts_no_more(cast: Cast) -> None:
    actor = cast.safety_adviser.actor
    made = ask(actor, cast.at)
    for cents in (180_000, 190_000):
        add_quote(actor=actor, record=made, supplier=made.supplier, cents=cents, at=cast.at)
    assert codes(made, actor, cast.at, "check") == ["no_own_quote"]


def test_refused_quote_leaves_no_file_behind(cast: Cast) -> None:
    actor = cast.safety_adviser.actor
    made = ask(actor, cast.at)
    with pytest.raises(FieldsRefused):
        add_quote(actor=actor, record=made, supplier="Een ander", cents=0, file=QUOTE, at=cast.at)
    assert files_of(made).count() == 0
    kept = add_quote(
        actor=actor, record=made, supplier="Een ander", cents=1, file=QUOTE, at=cast.at
    )
    assert files_of(made).get().id == kept.file


def lent(cast: Cast) -> Purchase:
    """A purchase on the company that the squadron does, from the money of the squadron."""
    made = checked(cast, cast.at, **TWICE)
    rows: Any = Purchase.objects.for_system(reason="advance").filter(pk=made.pk)
    rows.update(owner_unit=cast.squadron.pk, budget_unit=cast.squadron.pk, levels_up=1)
    made.refresh_from_db()
    return made


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("approve", {}),
        ("reject", {"reason": "Nee."}),
        ("cosign", {"reason": "Ja."}),
        ("check_finance", {"finding": "Ja."}),
        ("object", {"reason": "Nee."}),
    ],
)
def test_who_has_no_post_on_the_money_does_not_judge_the_purchase(
    cast: Cast, name: str, fields: dict[str, Any]
) -> None:
    made = lent(cast)
    by_controller = name in ("check_finance", "object")
    actor = cast.add("controller", CONTROLLER).actor if by_controller else cast.commander.actor
    assert "other_money" in codes(made, actor, cast.at, name, **fields)


def test_what_is_left_of_money_is_shown_to_who_reads_there(cast: Cast) -> None:
    made = lent(cast)
    label = gettext("Left of %(year)s") % {"year": 2026}
    assert label not in dict(purchase_facts_list(cast.commander.actor, made, cast.at))
    assert label in dict(purchase_facts_list(cast.outsider.actor, made, cast.at))


def test_purchase_above_the_first_step_takes_two_quotes_and_the_controller(cast: Cast) -> None:
    controller = cast.add("controller", CONTROLLER).actor
    actor, boss = cast.safety_adviser.actor, cast.commander.actor
    made = ask(actor, cast.at, **TWICE)
    quoted(made, actor, cast.at, others=0)
    assert codes(made, actor, cast.at, "check") == ["too_few_quotes"]
    add_quote(actor=actor, record=made, supplier="Een ander", cents=610_000, at=cast.at)
    made = step(made, actor, cast.at, "check")
    assert codes(made, boss, cast.at, "approve") == ["finance_waits"]
    made = step(made, controller, cast.at, "check_finance", finding="Past binnen het jaar.")
    assert codes(made, controller, cast.at, "check_finance", finding="x") == [
        "finance_checked_already"
    ]
    assert step(made, boss, cast.at, "approve").state == "approved"


def test_controller_checks_and_does_not_approve(cast: Cast) -> None:
    controller = cast.add("controller", CONTROLLER).actor
    made = checked(cast, cast.at, **TWICE)
    with pytest.raises(AccessDenied):
        step(made, controller, cast.at, "approve")
    made = step(made, controller, cast.at, "object", reason="Wacht op de raamovereenkomst.")
    assert made.state == "returned"


def test_commander_who_is_controller_as_well_does_not_approve_what_they_checked(
    cast: Cast,
) -> None:
    both = cast.add("both", CONTROLLER, SECOND).actor
    made = step(checked(cast, cast.at, **TWICE), both, cast.at, "check_finance", finding="Ja.")
    assert codes(made, both, cast.at, "approve") == ["own_finance_check"]


def test_highest_step_is_signed_a_level_up_as_well(cast: Cast) -> None:
    controller = cast.add("controller", CONTROLLER).actor
    above, boss = cast.add("above", ABOVE).actor, cast.commander.actor
    made = checked(cast, cast.at, amount="12.000", total="14.520")
    assert made.levels_up == 1
    made = step(made, controller, cast.at, "check_finance", finding="Ja.")
    assert codes(made, boss, cast.at, "approve") == ["cosigning_waits"]
    assert codes(made, boss, cast.at, "cosign", reason="Ja.") == ["cosigned_a_level_up"]
    made = step(made, above, cast.at, "cosign", reason="Nodig.")
    assert codes(made, above, cast.at, "cosign", reason="Ja.") == ["cosigned_already"]
    assert codes(made, above, cast.at, "approve") == ["own_cosigning"]
    assert step(made, boss, cast.at, "approve").state == "approved"


def test_highest_step_is_approved_a_level_up_without_a_second_signature(cast: Cast) -> None:
    controller = cast.add("controller", CONTROLLER).actor
    made = checked(cast, cast.at, amount="12.000", total="14.520")
    made = step(made, controller, cast.at, "check_finance", finding="Ja.")
    assert step(made, cast.add("above", ABOVE).actor, cast.at, "approve").state == "approved"


def test_small_purchase_takes_no_controller_and_no_second_signature(cast: Cast) -> None:
    controller = cast.add("controller", CONTROLLER).actor
    made = checked(cast, cast.at)
    assert codes(made, controller, cast.at, "check_finance", finding="x") == ["finance_not_asked"]
    assert codes(made, cast.commander.actor, cast.at, "cosign", reason="x") == [
        "cosigning_not_asked"
    ]


def test_purchase_above_the_mandate_goes_the_regular_route(cast: Cast) -> None:
    actor = cast.safety_adviser.actor
    made = quoted(ask(actor, cast.at, amount="15.000,01", total="18.150,01"), actor, cast.at)
    assert codes(made, actor, cast.at, "check") == ["regular_route"]


def test_purchase_without_what_must_be_so_of_the_product_is_refused(cast: Cast) -> None:
    actor = cast.safety_adviser.actor
    made = quoted(ask(actor, cast.at, confirmed=["ce_mark"]), actor, cast.at)
    assert codes(made, actor, cast.at, "check") == ["unconfirmed"]


def test_purchase_beside_a_framework_contract_says_why_and_is_advised_against(cast: Cast) -> None:
    actor, told = cast.safety_adviser.actor, {"category": "tools"}
    made = quoted(ask(actor, cast.at, **told), actor, cast.at)
    assert codes(made, actor, cast.at, "check") == ["outside_framework"]
    made = checked(cast, cast.at, **told, framework_reason="Levert pas in juni.")
    assert {"code": "framework", "outcome": "advice"} in made.checks


def test_vms_15_5_two_purchases_of_one_supplier_within_90_days_trigger_splitting(
    cast: Cast,
) -> None:
    controller = cast.add("controller", CONTROLLER).actor
    first = checked(cast, cast.at, **TWICE)
    assert not first.splits
    second = checked(cast, cast.at + timedelta(days=89), **TWICE, category="other")
    assert (second.splits, second.needs_finance) == (True, True)
    assert {"code": "splitting", "outcome": "finance"} in second.checks
    boss = cast.commander.actor
    assert codes(second, boss, cast.at, "approve") == ["finance_waits"]
    told = "Twee afdelingen, elk een eigen opdracht."
    second = step(second, controller, cast.at, "check_finance", finding=told)
    assert step(second, boss, cast.at, "approve").state == "approved"


@pytest.mark.parametrize(
    ("days", "fields"),
    [(91, {}), (10, {"supplier": "Een heel ander", "category": "other"})],
)
def test_purchases_that_do_not_belong_together_trigger_no_splitting(
    cast: Cast, days: int, fields: dict[str, Any]
) -> None:
    checked(cast, cast.at, **TWICE)
    assert not checked(cast, cast.at + timedelta(days=days), **TWICE, **fields).splits


def test_small_purchases_that_together_pass_the_first_step_take_the_controller(cast: Cast) -> None:
    checked(cast, cast.at)
    assert checked(cast, cast.at).needs_finance


def test_purchase_beyond_what_is_left_of_the_budget_is_refused(cast: Cast) -> None:
    controller = cast.add("controller", CONTROLLER).actor
    unit = tree().by_code["BATTALION"]
    set_budget(
        actor=controller, unit=unit, year=2026, cents=300_000, reason="Besluit 4", at=cast.at
    )
    made = checked(cast, cast.at)
    other = checked(cast, cast.at, category="other", supplier="Een ander", framework_reason="x")
    assert money_of(unit.id, 2026).left == 300_000
    step(made, cast.commander.actor, cast.at, "approve")
    money = money_of(unit.id, 2026)
    assert (money.given, money.promised, money.spent, money.left) == (300_000, 217_800, 0, 82_200)
    refused = codes(other, cast.commander.actor, cast.at, "approve")
    assert "budget_short" in refused
    late = quoted(ask(cast.safety_adviser.actor, cast.at), cast.safety_adviser.actor, cast.at)
    assert codes(late, cast.safety_adviser.actor, cast.at, "check") == ["budget_short"]


def test_ordered_purchase_is_given_up_by_who_decides_and_did_not_ask(cast: Cast) -> None:
    adviser, boss = cast.safety_adviser.actor, cast.commander.actor
    made = step(approved(cast, cast.at), adviser, cast.at, "order")
    why = {"reason": "Niet meer nodig."}
    assert codes(made, adviser, cast.at, "cancel", **why) == ["own_purchase"]
    other = cast.add("verifier", VERIFIER).actor
    assert codes(made, other, cast.at, "cancel", **why) == ["ordered_already"]
    assert step(made, boss, cast.at, "cancel", **why).state == "cancelled"


def test_purchase_is_not_given_up_by_who_hands_over_soon(cast: Cast) -> None:
    """Whoever leaves tidies up nothing in the last days. Source: organisation, section 8.2."""
    made = checked(cast, cast.at)
    record = handover_in(unit=cast.battalion, outgoing=cast.commander.person)
    starts_on = (cast.at + timedelta(days=14)).date()
    Handover.objects.for_system(reason="terms").filter(pk=record.pk).update(starts_on=starts_on)
    found = codes(made, cast.commander.actor, cast.at, "cancel", reason="Weg ermee.")
    assert found == ["hands_over"]


@pytest.mark.parametrize("name", ["approve", "reject"])
def test_purchase_is_decided_on_by_who_saw_what_stands(cast: Cast, name: str) -> None:
    made, told = checked(cast, cast.at), {"reason": "Nee."} if name == "reject" else {}
    with pytest.raises(FieldsRefused) as no:
        take_purchase_step(
            actor=cast.commander.actor, record=made, step=name, at=cast.at, fields=told
        )
    assert list(no.value.errors) == ["seen"]


def test_money_of_a_purchase_that_is_given_up_is_free_again(cast: Cast) -> None:
    made = approved(cast, cast.at)
    assert money_of(cast.battalion.pk, 2026).promised == 217_800
    step(made, cast.safety_adviser.actor, cast.at, "cancel", reason="Niet meer nodig.")
    assert money_of(cast.battalion.pk, 2026).left == 2_500_000


def test_ordered_purchase_is_spent_money(cast: Cast) -> None:
    step(approved(cast, cast.at), cast.commander.actor, cast.at, "order", order_number="4500")
    money = money_of(cast.battalion.pk, 2026)
    assert (money.promised, money.spent) == (0, 217_800)


def test_budget_is_set_by_the_controller_of_the_unit_with_a_reason(cast: Cast) -> None:
    controller, here = cast.add("controller", CONTROLLER).actor, tree()
    told: dict[str, Any] = {"year": 2026, "cents": 1, "reason": "Besluit", "at": cast.at}
    with pytest.raises(AccessDenied):
        set_budget(actor=controller, unit=here.by_code["SQUADRON"], **told)
    bad = {**told, "year": 1, "cents": -1, "reason": " "}
    with pytest.raises(FieldsRefused) as no:
        set_budget(actor=controller, unit=here.by_code["COMPANY"], **bad)
    assert sorted(no.value.errors) == ["amount", "reason", "unit", "year"]


def test_who_asked_does_not_approve_nor_reject(cast: Cast) -> None:
    boss = cast.commander.actor
    made = step(quoted(ask(boss, cast.at), boss, cast.at), boss, cast.at, "check")
    assert codes(made, boss, cast.at, "approve") == ["own_purchase"]
    assert codes(made, boss, cast.at, "reject", reason="x") == ["own_purchase"]
    above = cast.add("above", ABOVE).actor
    assert step(made, above, cast.at, "reject", reason="Kan wachten.").state == "rejected"


def test_commander_below_the_level_of_the_mandate_does_not_approve(cast: Cast) -> None:
    low = cast.add("low", ("commander", "COMPANY", None)).actor
    assert codes(checked(cast, cast.at), low, cast.at, "approve") == ["other_money", "no_mandate"]


def test_purchase_that_is_returned_is_said_otherwise_and_checked_anew(cast: Cast) -> None:
    actor = cast.safety_adviser.actor
    made = step(
        checked(cast, cast.at), cast.commander.actor, cast.at, "return", reason="Goedkoper?"
    )
    made = step(made, actor, cast.at, "describe", **no_risk(title="Een kleinere arm"))
    assert (made.state, made.title) == ("returned", "Een kleinere arm")
    assert step(made, actor, cast.at, "check").state == "checked"


def test_effect_is_checked_after_sixty_days_by_who_neither_asked_nor_ordered(cast: Cast) -> None:
    verifier = cast.add("verifier", VERIFIER).actor
    measure = propose(cast.safety_adviser.actor, risk_of(cast.company), cast.at)
    made = in_use(cast, cast.at, measure)
    told = {"effect": "yes", "class_after": "medium", "finding": "De meting viel onder de grens."}
    adviser, late = cast.safety_adviser.actor, cast.at + LATER
    assert codes(made, verifier, cast.at + timedelta(days=59), "check_effect", **told) == [
        "effect_too_soon"
    ]
    assert codes(made, adviser, late, "check_effect", **told) == ["own_order"]
    made = step(made, verifier, late, "check_effect", **told)
    assert (made.state, made.effect, made.risk_class, made.class_after) == (
        "effect_checked",
        "yes",
        "high",
        "medium",
    )
    made = step(made, adviser, late, "close", is_example=True)
    assert (made.state, made.is_example, made.due_at) == ("closed", True, None)


def test_who_ordered_does_not_check_the_effect(cast: Cast) -> None:
    adviser = cast.safety_adviser.actor
    made = approved(cast, cast.at)
    for name in ("order", "receive", "put_in_use"):
        made = step(made, adviser, cast.at, name)
    told = {"effect": "no", "finding": "Niets veranderd."}
    assert codes(made, adviser, cast.at + LATER, "check_effect", **told) == ["own_order"]


@pytest.mark.parametrize("which", [0, 1, 2])
def test_who_ordered_took_in_or_put_in_use_does_not_check_the_effect(
    cast: Cast, which: int
) -> None:
    verifier, made = cast.add("verifier", VERIFIER).actor, approved(cast, cast.at)
    for nth, name in enumerate(("order", "receive", "put_in_use")):
        made = step(made, verifier if nth == which else cast.commander.actor, cast.at, name)
    told = effect_told()
    assert codes(made, verifier, cast.at + LATER, "check_effect", **told) == ["own_order"]


def test_effect_is_owed_some_working_days_after_it_can_be_checked(cast: Cast) -> None:
    made, can_be = in_use(cast, cast.at), cast.at + timedelta(days=60)
    assert made.due_at is not None
    assert made.due_at > can_be + timedelta(days=1)
    verifier = cast.add("verifier", VERIFIER).actor
    assert step(made, verifier, can_be, "check_effect", **effect_told()).effect == "yes"


def test_what_did_not_help_is_no_example_for_others(cast: Cast) -> None:
    made, late = in_use(cast, cast.at), cast.at + LATER
    told = effect_told(effect="no")
    made = step(made, cast.add("verifier", VERIFIER).actor, late, "check_effect", **told)
    with pytest.raises(FieldsRefused) as no:
        step(made, cast.safety_adviser.actor, late, "close", is_example=True)
    assert list(no.value.errors) == ["is_example"]


@pytest.mark.parametrize(
    "same",
    [("effect_checked_by", "asked_by"), ("decided_by", "cosigned_by")],
)
def test_database_takes_no_purchase_judged_twice_by_one_person(
    cast: Cast, same: tuple[str, str]
) -> None:
    made = approved(cast, cast.at)
    person = cast.outsider.person.id
    rows: Any = Purchase.objects.for_system(reason="advance").filter(pk=made.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**dict.fromkeys(same, person))


def test_effect_that_does_not_fit_the_classes_is_refused_with_the_class_in_words(
    cast: Cast,
) -> None:
    made = in_use(cast, cast.at, risk_of(cast.company))
    verifier = cast.add("verifier", VERIFIER).actor
    told = {"effect": "yes", "class_after": "high", "finding": "Ja."}
    with pytest.raises(FieldsRefused) as no, override("nl"):
        step(made, verifier, cast.at + LATER, "check_effect", **told)
    assert list(no.value.errors) == ["class_after"]
    assert label_of("risk_classes", "high") not in ("", "high")
    assert "high" not in str(no.value.errors["class_after"])


@pytest.mark.parametrize("how", ["describe", "check"])
def test_who_said_it_otherwise_or_had_it_checked_does_not_approve(cast: Cast, how: str) -> None:
    actor, boss = cast.safety_adviser.actor, cast.commander.actor
    made = quoted(ask(actor, cast.at), actor, cast.at)
    if how == "describe":
        made = step(step(made, boss, cast.at, "describe", **no_risk()), actor, cast.at, "check")
    else:
        made = step(made, boss, cast.at, "check")
    assert codes(made, boss, cast.at, "approve") == ["own_purchase"]
