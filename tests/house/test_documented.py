"""House rule 11: what people and programs rely on is documented, and every text is in Dutch too."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from babel.messages.catalog import Catalog, Message
from django.apps import apps
from django.conf import settings

from baken.core.access.permits import all_permits
from baken.core.workflow.registry import all_bindings
from baken.rooms.library.queries import code_list
from baken.site.docs import stale_documents
from tests.house.sources import PRODUCT, ROOT, Source, migrations, product_sources
from tools import messages

DOCS = ROOT / "docs"
CODE_WORD = re.compile(r"^\| `([a-z0-9_.]+)` \|", re.MULTILINE)
PLACE = re.compile(r"%\((\w+)\)")
SETTING = re.compile(r"^\| `([A-Z_]+)` \|", re.MULTILINE)
READERS = {"text", "yes", "number", "minutes", "words", "one_of"}
HISTORY = {"Entry", "begin", "begin_many", "changing", "vouch_since"}


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def settings_read(source: Source) -> set[str]:
    """The names of the settings that a file reads from the environment."""
    return {
        call.args[0].value
        for call in ast.walk(source.tree)
        if isinstance(call, ast.Call)
        and getattr(call.func, "id", getattr(call.func, "attr", "")) in READERS | {"get", "getenv"}
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and re.fullmatch(r"BAKEN_[A-Z_]+|DATABASE_URL", str(call.args[0].value))
    }


def trail_codes(source: Source) -> Iterator[str]:
    """The codes a file writes into histories; a part that varies stands as a star."""
    for call in ast.walk(source.tree):
        name = getattr(call.func, "id", "") if isinstance(call, ast.Call) else ""
        if name in HISTORY:
            given = {k.arg: k.value for k in call.keywords}.get("code")  # type: ignore[attr-defined]
            if isinstance(given, ast.Constant):
                yield str(given.value)
            elif isinstance(given, ast.JoinedStr):
                yield "".join(
                    getattr(part, "value", "*") if isinstance(part, ast.Constant) else "*"
                    for part in given.values
                )


def undocumented(codes: Iterable[str], known: set[str]) -> list[str]:
    """Codes that no documented one fits."""
    fits = {code: re.compile(re.escape(code).replace(r"\*", "[a-z0-9_]+")) for code in codes}
    return sorted(c for c, form in fits.items() if not any(form.fullmatch(one) for one in known))


def words_wanted() -> set[str]:
    """The words that must be in the glossary: tables of rooms, roles, kinds of occurrence."""
    tables = [m.__name__ for m in apps.get_models() if m.__module__.startswith("baken.rooms.")]
    roles = yaml.safe_load(settings.ROLES_FILE.read_text(encoding="utf-8"))["roles"]
    return {snake(name) for name in tables} | set(roles) | set(code_list("kinds"))


def snake(name: str) -> str:
    """A class name as a code word."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def word_problems(listed: list[str], wanted: set[str], code: str) -> Iterator[str]:
    """What is wrong with the glossary's words, each with what to do."""
    yield from (f"{w}: put this word in docs/glossary.md" for w in sorted(wanted - set(listed)))
    for word in listed:
        camel = "".join(part.title() for part in word.split("_"))
        if not re.search(rf"\b({word}s?|{camel})\b", code):
            yield f"{word}: the code does not use this word; take it out of docs/glossary.md"
        if listed.count(word) > 1:
            yield f"{word}: stands in the glossary twice; one word per concept"


def one_language(node: Any, where: str) -> Iterator[str]:
    """Entries of a data file with a Dutch text and no English one, or the other way round."""
    if isinstance(node, dict):
        for name in node:
            other = {"nl": "en", "en": "nl"}.get(name)
            if name.endswith(("_nl", "_en")):
                other = name[:-2] + {"nl": "en", "en": "nl"}[name[-2:]]
            if other and not str(node.get(other) or "").strip():
                yield f"{where}: {node.get('code', node[name])!r} has {name} and no {other}"
        node = list(node.values())
    if isinstance(node, list):
        for child in node:
            yield from one_language(child, where)


def broken_places(catalog: Catalog) -> list[str]:
    """Dutch texts whose %(…)s do not fit those of the English."""
    found = [f"{m.id!r}: {error}" for m in catalog if m.id for error in m.check(catalog)]
    return [*found, *(f"{m.id!r}: its plurals name other places" for m in catalog if _strays(m))]


def _strays(message: Message) -> bool:
    """Whether a plural in Dutch names other places than the same plural in English."""
    if not isinstance(message.id, tuple) or not any(message.string):
        return False
    return [set(PLACE.findall(text)) for text in message.id] != [
        set(PLACE.findall(text)) for text in message.string
    ]


def remarks(catalog: Catalog) -> list[str]:
    """Dutch texts that say more between brackets than the English: a note to ourselves that stayed in."""
    pairs = ((m.id, m.string) for m in catalog if m.id)
    return [
        f"{english!r}: {dutch!r}"
        for english, dutch in pairs
        if _brackets(dutch) > _brackets(english)
    ]


def _brackets(texts: str | tuple[str, ...]) -> int:
    return PLACE.sub("", "".join(texts)).count("(")


def data_files() -> list[Path]:
    """The data files that carry labels."""
    data = PRODUCT / "rooms" / "library" / "data"
    return [
        *sorted(data.glob("*.yaml")),
        *sorted(data.glob("follow_up/*.yaml")),
        settings.ROLES_FILE,
    ]


def test_settings_are_all_documented() -> None:
    read = {name for source in product_sources() for name in settings_read(source)}
    listed = set(SETTING.findall(page("settings.md")))
    assert sorted(read - listed) == [], "add these to docs/settings.md"
    assert sorted(listed - read) == [], "nothing reads these any more; take them out"


