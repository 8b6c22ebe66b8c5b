"""Mappings of several files, rows of one key, damages, HTML: what they give, and what is refused."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from baken.conftest import Cast
from baken.core.access import system_actor
from baken.rooms.reports.actions.legacy_rows import LegacyDamage
from baken.rooms.reports.jobs import reading
from baken.rooms.reports.jobs.import_reports import Listeners, Tally, import_file
from baken.rooms.reports.models import Damage, Injury, LegacyRow, Report
from baken.rooms.reports.queries.source_rows import source_rows_of
from baken.rooms.reports.rules.legacy import (
    fuller_harm,
    severity_of_all,
    systems_together,
    tells,
    worst,
)
from baken.rooms.reports.schemas.legacy_file import FileRefused
from baken.rooms.reports.schemas.mapping import MappingRefused, load_mapping, parse_mapping
from baken.rooms.reports.schemas.mapping.markup import plain_text
from baken.rooms.reports.schemas.packed import unpacked
from baken.rooms.reports.tests.mappings import field, mapping_of, problems, read

IMPORTER = system_actor("import")
MAPPING: dict[str, Any] = {
    "source": "oud",
    "key": ["nr"],
    "join": {"letsel": {"file": "letsel", "by": {"nr": "voorval"}}},
    "story": "{verhaal}[ Letsel: {letsel.ernst}.]",
    "unit": "COMPANY",
    "fields": {
        "kind": "accident",
        "injuries": [
            {
                "each": "letsel",
                "when": {"column": "letsel.ernst", "equals": "dood"},
                "count": {"column": "letsel.aantal"},
                "outcome": "death",
            }
        ],
    },
}
Bring = Callable[..., tuple[Tally, list[str]]]


@pytest.fixture
def bring(cast: Cast, tmp_path: Path) -> Bring:
    """Imports two files; gives the counts and what was refused."""
    (tmp_path / "letsel.csv").write_text("voorval,ernst,aantal\n1,dood,2\n1,licht,1\n1,dood,1\n")

    def run(main: str = "nr,verhaal\n1,Kabel los\n2,Olie\n", **facts: Any) -> Any:
        path = tmp_path / "oud.csv"
        path.write_text(main)
        said: list[str] = []
        tally = import_file(
            actor=IMPORTER,
            path=path,
            mapping=parse_mapping(MAPPING | facts.pop("mapping", {}), where="map.yaml"),
            tally=Tally(),
            listeners=Listeners(refused=lambda row: said.append(f"{row.line} {row.reason}")),
            **facts,
        )
        return tally, said

    return run


def report(key: str) -> Report:
    return Report.objects.for_system(reason="import").get(source_ref=key)


def test_rows_of_another_file_are_read_one_by_one_and_together(bring: Bring) -> None:
    assert bring() == (Tally(read=2, created=2), [])
    one = report("1")
    assert one.story == "Kabel los Letsel: dood; licht."
    assert Injury.objects.for_system(reason="import").filter(record=one.occurrence_id).count() == 3
    assert report("2").story == "Olie"
    assert source_rows_of(one)[0].not_mapped == {"letsel.voorval": "1"}
    assert bring() == (Tally(read=2, unchanged=2), [])


def test_change_in_another_file_is_a_revision(bring: Bring, tmp_path: Path) -> None:
    bring()
    (tmp_path / "letsel.csv").write_text("voorval,ernst,aantal\n1,dood,5\n")
    assert bring()[0] == Tally(read=2, unchanged=1, revised=1)
    assert LegacyRow.objects.for_system(reason="import").count() == 3


def test_row_without_its_main_row_and_one_that_is_broken_are_refused(
    bring: Bring, tmp_path: Path
) -> None:
    (tmp_path / "letsel.csv").write_text("voorval,ernst,aantal\n9,dood,1\n1,x,1,2\n")
    tally, said = bring()
    assert (tally.created, tally.rejected) == (2, 2)
    assert said == [
        "3 letsel: 4 columns, the header has 3",
        "2 letsel: belongs to no row of the main file",
    ]


def test_other_file_may_be_packed_or_named(bring: Bring, tmp_path: Path) -> None:
    content = (tmp_path / "letsel.csv").read_bytes()
    (tmp_path / "letsel.csv").unlink()
    with pytest.raises(FileRefused, match=r"join.letsel: there is no letsel.csv"):
        bring()
    elsewhere = tmp_path / "elders.csv"
    elsewhere.write_bytes(content)
    assert bring(other_files={"letsel": elsewhere})[0].created == 2
    (tmp_path / "letsel.csv.gz").write_bytes(gzip.compress(content))
    assert bring()[0].unchanged == 2
    with pytest.raises(MappingRefused, match="is no other file"):
        bring(other_files={"ander": elsewhere})


@pytest.mark.parametrize(
    ("content", "said"),
    [("", "names no columns"), ("ernst,aantal\n", "has no column 'voorval'")],
)
def test_other_file_that_cannot_be_used_is_refused_before_the_first_row(
    bring: Bring, tmp_path: Path, content: str, said: str
) -> None:
    (tmp_path / "letsel.csv").write_text(content)
    with pytest.raises((FileRefused, MappingRefused), match=said):
        bring()
    assert not Report.objects.for_system(reason="import").exists()


def test_pack_of_several_files_is_read_as_one(tmp_path: Path) -> None:
    mapping = parse_mapping(MAPPING, where="map.yaml")
    path = tmp_path / "alles.zip"
    with zipfile.ZipFile(path, "w") as pack:
        pack.writestr("main.csv", "nr,verhaal\n")
        pack.writestr("letsel.csv", "voorval\n")
    with unpacked(path, mapping) as main:
        assert sorted(one.name for one in main.parent.iterdir()) == ["letsel.csv", "main.csv"]
    path.write_bytes(path.read_bytes()[:40])
    with pytest.raises(FileRefused, match="no whole"), unpacked(path, mapping):
        pass
    with zipfile.ZipFile(path, "w") as pack:
        pack.writestr("main.csv", "nr\n")
    with pytest.raises(FileRefused, match="holds no letsel"), unpacked(path, mapping):
        pass


def test_import_broken_off_and_run_again_numbers_rows_the_same(
    bring: Bring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "FIRST_ROWS", 2)
    numbered = {"number_rows": True}
    main = "nr,verhaal\n" + "".join(f"1,Verhaal {n}\n" for n in range(5))
    path = tmp_path / "oud.csv"
    path.write_text(main)
    stopped = Listeners(progress=lambda _position: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        import_file(
            actor=IMPORTER,
            path=path,
            mapping=parse_mapping(MAPPING | numbered, where="map.yaml"),
            tally=Tally(),
            listeners=stopped,
        )
    assert bring(main, mapping=numbered)[0] == Tally(read=5, created=3, unchanged=2)
    assert report("1#0005").story.startswith("Verhaal 4")


def test_damage_is_told_in_whole_euros_by_the_rate_of_the_mapping() -> None:
    damages = [
        {
            "when": {"column": "a", "min": 1},
            "what": "Leiding",
            "amount_eur": {"column": "a", "times": 0.5},
        },
        {"what": {"column": "b"}},
    ]
    mapping = mapping_of({"damages": damages})
    assert read(mapping, a="101", b="Hek").damages == (
        LegacyDamage("Leiding", 51),
        LegacyDamage("Hek"),
    )
    assert read(mapping, a="0").damages == ()


def test_times_of_what_is_no_number_gives_the_default() -> None:
    assert field("place", {"column": "b", "times": 3, "default": "?"}, b="veel") == "?"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("<p>Eerst.</p> <p>Dan &amp; daar.</p>", "Eerst.\nDan & daar."),
        ("<p>a<br/>b</p><script>alert(1)</script>", "a\nb"),
        ("2 < 3 & R&D", "2 < 3 & R&D"),
        ("<b>vet</b> <i>schuin", "vet schuin"),
        ("<ul><li>een<li>twee</ul>", "een\ntwee"),
        ("</p>&lt;p&gt;</style>", "<p>"),
        (" zonder ", "zonder"),
    ],
)
def test_markup_becomes_plain_text(text: str, plain: str) -> None:
    assert plain_text(text) == plain
    assert field("place", {"column": "b", "clean": "html"}, b=text) == " ".join(plain.split())


def test_cleaned_story_keeps_its_lines_and_is_a_template_too() -> None:
    mapping = mapping_of(story="{b!plain}")
    assert read(mapping, b="<p>x</p>").story == "x"


@pytest.mark.parametrize(
    ("top", "said"),
    [
        ({"join": []}, "join: expected the other files by name"),
        ({"join": {"a b": {}}}, "join.a b: a name is one word"),
        ({"join": {"x": {"file": "x"}}}, "join.x.by: expected the columns"),
        ({"join": {"x": {"file": "../x", "by": ["nr"]}}}, "join.x.file: expected the name"),
        ({"join": {"x": {"waar": 1}}}, "join.x: unknown key waar"),
        ({"number_rows": "ja"}, "number_rows: expected true or false"),
        ({"group_adds": ["kind"]}, "group_adds: expected a list of"),
        ({"group_adds": ["injuries"]}, "group_adds: without group_by"),
        ({"also_known_as": {}}, "also_known_as: expected a list"),
        ({"also_known_as": [1]}, "also_known_as[0]: expected the keys"),
        ({"also_known_as": [{"system": "", "key": ["a"]}]}, "also_known_as[0].system: expected"),
        ({"also_known_as": [{"system": "x", "key": "a"}]}, "also_known_as[0].key: expected"),
        ({"in_use": []}, "in_use: expected the keys from and until"),
        ({"in_use": {"from": "vroeger"}}, "in_use.from: 'vroeger' is no day"),
        ({"in_use": {"from": "2020-01-01", "until": "2019-01-01"}}, "in_use: until is before"),
        ({"further_reports": {}}, "further_reports: expected a list"),
        ({"further_reports": [1]}, "further_reports[0]: expected an entry"),
        ({"further_reports": [{"name": "x y", "story": "a"}]}, "further_reports[0]: needs"),
        ({"write_back": []}, "write_back: expected columns by field"),
        ({"write_back": {"story": 1}}, "write_back.story: expected a column"),
    ],
)
def test_mistake_in_a_new_block_is_told_with_its_place(top: dict[str, Any], said: str) -> None:
    found = problems(**top)
    assert any(problem.startswith(said) for problem in found), found


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"damages": {}}, "fields.damages: expected a list"),
        ({"damages": [1]}, "fields.damages[0]: expected an entry"),
        ({"damages": [{"amount_eur": 1}]}, "fields.damages[0].what: is required"),
        ({"damages": [{"what": "x", "amount_eur": -1}]}, "fields.damages[0].amount_eur: '-1'"),
        ({"injuries": [{"each": "x", "outcome": "death"}]}, "fields.injuries[0].each: 'x'"),
        ({"place": {"column": "a", "clean": "pdf"}}, "fields.place.clean: 'pdf' cannot"),
        ({"place": {"column": "a", "times": "2"}}, "fields.place.times: '2' is no number"),
    ],
)
def test_mistake_in_a_new_field_is_told_with_its_place(fields: Any, said: str) -> None:
    found = problems(fields={"kind": "incident"} | fields)
    assert any(problem.startswith(said) for problem in found), found


def test_mistakes_of_a_file_are_told_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    path.write_text(
        "source: x\nkey: [nr]\nstory: '{a}'\nunit: A\nfields:\n  kind:\n    column: b\n"
        "    map:\n      Z: ramp\n  injuries:\n    - outcome: death\n      counts: 2\n"
    )
    with pytest.raises(MappingRefused) as refused:
        load_mapping(path)
    assert [line.partition("map.yaml: ")[2] for line in str(refused.value).splitlines()][:2] == [
        "line 9: fields.kind.map.Z: 'ramp' is not in kinds",
        "line 11: fields.injuries[0]: unknown key counts; possible are each, when, count,"
        " person_kind, outcome, permanent, hospital_admission, absence_days, known_at",
    ]


def test_days_of_use_are_read_from_days_and_texts() -> None:
    mapping = mapping_of(in_use={"from": date(2011, 1, 1), "until": "2018-12-31"})
    assert (mapping.in_use.since, mapping.in_use.until) == (date(2011, 1, 1), date(2018, 12, 31))


# ---- rules ----


@pytest.mark.parametrize(("values", "found"), [((), None), ((None, None), None), ((1, None, 3), 3)])
def test_worst_is_the_highest_that_is_known(values: Any, found: int | None) -> None:
    assert worst(values) == found


@pytest.mark.parametrize(
    ("severity", "outcomes", "found"),
    [(4, ["death"], 4), (4, ["death", "death"], 5), (None, [], None)],
)
def test_two_deaths_together_are_the_worst(severity: Any, outcomes: Any, found: Any) -> None:
    assert severity_of_all(severity, outcomes) == found


def test_systems_stand_in_order_of_their_names_whoever_came_first() -> None:
    assert systems_together(systems_together(None, "SRS"), "PSMV") == "PSMV + SRS"
    assert systems_together("PSMV + SRS", "SRS") == "PSMV + SRS"
    assert (tells("PSMV + SRS", "SRS"), tells("PSMV", "SRS"), tells(None, "SRS")) == (
        True,
        False,
        False,
    )


@pytest.mark.parametrize(("deaths", "found"), [((1, 0), [1, 2]), ((0, 1), [3]), ((0, 0), [1, 2])])
def test_fuller_harm_has_more_deaths_and_then_more_injured(
    deaths: tuple[int, int], found: list[int]
) -> None:
    assert fuller_harm([1, 2], [3], deaths) == found


def test_damage_of_an_import_stands_with_its_occurrence(bring: Bring) -> None:
    fields = {"kind": "incident", "damages": [{"what": "Leiding", "amount_eur": 12}]}
    bring(mapping={"fields": fields})
    rows = Damage.objects.for_system(reason="import")
    assert list(rows.values_list("what", "amount_eur")) == [("Leiding", 12), ("Leiding", 12)]
