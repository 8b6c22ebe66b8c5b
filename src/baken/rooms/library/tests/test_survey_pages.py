"""A branch RI&E on the pages, over HTTP and on the command line: seen first, then kept, with pictures."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from baken.conftest import Cast
from baken.rooms.library.models import ImportedInstrument, InstrumentPicture
from baken.rooms.library.tests.factories import imported
from baken.rooms.library.tests.surveys import CODE, FILE, TEXT, VERSION
from baken.site import cli

pytestmark = pytest.mark.django_db
Clients = Callable[[str], Client]
ROOT = "/bibliotheek/instrumenten"
HERE = f"{ROOT}/{CODE}/{VERSION}"
KEEP = f"{ROOT}/inlezen/branche-rie"
API = "/api/v1/instruments"


@pytest.fixture
def bureau(cast: Cast, client_of: Clients) -> Client:
    """Somebody of the central office, who may bring in instruments."""
    cast.add("bureau", ("vms_office", "MINISTRY", None))
    return client_of("bureau")


def said(answer: Any) -> str:
    """What a page says, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def sent(client: Client, text: str = TEXT, name: str = FILE) -> Any:
    """The file, as the page with the box sends it."""
    file = SimpleUploadedFile(name, text.encode())
    return client.post(f"{ROOT}/inlezen", {"file": file})


def fields(answer: Any, **changed: str) -> dict[str, str]:
    """What the page about a survey sends back."""
    form = answer.context["form"]
    return {name: str(form[name].value() or "") for name in form.fields} | changed


def test_upload_of_a_survey_shows_what_is_in_it_and_keeps_nothing(bureau: Client) -> None:
    answer = sent(bureau)
    told = said(answer)
    assert answer.status_code == 200
    for one in ("RI&E Fietsenmaker", "Nothing has been kept yet", "Modules 5", "Risks 5",
                "Profile questions 2", "Solutions 2", "Legal references 1", "Pictures 2"):  # fmt: skip
        assert one in told, one
    assert "“logo” in “sector” was not taken over" in told
    assert fields(answer)["code"] == "rie_5240a_fietsenmaker"
    assert not ImportedInstrument.objects.exists()


def test_survey_is_kept_under_the_code_and_version_that_the_expert_gives(bureau: Client) -> None:
    given = fields(sent(bureau), code=CODE, version="2.0.0")
    looked = bureau.post(KEEP, {**given, "look": "1"})
    assert (looked.status_code, ImportedInstrument.objects.count()) == (200, 0)
    answer = bureau.post(KEEP, given)
    assert (answer.status_code, answer["Location"]) == (302, f"{ROOT}/{CODE}/2.0.0")
    row = ImportedInstrument.objects.get()
    assert (row.code, row.version, row.text) == (CODE, "2.0.0", TEXT)
    again = bureau.post(KEEP, {**given, "look": "1"})
    assert "This same file is there already" in said(again)
    page = bureau.get(answer["Location"])
    assert "Arbobesluit 5.4" in said(page)


@pytest.mark.parametrize(
    ("changed", "status", "told"),
    [
        ({"code": "9 lives"}, 400, "instrument.code"),
        ({"version": "one"}, 400, "instrument.version"),
        ({"chosen": "dice@1"}, 400, "Select a valid choice"),
        ({"packed": "eJw="}, 400, "did not come back whole"),
        ({"packed": "???"}, 400, "did not come back whole"),
        ({"packed": ""}, 400, "required"),
        ({"code": "lmra_core"}, 409, "comes with the product"),
    ],
)
def test_survey_that_is_not_right_says_what_to_mend(
    bureau: Client, changed: dict[str, str], status: int, told: str
) -> None:
    answer = bureau.post(KEEP, fields(sent(bureau), **changed))
    assert answer.status_code == status
    assert told in said(answer)
    assert not ImportedInstrument.objects.exists()


def test_survey_with_a_mistake_is_refused_with_its_line(bureau: Client) -> None:
    answer = sent(bureau, TEXT.replace("</survey>", "</surveys>"))
    assert answer.status_code == 400
    assert re.search(r"fietsenmaker\.xml, line \d+", said(answer))


@pytest.mark.parametrize("who", ["soldier", "commander", "functional_admin"])
def test_only_who_manages_the_library_keeps_a_survey(client_of: Clients, who: str) -> None:
    assert client_of(who).post(KEEP, {"code": CODE}).status_code == 403


def test_pictures_are_shown_with_words_and_served_as_pictures_only(client_of: Clients) -> None:
    imported(TEXT, file=FILE, code=CODE, version=VERSION)
    client = client_of("soldier")
    for address in (HERE, f"{HERE}/proberen"):
        page = client.get(address).content.decode()
        found = re.findall(r'<img src="([^"]+)" alt="([^"]+)"', page)
        assert (f"{HERE}/plaatjes/a.png", "Zo hoort het") in found or "proberen" in address
    picture = client.get(f"{HERE}/plaatjes/a.png")
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/png")
    assert picture["X-Content-Type-Options"] == "nosniff"
    assert picture["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert client.get(f"{HERE}/plaatjes/b.png").status_code == 404
    InstrumentPicture.objects.update(data=b"<script>")
    assert client.get(f"{HERE}/plaatjes/a.png").status_code == 404


def post(client: Client, **more: Any) -> Any:
    body = {"name": FILE, "text": TEXT, "code": CODE, "version": VERSION, **more}
    return client.post(API, json.dumps(body), content_type="application/json")


def test_program_looks_first_and_brings_a_survey_in_after(bureau: Client) -> None:
    looked = post(bureau, dry_run=True)
    assert (looked.status_code, looked.json()["counts"]["risks"]) == (200, 5)
    assert not ImportedInstrument.objects.exists()
    made = post(bureau)
    assert (made.status_code, made["Location"]) == (201, f"{API}/{CODE}/{VERSION}")
    assert made.json() == {**looked.json(), "is_new": True}
    assert post(bureau).status_code == 200
    wrong = post(bureau, chosen="dice@1")
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (400, "chosen")


def test_command_brings_a_survey_in_or_only_tells_what_is_in_it(
    tmp_path: Path, capsys: Any
) -> None:
    file = tmp_path / FILE
    file.write_text(TEXT, encoding="utf-8")
    given = ["import-instrument", str(file), "--code", CODE, "--version", "1.2.0"]
    assert cli.main([*given, "--dry-run"]) == 0
    told = capsys.readouterr()
    assert f"{CODE} 1.2.0 not kept: " in told.out
    assert "5 modules, 2 profile questions, 5 risks, 2 solutions" in told.out
    assert "“logo” in “sector” was not taken over" in told.err
    assert not ImportedInstrument.objects.exists()
    assert cli.main([*given, "--json"]) == 0
    counts = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (counts["created"], counts["risks"], counts["version"]) == (1, 5, "1.2.0")
    assert cli.main([*given, "--chosen", "dice@1"]) == 1
    assert "--chosen: No survey can be scored with this" in capsys.readouterr().err