def test_generated_documents_are_fresh() -> None:
    stale = [str(path.relative_to(ROOT)) for path in stale_documents(ROOT)]
    assert stale == [], "run `make docs` and commit what it wrote"


def test_permits_say_what_they_mean_in_both_languages() -> None:
    silent = [p.name for p in all_permits().values() if not (p.nl.strip() and p.en.strip())]
    assert silent == []


def test_trail_codes_are_all_documented() -> None:
    steps = {step.trail for binding in all_bindings() for step in binding.workflow.steps}
    listed = set(CODE_WORD.findall(page("trail.md")))
    sources = (*product_sources(), *migrations())
    written = {code for source in sources for code in trail_codes(source)}
    assert undocumented(written, listed | steps) == [], "say in docs/trail.md what these rows mean"
    forms = [re.escape(code).replace(r"\*", "[a-z0-9_]+") for code in written]
    unused = [one for one in listed if not any(re.fullmatch(form, one) for form in forms)]
    assert sorted(unused) == [], "nothing writes these any more; take them out of docs/trail.md"


def test_glossary_has_every_word_and_no_other() -> None:
    code = "\n".join(source.text for source in product_sources())
    code += "\n".join(path.read_text(encoding="utf-8") for path in data_files())
    listed = CODE_WORD.findall(page("glossary.md"))
    assert list(word_problems(listed, words_wanted(), code)) == []


def test_texts_all_have_their_dutch() -> None:
    problems = messages.problems_of(messages.gathered(), messages.known())
    assert problems == [], "run `python tools/messages.py` and write the Dutch"


def test_texts_in_dutch_keep_their_places() -> None:
    assert broken_places(messages.known()) == []


def test_texts_in_dutch_hold_no_remark_of_our_own() -> None:
    assert remarks(messages.known()) == []


def test_texts_planted_remark_is_named() -> None:
    assert remarks(catalog_of("Klaar: %(step)s (knop, bestaat al).")) != []
    assert remarks(catalog_of("Klaar: %(step)s.")) == []


def test_labels_of_data_files_are_in_both_languages() -> None:
    problems = [
        problem
        for path in data_files()
        for problem in one_language(yaml.safe_load(path.read_text(encoding="utf-8")), path.name)
    ]
    assert problems == []


# ---- planted mistakes ----


def test_settings_planted_reading_is_found() -> None:
    source = Source("src/baken/x.py", 'A = text("BAKEN_MOOD")\nB = os.environ.get("BAKEN_X")\n')
    assert settings_read(source) == {"BAKEN_MOOD", "BAKEN_X"}


def test_trail_codes_planted_ones_are_found() -> None:
    source = Source(
        "src/x.py", 'Entry(code="a.b.done")\nbegin(code=f"a.b.by_{side}")\nother(code="c")'
    )
    codes = list(trail_codes(source))
    assert codes == ["a.b.done", "a.b.by_*"]
    assert undocumented(codes, {"a.b.by_reporter"}) == ["a.b.done"]


@pytest.mark.parametrize(
    ("listed", "wanted", "word"),
    [
        ([], {"risk"}, "put this word in"),
        (["unicorn"], set(), "does not use this word"),
        (["report", "report"], set(), "stands in the glossary twice"),
    ],
)
def test_glossary_planted_mistake_is_named(listed: list[str], wanted: set[str], word: str) -> None:
    assert word in " ".join(word_problems(listed, wanted, "class Report: risk"))


def catalog_of(dutch: str, *, fuzzy: bool = False) -> Catalog:
    catalog = Catalog(locale="nl")
    flags = ["python-format", *(["fuzzy"] if fuzzy else [])]
    catalog.add("Done: %(step)s.", dutch, locations=[("x.py", 1)], flags=flags)
    return catalog


@pytest.mark.parametrize(
    ("kept", "word"),
    [
        (Catalog(locale="nl"), "no Dutch for 'Done: %(step)s.'"),
        (catalog_of(""), "no Dutch for"),
        (catalog_of("Klaar: %(step)s.", fuzzy=True), "no Dutch for"),
    ],
)
def test_texts_planted_mistake_is_named(kept: Catalog, word: str) -> None:
    [problem] = messages.problems_of(catalog_of(""), kept)
    assert word in problem


def test_texts_planted_superfluous_and_stale_are_named() -> None:
    full = catalog_of("Klaar: %(step)s.")
    assert "no longer used" in messages.problems_of(Catalog(locale="nl"), full)[0]
    assert "stale" in messages.problems_of(full, full)[0]


@pytest.mark.parametrize(
    ("dutch", "is_broken"), [(("%(n)s dag", "%(n)s dagen"), False), (("%", "("), True)]
)
def test_texts_planted_broken_plural_is_named(dutch: tuple[str, str], *, is_broken: bool) -> None:
    catalog = Catalog(locale="nl")
    catalog.add(("%(n)s day", "%(n)s days"), dutch, flags=["python-format"])
    assert bool(broken_places(catalog)) == is_broken


def test_texts_planted_wrong_place_is_named() -> None:
    assert broken_places(catalog_of("Klaar: %(stap)s.")) != []
    assert broken_places(catalog_of("Klaar: %(step)s.")) == []


@pytest.mark.parametrize("entry", [{"nl": "Ja"}, {"nl": "Ja", "en": ""}, {"note_en": "yes"}])
def test_one_language_planted_mistake_is_named(entry: dict[str, str]) -> None:
    assert len(list(one_language({"items": [entry]}, "x.yaml"))) == 1
