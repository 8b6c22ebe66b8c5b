"""A merge is undone without loss: what was the merged one's goes back, what came since stays."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from baken.conftest import Cast
from baken.core.access import AccessDenied
from baken.core.api.tests.calling import caller
from baken.core.links.models import Link
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.rooms.notices.models import Notice
from baken.rooms.reports.models import Damage, Injury, Occurrence, OccurrenceCode
from baken.rooms.reports.tests.acts import fresh, keep_counts, step, steps_of, triage
from baken.rooms.reports.tests.factories import CLASSIFICATION, make_occurrence, make_report

WHY = "Het waren twee kabels."
CLASSES = ("category", "actual_severity", "potential_severity", "investigation_level")


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


def weighed(cast: Cast, **fields: Any) -> Occurrence:
    """An occurrence of a report of its own, triaged by the adviser."""
    report = make_report(unit=cast.company, at=cast.at)
    return triage(cast, report, **fields).occurrence


def hurt(cast: Cast, **fields: Any) -> Occurrence:
    """A worse one, with an injury, damage and a subject of its own."""
    given = {
        "category": "2",
        "potential_severity": "4",
        "subjects": ["noise", "work_equipment"],
        "domains": ["vehicle"],
        "injuries": [{"outcome": "lost_time", "absence_days": 2}],
        "damages": [{"what": "spiegel", "amount_eur": 90}],
    }
    return weighed(cast, **given, **fields)


def merge(cast: Cast, source: Occurrence, target: Occurrence) -> Occurrence:
    return step(cast.safety_adviser, fresh(source), "merge", at=cast.at, occurrence=target.ref)


def unmerge(cast: Cast, source: Occurrence, **more: Any) -> Occurrence:
    return step(cast.safety_adviser, fresh(source), "unmerge", at=cast.at, reason=WHY, **more)


def standing(one: Occurrence) -> dict[str, Any]:
    """All that an occurrence is and holds, by value."""
    row = fresh(one)
    plain = ("state", "due_at", "closed_at", "merged_into_id", "title", "lead", *CLASSES)
    codes = OccurrenceCode.objects.of(row).values_list("scheme", "code")
    return {
        **{name: getattr(row, name) for name in plain},
        "reports": sorted(one.ref for one in reports_in(row)),
        "injuries": sorted(i.outcome for i in Injury.objects.of(row)),
        "damages": sorted(d.what for d in Damage.objects.of(row)),
        "codes": sorted(codes),
    }


def reports_in(one: Occurrence) -> list[Any]:
    from baken.rooms.reports.models import Report

    return list(Report.objects.for_system(reason="advance").filter(occurrence=one))


@pytest.mark.parametrize("state", ["triaged", "handling", "reopened"])
def test_unmerge_brings_both_back_exactly_as_they_were(cast: Cast, state: str) -> None:
    source, target = hurt(cast), weighed(cast)
    if state == "handling":
        step(cast.commander, source, "start_handling", at=cast.at)
    if state == "reopened":
        for name, more in (("start_handling", {}), ("make_ready", {"result": "Klaar."})):
            step(cast.commander, fresh(source), name, at=cast.at, **more)
        step(cast.commander, fresh(source), "reopen", at=cast.at, reason="Toch niet.")
    before = standing(source), standing(target)

    merge(cast, source, target)
    with_both = standing(target)
    unmerge(cast, source)

    assert (before[0]["state"], before[0]["due_at"] is not None) == (state, True)
    assert with_both["codes"] == sorted(set(before[0]["codes"]) | set(before[1]["codes"]))
    assert (with_both["category"], with_both["damages"]) == (2, ["spiegel"])
    assert len(with_both["reports"]) == 2
    assert (standing(source), standing(target)) == before
    assert list(breaks()) == []


def test_unmerge_stands_in_both_histories_with_its_reason(cast: Cast) -> None:
    source, target = hurt(cast), weighed(cast)
    merge(cast, source, target)
    unmerge(cast, source)
    back, left = steps_of(source)[-1], steps_of(target)[-1]
    assert (back.code, back.words["reason"]) == ("reports.occurrence.unmerged", WHY)
    assert (back.from_state, back.to_state) == ("merged", "triaged")
    assert (left.code, left.facts["from"]) == ("reports.occurrence.unmerged_from", source.ref)
    [report] = reports_in(source)
    assert steps_of(report)[-1].code == "reports.report.moved_back"
    assert not Link.objects.exists()


def test_unmerge_without_a_reason_is_refused(cast: Cast) -> None:
    source, target = hurt(cast), weighed(cast)
    merge(cast, source, target)
    with pytest.raises(FieldsRefused) as refused:
        step(cast.safety_adviser, fresh(source), "unmerge", at=cast.at)
    assert list(refused.value.errors) == ["reason"]


def test_unmerge_leaves_what_came_to_the_other_one_since(cast: Cast) -> None:
    source, target, third = hurt(cast), weighed(cast), weighed(cast)
    merge(cast, source, target)
    [own] = reports_in(source) or [r for r in reports_in(target) if r.ref != ""][:1]
    later = make_report(unit=cast.company, at=cast.at)
    step(cast.safety_adviser, later, "triage", at=cast.at, occurrence=target.ref)
    moved = next(r for r in reports_in(target) if r.ref in steps_of(source)[-1].facts["reports"])
    step(cast.safety_adviser, moved, "move", at=cast.at, occurrence=third.ref, reason="Hoort daar.")

    unmerge(cast, source)

    assert own is not None
    assert reports_in(source) == []
    assert fresh(later).occurrence_id == target.pk
    assert fresh(moved).occurrence_id == third.pk


def test_unmerge_keeps_what_somebody_weighed_since(cast: Cast) -> None:
    """Who weighed the whole again decided about it; the injury that stood as it came still goes."""
    source, target = hurt(cast), weighed(cast)
    merge(cast, source, target)
    rows = [
        {"outcome": one.outcome, "absence_days": one.absence_days, "known_at": one.known_at}
        for one in Injury.objects.of(target)
    ]
    told = [{**row, "known_at": row["known_at"].isoformat()} for row in rows]
    fields = {"injuries": told, "damages": [], "category": "3"}
    step(cast.safety_adviser, fresh(target), "classify", at=cast.at, **fields)

    unmerge(cast, source)

    found = standing(target)
    assert (found["category"], found["injuries"], found["damages"]) == (3, [], [])
    assert ("subject", "noise") in found["codes"]
    assert steps_of(target)[-1].facts["weigh_again"] is True
    assert standing(source)["damages"] == ["spiegel"]
    assert list(breaks()) == []


def test_unmerge_of_one_of_two_leaves_what_the_other_brought(cast: Cast) -> None:
    first, second, target = hurt(cast), hurt(cast), weighed(cast)
    merge(cast, first, target)
    merge(cast, second, target)
    unmerge(cast, first)
    found = standing(target)
    assert (found["category"], found["potential_severity"]) == (2, 4)
    assert (found["injuries"], found["damages"]) == (["lost_time"], ["spiegel"])
    assert ("subject", "noise") in found["codes"]
    unmerge(cast, second)
    assert (standing(target)["category"], standing(target)["injuries"]) == (0, [])


def chain(cast: Cast) -> tuple[Occurrence, Occurrence, Occurrence]:
    """A went into B, and B into C."""
    a, b, c = hurt(cast), weighed(cast), weighed(cast)
    merge(cast, a, b)
    merge(cast, b, c)
    return a, b, c


def test_chain_all_reports_are_in_the_last_one(cast: Cast) -> None:
    a, b, c = chain(cast)
    assert [fresh(one).merged_into_id for one in (a, b)] == [c.pk, c.pk]
    assert len(reports_in(c)) == 3


def test_chain_taking_the_middle_out_takes_along_what_was_in_it(cast: Cast) -> None:
    a, b, c = chain(cast)
    unmerge(cast, b)
    assert (fresh(a).merged_into_id, fresh(a).state) == (b.pk, "merged")
    assert (len(reports_in(b)), len(reports_in(c))) == (2, 1)
    assert (standing(b)["injuries"], standing(c)["injuries"]) == (["lost_time"], [])
    assert (standing(b)["category"], standing(c)["category"]) == (2, 0)
    unmerge(cast, a)
    assert (standing(a)["injuries"], standing(b)["injuries"]) == (["lost_time"], [])
    assert list(breaks()) == []


def test_chain_taking_the_first_out_leaves_the_middle_where_it_is(cast: Cast) -> None:
    a, b, c = chain(cast)
    unmerge(cast, a)
    assert (fresh(a).state, fresh(b).merged_into_id) == ("triaged", c.pk)
    assert (len(reports_in(a)), len(reports_in(c))) == (1, 2)
    assert [standing(one)["injuries"] for one in (a, b, c)] == [["lost_time"], [], []]
    assert [standing(one)["category"] for one in (a, b, c)] == [2, 0, 0]
    unmerge(cast, b)
    assert (len(reports_in(b)), standing(b)["codes"]) == (1, standing(c)["codes"])
    assert list(breaks()) == []


def test_merge_into_one_that_was_merged_names_where_that_went(cast: Cast) -> None:
    a, b, c = chain(cast)
    other = weighed(cast)
    with pytest.raises(FieldsRefused) as refused:
        merge(cast, other, a)
    assert refused.value.errors["occurrence"] == (
        f"{a.ref} was merged into {c.ref}. Name that one."
    )
    with pytest.raises(FieldsRefused):
        merge(cast, c, b)


def test_merge_again_after_it_was_undone_can_be_undone_again(cast: Cast) -> None:
    source, target = hurt(cast), weighed(cast)
    before = standing(source), standing(target)
    for _again in range(2):
        merge(cast, source, target)
        unmerge(cast, source)
    assert (standing(source), standing(target)) == before


def test_unmerge_asks_who_handles_the_other_one(cast: Cast) -> None:
    near = cast.add("near", ("safety_adviser", "COMPANY", None))
    source, target = hurt(cast), make_occurrence(unit=cast.battalion, at=cast.at)
    merge(cast, source, target)
    with pytest.raises(AccessDenied, match=target.ref):
        step(near, fresh(source), "unmerge", at=cast.at, reason=WHY)
    assert fresh(source).state == "merged"


def test_unmerge_of_an_imported_merge_is_refused_with_the_reason(cast: Cast) -> None:
    target = make_occurrence(unit=cast.company, at=cast.at)
    old = make_occurrence(unit=cast.company, state="merged", at=cast.at, merged_into=target)
    with pytest.raises(StepRefused) as refused:
        unmerge(cast, old)
    assert [one.code for one in refused.value.refusals] == ["merge_unknown"]


def test_unmerge_by_the_second_of_two_is_refused_with_what_the_first_did(cast: Cast) -> None:
    source, target = hurt(cast), weighed(cast)
    merged = merge(cast, source, target)
    seen = steps_of(merged)[-1].serial
    unmerge(cast, merged)
    from baken.rooms.reports.actions import take_step

    with pytest.raises(StepRefused) as refused:
        take_step(
            actor=cast.safety_adviser.actor,
            record=merged,
            step="unmerge",
            at=cast.at,
            fields={"reason": WHY},
            seen=seen,
        )
    assert refused.value.refusals[0].code in ("wrong_state", "changed_meanwhile")


def test_unmerge_is_told_to_who_handles_it(cast: Cast, deliver: Any) -> None:
    source, target = hurt(cast), weighed(cast)
    merge(cast, source, target)
    unmerge(cast, source)
    deliver()
    assert Notice.objects.filter(code="reports.unmerged").exists()


def test_merge_and_unmerge_count_once_each(cast: Cast) -> None:
    from baken.core.rollups.fold import fold_changes
    from baken.core.rollups.models import Rollup

    source, target = hurt(cast), weighed(cast)
    keep_counts()

    def counted() -> int:
        while fold_changes():
            pass
        rows = Rollup.objects.filter(root="V", unit=cast.company.pk, own=True)
        return sum(rows.values_list("records", flat=True))

    whole = counted()
    merge(cast, source, target)
    once = counted()
    unmerge(cast, source)
    assert (once < whole, counted()) == (True, whole)


def test_reporter_of_the_merged_one_keeps_following(cast: Cast) -> None:
    report = make_report(
        unit=cast.company, at=cast.at, reporter_key=cast.soldier.actor.own_key, identity="named"
    )
    source = triage(cast, report).occurrence
    target = weighed(cast)
    merge(cast, source, target)
    soldier = caller(cast, "soldier")
    shown = soldier.get(f"/reports/{report.ref}").json()
    assert (shown["occurrence"], shown["state"], shown["phase"]) == (
        target.ref,
        "in_handling",
        "weigh",
    )


# ---- pages and API ----


def test_merged_page_says_where_it_went_and_the_way_back(cast: Cast, client_of: Any) -> None:
    source, target = hurt(cast), weighed(cast)
    merge(cast, source, target)
    page = client_of("safety_adviser").get(f"/voorvallen/{source.ref}").content.decode()
    assert "This occurrence was merged into" in page
    assert f'href="/voorvallen/{target.ref}"' in page
    assert f"/voorvallen/{source.ref}/stap/unmerge" in page


def test_target_page_shows_what_was_merged_into_it(cast: Cast, client_of: Any) -> None:
    lead = str(cast.team_leader.person.id)
    source, target = hurt(cast, lead=lead), weighed(cast)
    merge(cast, source, target)
    page = client_of("safety_adviser").get(f"/voorvallen/{target.ref}").content.decode()
    for text in ("Merged into this one", source.ref, "spiegel", "Speler team_leader", "1 report"):
        assert text in page


def test_api_undoes_a_merge_and_names_what_was_merged(cast: Cast) -> None:
    source, target = hurt(cast), weighed(cast)
    merge(cast, source, target)
    adviser = caller(cast, "safety_adviser")
    assert adviser.get(f"/occurrences/{target.ref}").json()["merged_from"] == [source.ref]
    names = [
        one["name"]
        for one in adviser.get(f"/occurrences/{source.ref}/available-steps").json()["items"]
    ]
    assert names == ["unmerge"]
    body = {"step": "unmerge", "fields": {"reason": WHY}}
    assert adviser.post(f"/occurrences/{source.ref}/steps", body).json()["state"] == "triaged"
    told = adviser.get(f"/occurrences/{source.ref}/steps").json()["items"]
    assert not any({"reports", "brought"} & set(one["facts"]) for one in told)


# ---- moving a report ----


def move(cast: Cast, report: Any, **fields: Any) -> Any:
    return step(cast.safety_adviser, fresh(report), "move", at=cast.at, reason=WHY, **fields)


def test_move_to_another_occurrence_stands_in_three_histories(cast: Cast) -> None:
    left, joined = weighed(cast), weighed(cast)
    [report] = reports_in(left)
    move(cast, report, occurrence=joined.ref)
    assert fresh(report).occurrence_id == joined.pk
    row = steps_of(report)[-1]
    assert (row.code, row.facts) == (
        "reports.report.moved",
        {"left": left.ref, "occurrence": joined.ref},
    )
    assert steps_of(left)[-1].code == "reports.occurrence.report_left"
    assert steps_of(joined)[-1].code == "reports.occurrence.report_joined"
    assert list(breaks()) == []


def test_move_to_a_new_occurrence_asks_what_triage_asks(cast: Cast) -> None:
    left = weighed(cast)
    [report] = reports_in(left)
    with pytest.raises(FieldsRefused) as refused:
        move(cast, report)
    assert "title" in refused.value.errors
    move(cast, report, **CLASSIFICATION)
    assert fresh(report).occurrence_id not in (None, left.pk)
    assert fresh(report).state == "in_handling"


def test_move_to_where_it_is_or_to_a_merged_one_is_refused(cast: Cast) -> None:
    left, source, target = weighed(cast), weighed(cast), weighed(cast)
    merge(cast, source, target)
    [report] = reports_in(left)
    for ref in (left.ref, source.ref, "V-2026-999999"):
        with pytest.raises(FieldsRefused) as refused:
            move(cast, report, occurrence=ref)
        assert list(refused.value.errors) == ["occurrence"]


def test_move_of_a_report_without_an_occurrence_is_refused(cast: Cast) -> None:
    report = make_report(unit=cast.company, at=cast.at, state="in_handling")
    with pytest.raises(StepRefused) as refused:
        move(cast, report, **CLASSIFICATION)
    assert [one.code for one in refused.value.refusals] == ["no_occurrence"]


def test_move_on_the_page_keeps_the_reason(cast: Cast, client_of: Any) -> None:
    left, joined = weighed(cast), weighed(cast)
    [report] = reports_in(left)
    client = client_of("safety_adviser")
    where = f"/meldingen/{report.ref}/stap/move"
    assert "Why does it not belong where it is?" in client.get(where).content.decode()
    answer = client.post(where, {"occurrence": joined.ref, "reason": WHY})
    assert answer.status_code == 302, answer.content.decode()
    assert steps_of(report)[-1].words["reason"] == WHY


def test_merge_at_a_later_moment_keeps_the_term(cast: Cast) -> None:
    source, target = hurt(cast), weighed(cast)
    due = fresh(source).due_at
    merge(cast, source, target)
    later = cast.at + timedelta(days=40)
    done = step(cast.safety_adviser, fresh(source), "unmerge", at=later, reason=WHY)
    assert done.due_at == due
