"""One event in two older systems: one occurrence, whichever comes first, and figures that count it once."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from baken.conftest import Cast
from baken.core.access import system_actor
from baken.core.api.tests.calling import caller
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.rooms.reports.actions import take_step
from baken.rooms.reports.jobs.import_reports import Tally, import_file
from baken.rooms.reports.models import (
    Injury,
    Occurrence,
    OccurrenceCode,
    OccurrenceName,
    OccurrenceStep,
    Report,
    SetApart,
)
from baken.rooms.reports.queries import doubles
from baken.rooms.reports.queries.doubles import possible_doubles
from baken.rooms.reports.queries.series import series
from baken.rooms.reports.schemas.mapping import parse_mapping
from baken.rooms.reports.tests.acts import step
from baken.rooms.reports.tests.factories import CLASSIFICATION, make_occurrence

IMPORTER = system_actor("import")


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


COLUMNS = (
    "nr",
    "ander",
    "centraal",
    "zaak",
    "verhaal",
    "datum",
    "klasse",
    "soort",
    "dood",
    "licht",
)
BASE: dict[str, Any] = {
    "key": ["nr"],
    "story": "{verhaal}",
    "unit": "COMPANY",
    "fields": {
        "kind": "incident",
        "happened_at": {"column": "datum", "date": "%Y-%m-%d"},
        "category": {"column": "klasse"},
        "actual_severity": {"column": "klasse"},
        "subjects": {"column": "soort", "split": ",", "map": {"brand": "fire", "val": "slip_trip"}},
        "injuries": [
            {"count": {"column": "dood"}, "outcome": "death"},
            {"count": {"column": "licht"}, "outcome": "first_aid"},
        ],
    },
}
PSMV = {"source": "PSMV", **BASE}
SRS = {
    "source": "SRS",
    **BASE,
    "also_known_as": [
        {"system": "PSMV", "key": ["ander"]},
        {"system": "centraal nummer", "key": ["centraal"]},
    ],
}
THIRD = {
    "source": "KOS",
    **BASE,
    "also_known_as": [{"system": "centraal nummer", "key": ["centraal"]}],
}
Bring = Callable[..., Tally]


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


def row(nr: str, **values: str) -> dict[str, str]:
    return {"nr": nr, "verhaal": f"Kabel {nr}.", "datum": "2021-08-03", "klasse": "1"} | values


def import_rows(
    folder: Path, mapping: Mapping[str, Any], rows: Sequence[Mapping[str, str]]
) -> Tally:
    """Imports rows of a system, as one batch."""
    path = folder / "oud.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(rows)
    compiled = parse_mapping(mapping, where="map.yaml")
    return import_file(actor=IMPORTER, path=path, mapping=compiled, tally=Tally())


@pytest.fixture
def bring(cast: Cast, tmp_path: Path) -> Bring:
    return lambda mapping, *rows: import_rows(tmp_path, mapping, rows)


def occurrences() -> list[Occurrence]:
    return list(Occurrence.objects.for_system(reason="import").order_by("number"))


def told() -> dict[str, list[str]]:
    """Per occurrence the reports that tell of it, by the systems it is known in."""
    rows = Report.objects.for_system(reason="import").order_by("source", "source_ref")
    found: dict[str, list[str]] = {}
    for source, ref, name in rows.values_list("source", "source_ref", "occurrence__systems"):
        found.setdefault(name, []).append(f"{source} {ref}")
    return found


def state_of(one: Occurrence) -> tuple[Any, ...]:
    """All that figures count of an occurrence."""
    codes = OccurrenceCode.objects.of(one).values_list("code", flat=True)
    hurt = Injury.objects.of(one).values_list("outcome", flat=True)
    return (one.category, one.actual_severity, sorted(codes), sorted(hurt), one.systems)


ALL = (
    (PSMV, row("p1", klasse="1", soort="brand", licht="3"), row("p2")),
    (SRS, row("s1", ander="p1", centraal="c9", klasse="4", soort="val", dood="2"), row("s2")),
    (THIRD, row("k1", centraal="c9", klasse="2", licht="1"), row("k2", centraal="c7")),
)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_one_event_in_three_systems_is_one_occurrence_in_any_order(
    bring: Bring, order: tuple[int, ...]
) -> None:
    for place in order:
        mapping, *rows = ALL[place]
        assert bring(mapping, *rows) == Tally(read=2, created=2)
    shared = [one for one in occurrences() if "+" in (one.systems or "")]
    assert [state_of(one) for one in shared] == [
        (4, 5, ["fire", "slip_trip"], ["death", "death"], "KOS + PSMV + SRS")
    ]
    assert told() == {
        "KOS": ["KOS k2"],
        "KOS + PSMV + SRS": ["KOS k1", "PSMV p1", "SRS s1"],
        "PSMV": ["PSMV p2"],
        "SRS": ["SRS s2"],
    }
    assert list(breaks()) == []


def test_importing_again_in_another_order_changes_nothing(bring: Bring) -> None:
    for mapping, *rows in ALL:
        bring(mapping, *rows)
    before = [(one.ref, state_of(one)) for one in occurrences()]
    for mapping, *rows in reversed(ALL):
        assert bring(mapping, *rows) == Tally(read=2, unchanged=2)
    assert [(one.ref, state_of(one)) for one in occurrences()] == before


def test_figures_count_it_once_and_under_both_names(bring: Bring, cast: Cast) -> None:
    for mapping, *rows in ALL[:2]:
        bring(mapping, *rows)
    found = series(actor=cast.commander.actor, years=(2021, 2021), per="year")
    assert found is not None
    assert (
        found.systems,
        [figure.at_least or str(figure) for figure in found.rows[0].figures],
    ) == (
        ("PSMV", "PSMV + SRS", "SRS"),
        ["<5", "<5", "<5", "<5"],
    )
    assert len(occurrences()) == 3


def test_two_rows_of_one_file_with_one_shared_number_are_one_event(bring: Bring) -> None:
    counts = bring(THIRD, row("k1", centraal="c1"), row("k2", centraal="c1"), row("k3"))
    assert (counts.created, len(occurrences())) == (3, 2)


def test_history_tells_what_another_system_added(bring: Bring) -> None:
    bring(ALL[0][0], ALL[0][1])
    bring(ALL[1][0], ALL[1][1])
    [one] = occurrences()
    steps = OccurrenceStep.objects.of(one).order_by("serial")
    assert [step.code for step in steps] == [
        "reports.occurrence.imported",
        "reports.occurrence.source_added",
    ]
    assert steps[1].facts == {
        "source": "SRS",
        "rows": 1,
        "category": 4,
        "actual_severity": 5,
        "potential_severity": None,
        "injured": 2,
        "row_told": {
            "category": 4,
            "actual_severity": 4,
            "potential_severity": None,
            "codes": [["subject", "slip_trip"]],
        },
    }


def test_what_people_decided_stays_when_another_system_comes(bring: Bring, cast: Cast) -> None:
    bring({**PSMV, "state": "handling"}, row("p1", klasse="1"))
    [one] = occurrences()
    fields = CLASSIFICATION | {"category": "0", "actual_severity": "0"}
    take_step(
        record=one, step="classify", actor=cast.safety_adviser.actor, at=cast.at, fields=fields
    )
    bring(SRS, row("s1", ander="p1", klasse="4", dood="2"))
    [one] = occurrences()
    assert state_of(one) == (0, 0, ["work_equipment"], [], "PSMV + SRS")
    assert list(breaks()) == []


def test_row_of_a_merged_occurrence_goes_where_that_went(bring: Bring, cast: Cast) -> None:
    bring({**PSMV, "state": "handling"}, row("p1"), row("p2"))
    first, second = occurrences()
    Occurrence.objects.for_system(reason="import").filter(pk=first.pk).update(
        state="merged", merged_into=second
    )
    key = Report.objects.for_system(reason="import").get(occurrence=first).source_ref
    bring(SRS, row("s1", ander=str(key)))
    report = Report.objects.for_system(reason="import").get(source="SRS")
    assert report.occurrence_id == second.pk


def test_group_that_joined_another_system_keeps_its_later_rows(bring: Bring) -> None:
    grouped = {**SRS, "group_by": ["zaak"], "group_adds": ["injuries"]}
    bring(PSMV, row("p1"))
    bring(grouped, row("s1", zaak="z1", ander="p1", licht="1"))
    bring(grouped, row("s2", zaak="z1", licht="1"))
    [one] = occurrences()
    assert sorted(Injury.objects.of(one).values_list("outcome", flat=True)) == ["first_aid"] * 2
    names = OccurrenceName.objects.of(one).values_list("system", flat=True)
    assert sorted(names) == ["PSMV", "group"]


# ---- what may be one event, and who says so ----


def alike_rows(bring: Bring) -> list[Occurrence]:
    """The same event told in two systems without any cross-reference."""
    bring(PSMV, row("p1", verhaal="Heftruck raakte stelling in het magazijn.", dood="", licht="1"))
    bring(SRS, row("s1", verhaal="Heftruck tegen stelling magazijn, klasse vier.", klasse="4"))
    bring(SRS, row("s2", verhaal="Duiker kreeg water binnen."))
    return occurrences()


def pairs(cast: Cast, **facts: Any) -> list[set[str]]:
    found = possible_doubles(cast.safety_adviser.actor, **facts)
    return [{one.one.systems or "", one.other.systems or ""} for one in found.items]


def pair_of(cast: Cast) -> tuple[Occurrence, Occurrence]:
    [double] = possible_doubles(cast.safety_adviser.actor).items
    return double.one, double.other


def test_what_two_systems_told_alike_of_one_day_and_unit_is_listed(
    bring: Bring, cast: Cast
) -> None:
    alike_rows(bring)
    assert pairs(cast) == [{"PSMV", "SRS"}]
    assert (pairs(cast, year=2021), pairs(cast, year=2020)) == ([{"PSMV", "SRS"}], [])


def test_another_day_or_the_same_system_is_no_double(bring: Bring, cast: Cast) -> None:
    text = "Heftruck raakte stelling in het magazijn."
    bring(PSMV, row("p1", verhaal=text), row("p2", verhaal=text))
    bring(SRS, row("s1", verhaal=text, datum="2021-08-04"))
    assert pairs(cast) == []


def test_list_is_of_what_one_triages_alone(bring: Bring, cast: Cast) -> None:
    alike_rows(bring)
    assert possible_doubles(cast.outsider.actor).items == []


@pytest.mark.parametrize("most", [("LOOKED_AT", 2), ("LOOKED_AT", 3), ("ENOUGH", 1)])
def test_list_goes_on_where_it_stopped(
    bring: Bring, cast: Cast, monkeypatch: pytest.MonkeyPatch, most: tuple[str, int]
) -> None:
    monkeypatch.setattr(doubles, *most)
    text = "Heftruck raakte stelling in het magazijn."
    days = [f"2021-08-0{n}" for n in range(1, 5)]
    bring(PSMV, *(row(f"p{day}", verhaal=text, datum=day) for day in days))
    bring(SRS, *(row(f"s{day}", verhaal=text, datum=day) for day in days))
    cursor, seen = "", []
    for _ in range(10):
        found = possible_doubles(cast.safety_adviser.actor, cursor=cursor)
        seen += [one.one.happened_at for one in found.items]
        cursor = found.next_cursor
        if not cursor:
            break
    assert (len(seen), len(set(seen))) == (4, 4)


def test_saying_it_is_one_event_counts_it_once_with_the_worst_of_both(
    bring: Bring, cast: Cast
) -> None:
    alike_rows(bring)
    one, other = pair_of(cast)
    step(cast.safety_adviser, one, "same_event", at=cast.at, occurrence=other.ref)
    kept = Occurrence.objects.for_system(reason="import").get(pk=other.pk)
    gone = Occurrence.objects.for_system(reason="import").get(pk=one.pk)
    assert (gone.state, gone.merged_into) == ("merged", kept)
    assert state_of(kept) == (4, 4, [], ["first_aid"], "PSMV + SRS")
    assert pairs(cast) == []
    assert told()["PSMV + SRS"] == ["PSMV p1", "SRS s1"]
    assert list(breaks()) == []


def test_saying_it_is_another_event_takes_it_off_the_list(bring: Bring, cast: Cast) -> None:
    alike_rows(bring)
    one, other = pair_of(cast)
    for _ in range(2):
        step(
            cast.safety_adviser,
            one,
            "keep_apart",
            at=cast.at,
            occurrence=other.ref,
            reason="Twee verschillende stellingen.",
        )
    assert pairs(cast) == []
    assert SetApart.objects.count() == 1
    assert len([o for o in occurrences() if o.state == "merged"]) == 0


@pytest.mark.parametrize("name", ["same_event", "keep_apart"])
def test_two_of_one_system_are_two_events(bring: Bring, cast: Cast, name: str) -> None:
    bring(PSMV, row("p1"), row("p2"))
    one, other = occurrences()
    fields = {"occurrence": other.ref} | ({"reason": "x"} if name == "keep_apart" else {})
    with pytest.raises(FieldsRefused) as refused:
        step(cast.safety_adviser, one, name, at=cast.at, **fields)
    assert "The same system told of both" in str(refused.value.errors["occurrence"])


def test_what_is_out_of_reach_cannot_be_named(bring: Bring, cast: Cast) -> None:
    bring(PSMV, row("p1"))
    with pytest.raises(FieldsRefused) as refused:
        step(cast.safety_adviser, occurrences()[0], "same_event", at=cast.at, occurrence="V-2021-9")
    assert "no such occurrence" in str(refused.value.errors["occurrence"])


def test_what_was_made_here_is_no_double_of_an_older_system(cast: Cast) -> None:
    one = make_occurrence(unit=cast.company)
    with pytest.raises(StepRefused) as refused:
        step(cast.safety_adviser, one, "same_event", at=cast.at, occurrence="V-2021-000001")
    assert [refusal.code for refusal in refused.value.refusals] == ["not_told_by_older_system"]


def test_page_lists_pairs_with_the_way_to_decide(
    bring: Bring, cast: Cast, client_of: Callable[[str], Client]
) -> None:
    alike_rows(bring)
    client = client_of("safety_adviser")
    text = client.get("/voorvallen/dubbel", {"year": "2021"}).content.decode()
    one, other = pair_of(cast)
    address = f"/voorvallen/{one.ref}/stap/same_event?occurrence={other.ref}"
    assert address in text
    assert f'value="{other.ref}"' in client.get(address).content.decode()
    assert client.get("/voorvallen/dubbel?cursor=x").status_code == 404
    assert "No possible doubles" in client.get("/voorvallen/dubbel?year=2025").content.decode()


def test_program_gets_pairs_and_decides(bring: Bring, cast: Cast) -> None:
    alike_rows(bring)
    program = caller(cast, "safety_adviser")
    [found] = program.get("/occurrences/doubles?year=2021").json()["items"]
    assert {*found["one"]["systems"], *found["other"]["systems"]} == {"PSMV", "SRS"}
    assert (found["unit"], "magazijn" in found["shares"]) == ("COMPANY", True)
