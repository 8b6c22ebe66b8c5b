"""House rule 6: an instrument is data. Each loads, speaks both languages, and no code of ours names one.

What the pages for experts say is so too: their example loads, and every word of the language stands there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from baken.core.instruments.definitions import Definition, Source, read_definition, vocabulary
from baken.core.instruments.definitions.answer_types import ANSWER_TYPES
from baken.core.instruments.definitions.units import UNITS
from baken.core.instruments.filling import Filled, work_out
from baken.core.instruments.filling.examples import LEAST, differences, read_examples
from baken.rooms.library.queries.files import instrument_publications
from baken.rooms.library.queries.instruments import instrument, known
from baken.rooms.library.rules.published_instruments import PublishedInstrument
from baken.rooms.library.rules.workflow_names import WORKFLOWS
from tests.house.sources import PRODUCT, ROOT

pytestmark = pytest.mark.django_db
SHIPPED = [one for one in instrument_publications().values() if not one.is_library]
EACH = pytest.mark.parametrize("one", SHIPPED, ids=[f"{one.code} {one.version}" for one in SHIPPED])
PAGES = ("instruments.md", "instrumenten.md")
EXAMPLE = re.compile(r"```yaml\n(instrument:.*?)```", re.DOTALL)
WORKED = re.compile(r"```yaml\n(examples:.*?)```", re.DOTALL)
SAYS_NOTHING = "  - {name: {nl: Leeg, en: Empty}, expect: {}}\n"


def page(name: str) -> str:
    """The text of a page for experts."""
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def example(name: str) -> Definition:
    """The whole example of a page."""
    return read_definition(Source(name, EXAMPLE.findall(page(name))[0]), known())


def codes_named(codes: Iterable[str], files: Iterable[Path]) -> list[str]:
    """Where a file names one of these codes."""
    named = re.compile("|".join(rf"\b{re.escape(code)}\b" for code in codes))
    return [
        f"{path.name}: {match.group()}"
        for path in files
        for match in named.finditer(path.read_text(encoding="utf-8"))
    ]


@EACH
def test_shipped_instrument_loads_in_both_languages(one: PublishedInstrument) -> None:
    made = instrument(one.code, str(one.version))
    assert made.head.languages == ("nl", "en")
    assert made.sha256 == one.sha256


@EACH
def test_shipped_instrument_asks_something_at_once(one: PublishedInstrument) -> None:
    made = instrument(one.code, str(one.version))
    outcome = work_out(made, Filled())
    assert outcome.asked, "a sheet that asks nothing cannot be begun: mend its conditions"
    assert outcome.risks == ()


def test_no_instrument_is_named_in_python() -> None:
    files = [path for path in sorted(PRODUCT.rglob("*.py")) if "tests" not in path.parts]
    assert files
    # Kinds and workflows are words of the language, also where an instrument is called like one.
    codes = {one.code for one in SHIPPED} - {*vocabulary.KINDS, *WORKFLOWS}
    assert codes_named(codes, files) == [], "ask the library for it by kind or context instead"


def test_codes_named_planted_mistake_is_found(tmp_path: Path) -> None:
    (tmp_path / "rules.py").write_text('if code == "my_check": ...')
    assert codes_named({"my_check"}, tmp_path.glob("*.py")) == ["rules.py: my_check"]


# ---- the pages for experts ----


def test_example_is_the_same_in_both_languages() -> None:
    first, second = (EXAMPLE.findall(page(name)) for name in PAGES)
    assert first == second


@pytest.mark.parametrize("name", PAGES)
def test_example_of_the_page_is_an_instrument(name: str) -> None:
    made = example(name)
    assert made.head.languages == ("nl", "en")
    assert work_out(made, Filled()).asked


@pytest.mark.parametrize("name", PAGES)
def test_worked_example_of_the_page_comes_out(name: str) -> None:
    [text] = WORKED.findall(page(name))
    found = read_examples(Source(name, text + SAYS_NOTHING * (LEAST - 1)), example(name))
    assert [said.en for one in found for said in differences(example(name), one)] == []


@pytest.mark.parametrize("name", PAGES)
def test_page_names_every_instrument_that_comes_along(name: str) -> None:
    text = page(name)
    assert [one.code for one in SHIPPED if f"| `{one.code}` |" not in text] == []


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    "words",
    [
        ANSWER_TYPES,
        UNITS,
        WORKFLOWS,
        vocabulary.KINDS,
        vocabulary.OUTPUTS,
        vocabulary.VALIDITY_TRIGGERS,
        vocabulary.REPEATED_OVER,
        vocabulary.ACTIONS,
        vocabulary.DECIDERS,
        vocabulary.EVIDENCE,
        vocabulary.NA_REASONS,
        vocabulary.ROLE_STEPS,
    ],
)
def test_page_names_every_word_of_the_language(name: str, words: Iterable[str]) -> None:
    text = page(name)
    assert [word for word in words if f"`{word}`" not in text] == [], f"say these in docs/{name}"
