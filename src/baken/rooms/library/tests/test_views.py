"""The pages of the library: everything that decides is there in words, with version and approval."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from baken.conftest import Cast
from baken.core.instruments.scoring import CLASSES
from baken.rooms.library.queries import code_list, mandate_table, stacking_rules
from baken.rooms.library.queries.contents import contents
from baken.rooms.library.queries.files import LOCKED_LISTS, in_force, publication
from baken.rooms.library.queries.hazards import standard_measures
from baken.rooms.library.queries.scoring import scoring_models

pytestmark = pytest.mark.django_db
Clients = Callable[[str], Client]
ROOT = "/bibliotheek"
TABLES = {
    "mandaat": "mandate/mandate",
    "advies": "mandate/authorities",
    "escalatie": "mandate/escalation",
    "kleine-aanschaf": "measures/purchasing",
    "stapelen": "mandate/stacking_v1",
    "risicobereidheid": "mandate/appetite",
    "acceptatie": "mandate/acceptance",
    "gevaren": "hazards",
    "standaardmaatregelen": "measures/standard",
}


def text_of(client: Client, address: str) -> str:
    """What a page says, without its tags."""
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


# ---- the front page ----


def test_index_names_every_version_in_force_once_with_its_page(client_of: Clients) -> None:
    page = client_of("soldier").get(ROOT).content.decode()
    for one in in_force().values():
        assert page.count(f"{one.sha256[:12]}…") == 1
        assert page.count(f"{ROOT}/bronnen/{one.file}") >= 1


def test_every_file_in_force_belongs_to_one_subject() -> None:
    listed = [one.name for _code, _title, held in contents() for one in held]
    assert sorted(listed) == sorted(in_force())


def test_everything_on_the_index_can_be_opened(client_of: Clients) -> None:
    client = client_of("soldier")
    page = client.get(ROOT).content.decode()
    for address in set(re.findall(rf'href="({ROOT}/[^"]+)"', page)):
        assert client.get(address).status_code == 200, address


def test_library_stands_at_the_foot_of_every_page_for_who_holds_a_post(client_of: Clients) -> None:
    assert (
        f'<li><a href="{ROOT}">Library</a></li>' in client_of("soldier").get("/").content.decode()
    )
    assert f'href="{ROOT}"' not in client_of("nobody").get("/").content.decode()


def test_nobody_is_asked_to_log_in(client_of: Clients) -> None:
    assert client_of("nobody").get(ROOT).status_code == 302


def test_without_a_post_that_counts_the_library_is_closed(client_of: Clients) -> None:
    assert client_of("former_holder").get(ROOT).status_code == 403


# ---- files ----


def test_source_is_downloaded_as_it_stands(client_of: Clients) -> None:
    one = publication("mandate/mandate")
    answer = client_of("soldier").get(f"{ROOT}/bronnen/{one.file}")
    assert answer["Content-Type"] == "application/yaml; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="mandate-mandate.yaml"'
    assert answer.content.startswith(b"# Who may accept what.")


def test_older_version_is_downloaded_too(client_of: Clients) -> None:
    file = "scoring/fine_kinney_three_classes/1.yaml"
    assert b"version: 1" in client_of("soldier").get(f"{ROOT}/bronnen/{file}").content


@pytest.mark.parametrize("file", ["published.yaml", "../permits.py", "kinds.yaml", "nothing"])
def test_file_that_is_not_published_is_not_given(client_of: Clients, file: str) -> None:
    assert client_of("soldier").get(f"{ROOT}/bronnen/{file}").status_code == 404


# ---- scoring models ----


@pytest.mark.parametrize("code", scoring_models())
def test_model_shows_every_value_class_and_example(client_of: Clients, code: str) -> None:
    model = scoring_models()[code]
    page = client_of("soldier").get(f"{ROOT}/scoringsmodellen/{code}").content.decode()
    text = (
        " ".join(re.sub(r"<[^>]+>", " ", page).split()).replace("&#x27;", "'").replace("&amp;", "&")
    )
    for axis in model.axes:
        for value in axis.values:
            assert value.text.en in text
    for native in model.classes:
        assert native.action.en in text
    right = page.count('data-label="Right"><span>Yes</span>')
    assert (right, page.count('data-label="Right"><span>No</span>')) == (len(model.examples), 0)
    assert "never converted" in text
    assert publication(f"scoring/{code}").sha256 in text


def test_matrix_has_word_and_shape_in_every_cell(client_of: Clients) -> None:
    page = client_of("soldier").get(f"{ROOT}/scoringsmodellen/generic_5x5").content.decode()
    table = page.partition('role="region"')[2].partition("</table>")[0]
    cells = re.findall(r'<td role="cell"[^>]*>.*?</td>', table, re.DOTALL)
    assert len(cells) == 25
    assert all("<svg" in one and "baken-level--" in one for one in cells)


def test_borders_are_told_in_words(client_of: Clients) -> None:
    text = text_of(client_of("soldier"), f"{ROOT}/scoringsmodellen/fine_kinney_nl")
    for told in ("up to and including 20", "above 20, up to and including 70", "above 400"):
        assert told in text
    assert "Risk = Probability × Exposure × Effect." in text


def test_try_tells_the_class_and_why(client_of: Clients) -> None:
    asked = "?probability=6&exposure=6&effect=7"
    text = text_of(client_of("soldier"), f"{ROOT}/scoringsmodellen/fine_kinney_nl{asked}")
    assert "6 × 6 × 7 = 252." in text
    assert "That is above 200, up to and including 400: Class 4." in text
    assert "High, urgent" in text
    assert "Term: within 14 days." in text


@pytest.mark.parametrize(
    ("code", "asked", "told"),
    [
        ("mil_std_882e", "severity=1&probability=D", "Written as 1D: Serious."),
        ("generic_5x5", "severity=S3&probability=P3", "Where they meet stands: Medium."),
        ("mil_std_882e", "severity=1&probability=F", "No class: the hazard is gone"),
        ("oira_priority", "priority=medium", "That is Medium."),
        ("oira_priority", "priority=", "The class is the one that is chosen as priority."),
    ],
)
def test_try_reads_the_table(client_of: Clients, code: str, asked: str, told: str) -> None:
    assert told in text_of(client_of("soldier"), f"{ROOT}/scoringsmodellen/{code}?{asked}")


def test_try_with_a_mistake_keeps_the_rest_and_says_what_is_wrong(client_of: Clients) -> None:
    asked = "?probability=6&exposure=9&effect="
    page = client_of("soldier").get(f"{ROOT}/scoringsmodellen/fine_kinney_nl{asked}")
    text = page.content.decode()
    assert "“9” is no value of Exposure" in text
    assert "Choose a value for Effect" in text
    assert re.search(r'<option value="6" selected>6 · ', text)


def test_model_is_shown_in_the_version_that_a_risk_names(client_of: Clients) -> None:
    client = client_of("soldier")
    address = f"{ROOT}/scoringsmodellen/fine_kinney_three_classes"
    first, newest = (text_of(client, one) for one in (f"{address}/1", address))
    assert "Class 3, above 400" not in first
    assert "Class 3, above 400" in newest
    assert "Version 1" in newest


@pytest.mark.parametrize("path", ["go_by_feeling", "atp_5_19/9"])
def test_model_that_is_none_is_not_found(client_of: Clients, path: str) -> None:
    assert client_of("soldier").get(f"{ROOT}/scoringsmodellen/{path}").status_code == 404


# ---- decisions ----


@pytest.mark.parametrize(("path", "name"), TABLES.items())
@pytest.mark.parametrize("language", ["nl", "en"])
def test_page_says_its_version_and_approval(
    client_of: Clients, path: str, name: str, language: str
) -> None:
    client = client_of("soldier")
    client.cookies["django_language"] = language
    text = text_of(client, f"{ROOT}/{path}")
    one = publication(name)
    assert one.sha256 in text
    assert one.approved_by in text
    assert one.reference in text


def test_mandate_says_who_may_accept_what(client_of: Clients) -> None:
    text = text_of(client_of("soldier"), f"{ROOT}/mandaat")
    for told in (
        "level 3 (unit) or higher",
        "only Secretary-General",
        "at most 30 days, and no longer than the activity",
        "higher safety expert or domain expert",
        "May be delegated to: Director of Operations.",
        "May not be delegated.",
        "High up to 30 days",
        "High longer than 30 days",
        "A written proposal of level 5 (organisation part) comes first.",
        "Only for one activity of which the end is known.",
        "In the operational line or the line of the host.",
    ):
        assert told in text
    page = client_of("soldier").get(f"{ROOT}/mandaat").content.decode()
    assert "&lt;" not in page
    assert page.count('data-label="Who may accept it"') == len(mandate_table().rows)


def test_advice_names_authorities_with_their_power(client_of: Clients) -> None:
    text = text_of(client_of("soldier"), f"{ROOT}/advies")
    assert "Veto: its no stops the decision." in text
    assert "Consent: nothing is decided without its yes." in text
    assert "Somebody without a role here" in text


def test_escalation_tells_terms_and_rungs(client_of: Clients) -> None:
    text = text_of(client_of("soldier"), f"{ROOT}/escalatie")
    for told in (
        "24 hours, with an interim measure or a stop at once",
        "3 working days",
        "after 48 hours",
        "at the next meeting",
        "within 50 % of the term",
    ):
        assert told in text


def test_stacking_names_every_combination(client_of: Clients) -> None:
    text = text_of(client_of("soldier"), f"{ROOT}/stapelen").replace("&#x27;", "'")
    for one in stacking_rules().combinations:
        assert one.text.en in text
    assert "any other risk" in text


def test_appetite_and_acceptance_use_words_and_no_codes(client_of: Clients) -> None:
    client = client_of("soldier")
    for path in ("risicobereidheid", "acceptatie", "mandaat", "escalatie", "advies"):
        page = text_of(client, f"{ROOT}/{path}").partition("Version and approval")[0]
        assert re.findall(r"\b[a-z]+_[a-z_]+\b", page) == []
    assert "nothing is accepted" in text_of(client, f"{ROOT}/risicobereidheid")


# ---- hazards and measures ----


def test_hazards_are_found_by_word_and_group(client_of: Clients) -> None:
    client = client_of("soldier")
    text = text_of(client, f"{ROOT}/gevaren?q=rotating")
    assert "Rotating parts" in text
    assert "Welding fume" not in text
    text = text_of(client, f"{ROOT}/gevaren?group=substances")
    assert "Welding fume" in text
    assert "mechanical.rotating_parts" not in text
    assert "Nothing fits." in text_of(client, f"{ROOT}/gevaren?q=unicorn")
    assert "is not one of the available choices" in text_of(client, f"{ROOT}/gevaren?group=nowhere")


def test_hazard_leads_to_the_measures_against_it(client_of: Clients) -> None:
    client = client_of("soldier")
    page = client.get(f"{ROOT}/gevaren?q=mechanical.rotating_parts").content.decode()
    address = f"{ROOT}/standaardmaatregelen?hazard=mechanical.rotating_parts"
    assert f'href="{address}"' in page
    text = text_of(client, address)
    assert "Fixed guard" in text
    assert "Local exhaust" not in text.partition("Version and approval")[0]


def test_measures_are_narrowed_by_level_the_best_first(client_of: Clients) -> None:
    client = client_of("soldier")
    page = client.get(f"{ROOT}/standaardmaatregelen").content.decode()
    places = [page.index(f'id="{level}"') for level in code_list("control_levels")]
    assert places == sorted(places)
    assert page.count('data-label="Cost"') == len(standard_measures())
    only = client.get(f"{ROOT}/standaardmaatregelen?level=ppe").content.decode()
    expected = [one for one in standard_measures().values() if one.control_level == "ppe"]
    assert only.count('data-label="Cost"') == len(expected)


@pytest.mark.parametrize("name", LOCKED_LISTS)
def test_list_shows_every_code(client_of: Clients, name: str) -> None:
    page = client_of("soldier").get(f"{ROOT}/lijsten/{name}").content.decode()
    assert page.count('data-label="Code"') == len(code_list(name))


def test_list_that_decides_nothing_has_no_page(client_of: Clients) -> None:
    assert client_of("soldier").get(f"{ROOT}/lijsten/kinds").status_code == 404


def test_class_shapes_are_those_that_the_library_names(client_of: Clients) -> None:
    """Green circle, yellow triangle, orange square, red octagon: risk management, section 4."""
    page = client_of("soldier").get(f"{ROOT}/lijsten/risk_classes").content.decode()
    shapes = dict(re.findall(r'baken-level--(\w+)"><svg[^>]*>(<[^>]+>)', page))
    assert list(shapes) == list(CLASSES)
    assert shapes["low"].startswith("<circle")
    assert shapes["medium"] == '<path d="M10 2 19 18H1z"/>'
    assert shapes["high"] == '<path d="M2.5 2.5h15v15h-15z"/>'
    assert "H6.3L1" in shapes["extreme"]


def test_pages_ask_the_database_nothing_of_the_library(
    client_of: Clients, cast: Cast, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    client = client_of("soldier")
    client.get(ROOT)
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        client.get(f"{ROOT}/mandaat")
