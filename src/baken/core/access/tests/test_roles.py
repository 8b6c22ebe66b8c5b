"""The role file is read once, and a mistake in it is said in a sentence that names the role."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from baken.core.access.reach import Confidentiality
from baken.core.access.roles import REACHES, RoleGrant, is_asked_for_advice, load_roles

READ = "reports.report.read"


def _file(folder: Path, lines: str, names: str = "nl: Wacht, en: Guard") -> Path:
    path = folder / "roles.yaml"
    path.write_text(f"roles:\n  guard: {{{names}, grants: [{lines}]}}\n", encoding="utf-8")
    return path


def test_load_roles_of_a_plain_line_takes_the_mildest_defaults(tmp_path: Path) -> None:
    roles = load_roles(_file(tmp_path, f"{{permits: [{READ}], reach: unit}}"))
    expected = RoleGrant((READ,), "unit", Confidentiality.NORMAL, opens_restricted=False)
    assert roles["guard"].grants == (expected,)


def test_load_roles_of_a_full_line_keeps_everything(tmp_path: Path) -> None:
    line = f"{{permits: [{READ}], reach: all, confidentiality: restricted, opens_restricted: yes}}"
    roles = load_roles(_file(tmp_path, line))
    expected = RoleGrant((READ,), "all", Confidentiality.RESTRICTED, opens_restricted=True)
    assert roles["guard"].grants == (expected,)


def test_load_roles_without_grants_is_a_role_without_rights(tmp_path: Path) -> None:
    path = tmp_path / "roles.yaml"
    path.write_text("roles:\n  guest: {nl: Gast, en: Guest}\n", encoding="utf-8")
    assert load_roles(path)["guest"].grants == ()


@pytest.mark.parametrize(
    ("line", "names", "complaint"),
    [
        ("{permits: [no.such.permit], reach: unit}", "nl: A, en: B", "no permit is called"),
        (f"{{permits: [{READ}], reach: moon}}", "nl: A, en: B", "'moon' is not one of none, own"),
        (f"{{permits: [{READ}], reach: unit, confidentiality: top}}", "nl: A, en: B", "TOP"),
        ("{reach: unit}", "nl: A, en: B", "permits"),
        (
            "{permits: [reports.report.read, reports.report.answer], reach: above}",
            "nl: A, en: B",
            "reach 'above' only reads, and reports.report.answer does more",
        ),
        (f"{{permits: [{READ}]}}", "nl: A, en: B", "reach"),
        ("", "nl: A", "en"),
        ("", "en: B", "nl"),
    ],
)
def test_load_roles_with_a_mistake_names_the_role_and_what_is_wrong(
    tmp_path: Path, line: str, names: str, complaint: str
) -> None:
    with pytest.raises(ValueError, match=f"role guard in the role file: .*{complaint}"):
        load_roles(_file(tmp_path, line, names))


@pytest.mark.parametrize(
    ("gift", "complaint"),
    [
        ("{roles: [nobody], reach: unit}", "gives nobody, which is no role"),
        ("{roles: [guard], reach: moon}", "gives with reach 'moon', not unit, below, all"),
    ],
)
def test_load_roles_that_give_what_cannot_be_given_names_the_role(
    tmp_path: Path, gift: str, complaint: str
) -> None:
    with pytest.raises(ValueError, match=f"role guard in the role file: {complaint}"):
        load_roles(_file(tmp_path, "", f"nl: Wacht, en: Guard, gives: [{gift}]"))


def test_load_roles_with_a_line_of_defence_that_is_none_names_the_role(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="role guard in the role file: line 'fifth' is not one of"):
        load_roles(_file(tmp_path, "", "nl: Wacht, en: Guard, line: fifth"))


@pytest.mark.parametrize(
    ("reaches", "widest"),
    [
        ([], "unit"),
        (["none", "case", "own"], "unit"),
        (["above"], "unit"),
        (["unit", "part"], "part"),
        (["all", "unit"], "all"),
    ],
)
def test_widest_of_a_role_is_how_far_its_widest_line_reaches(
    tmp_path: Path, reaches: list[str], widest: str
) -> None:
    lines = ", ".join(f"{{permits: [{READ}], reach: {reach}}}" for reach in reaches)
    assert load_roles(_file(tmp_path, lines))["guard"].widest == widest


def test_permits_by_case_of_a_role_are_those_of_its_lines_for_single_records(
    tmp_path: Path,
) -> None:
    other = "reports.occurrence.read"
    lines = f"{{permits: [{READ}], reach: case}}, {{permits: [{other}], reach: unit}}"
    assert load_roles(_file(tmp_path, lines))["guard"].permits_by_case() == {READ}


def test_asked_for_advice_is_who_holds_a_role_that_advises() -> None:
    asked = [is_asked_for_advice(code) for code in ("core_expert", "investigator", "king")]
    assert asked == [True, False, False]


@pytest.mark.parametrize(("language", "label"), [("nl", "Wacht"), ("en", "Guard"), ("de", "Guard")])
def test_label_of_a_role_is_in_the_language_asked(
    tmp_path: Path, language: str, label: str
) -> None:
    assert load_roles(_file(tmp_path, ""))["guard"].label(language) == label


def test_load_roles_of_the_product_uses_known_reaches_only() -> None:
    roles = load_roles(settings.ROLES_FILE)
    used = {grant.reach for role in roles.values() for grant in role.grants}
    assert (used - set(REACHES), len(roles) > 10) == (set(), True)
