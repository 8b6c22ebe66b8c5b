"""Pages of posters and kiosks: choosing, printing, PDF with and without the package, withdrawing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from baken.conftest import Cast
from baken.core.page import pdf
from baken.rooms.org.models import Kiosk, PlaceCode, Site, Workplace
from baken.rooms.org.queries.places import place_behind
from baken.rooms.org.tests.factories import (
    make_equipment,
    make_kiosk,
    make_site,
    many_kiosks,
    place_of_site,
)

Clients = Callable[[str], Client]


@pytest.fixture
def site(cast: Cast) -> Site:
    made = make_site("HAV-1", holder=cast.battalion, name_nl="Kazerne", buildings=["Gebouw B12"])
    Workplace.objects.create(site=made, unit=cast.company, type="garage")
    make_equipment(unit=cast.company, ref="LADR-1", name="Ladder", site=made)
    return made


def make_all(client: Client, asked: str = "site=HAV-1", **fields: object) -> str:
    answer = client.post(f"/posters?{asked}", fields)
    assert answer.status_code == 302, answer.context["form"].errors
    return answer["Location"]


def test_posters_of_a_site_print_with_address_place_and_both_languages(
    cast: Cast, site: Site, client_of: Clients
) -> None:
    client = client_of("safety_adviser")
    text = client.get(make_all(client)).content.decode()
    codes = list(PlaceCode.objects.values_list("code", flat=True))
    assert len(codes) == 4
    assert all(f"http://testserver/m/{code}" in text for code in codes)
    assert text.count("<svg viewBox") >= 4
    assert text.count('class="org-poster__call"') == 8
    assert "Gebouw B12" in text


def test_what_is_printed_leads_to_the_address_by_which_the_installation_is_known(
    cast: Cast, site: Site, client_of: Clients, settings: Any
) -> None:
    settings.PUBLIC_URL = "https://baken.voorbeeld.example"
    client = client_of("safety_adviser")
    posters = client.get(make_all(client)).context["posters"]
    assert len(posters) == 4
    known = "https://baken.voorbeeld.example/"
    assert [one["address"] for one in posters if not one["address"].startswith(known)] == []
    told = client.post("/kiosken?site=HAV-1", {"place": f"site:{site.pk}:", "name": "Poort"})
    assert told.context["address"] == f"{known}kiosk/{Kiosk.objects.get().code}"


def test_posters_of_what_was_chosen_in_one_language(
    cast: Cast, site: Site, client_of: Clients
) -> None:
    client = client_of("safety_adviser")
    place = f"building:{site.pk}:Gebouw B12"
    url = make_all(client, places=[place], size="a6", language="nl")
    text = client.get(url).content.decode()
    assert PlaceCode.objects.get().building == "Gebouw B12"
    assert text.count('class="org-poster__call"') == 1
    assert "org-posters--a6" in text


def test_posters_of_one_piece_of_equipment_and_of_a_unit(
    cast: Cast, site: Site, client_of: Clients
) -> None:
    client = client_of("safety_adviser")
    make_all(client, "equipment=LADR-1")
    assert PlaceCode.objects.get().kind == "equipment"
    make_all(client, "unit=COMPANY")
    assert set(PlaceCode.objects.values_list("kind", flat=True)) == {"equipment", "workplace"}
    assert client.get("/posters").status_code == 200


@pytest.mark.parametrize("asked", ["site=NONE", "unit=NONE", "equipment=NONE", "site=%00"])
def test_posters_of_what_is_not_there_is_not_found(
    cast: Cast, site: Site, client_of: Clients, asked: str
) -> None:
    expected = 200 if asked == "site=%00" else 404
    assert client_of("safety_adviser").get(f"/posters?{asked}").status_code == expected


def test_posters_are_for_who_makes_them(cast: Cast, site: Site, client_of: Clients) -> None:
    assert client_of("soldier").get("/posters?site=HAV-1").status_code == 403
    assert client_of("outsider").post("/posters?site=HAV-1").status_code == 200
    assert PlaceCode.objects.count() == 0


def test_sheets_of_codes_elsewhere_show_none(cast: Cast, site: Site, client_of: Clients) -> None:
    client = client_of("safety_adviser")
    url = make_all(client)
    assert "org-poster__address" not in client_of("outsider").get(url).content.decode()


def test_pdf_has_a_page_for_each_poster(
    cast: Cast, site: Site, client_of: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[int] = []
    documents = pdf._maker().Document
    write = documents.write_pdf

    def counted(self: Any, *args: Any, **kwargs: Any) -> Any:
        drawn.append(len(self.pages))
        return write(self, *args, **kwargs)

    monkeypatch.setattr(documents, "write_pdf", counted)
    client = client_of("safety_adviser")
    for size, pages in (("a4", 4), ("a6", 1)):
        url = make_all(client, size=size).replace("afdrukken", "pdf")
        answer = client.get(url)
        assert answer["Content-Type"] == "application/pdf"
        assert drawn[-1] == pages


def test_pdf_without_the_package_leads_to_the_print_page(
    cast: Cast, site: Site, client_of: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> None:
        raise pdf.NoPdf("no PDF here")

    client = client_of("safety_adviser")
    url = make_all(client)
    monkeypatch.setattr(pdf, "_maker", missing)
    assert "poster-pdf" not in client.get(url).content.decode()
    answer = client.get(url.replace("afdrukken", "pdf"), follow=True)
    assert "no PDF here" in answer.content.decode()
    assert "org-poster__address" in answer.content.decode()


def test_withdraw_from_the_page(cast: Cast, site: Site, client_of: Clients) -> None:
    client = client_of("safety_adviser")
    make_all(client, "equipment=LADR-1")
    code = PlaceCode.objects.get().code
    client.post("/posters/intrekken", {"code": code})
    assert place_behind(code) is not None, "a reason is needed"
    client.post("/posters/intrekken", {"code": code, "reason": "Afgevoerd"})
    assert place_behind(code) is None
    assert client.post("/posters/intrekken", {"code": code, "reason": "x"}).status_code == 404


def test_label_leads_to_the_code_once_there_is_one(
    cast: Cast, site: Site, client_of: Clients
) -> None:
    client = client_of("safety_adviser")
    before = client.get("/locaties/HAV-1/etiket").content
    make_all(client)
    assert client.get("/locaties/HAV-1/etiket").content != before
    assert client.get("/materieel/LADR-1/etiket").status_code == 200


def test_pages_link_to_posters_for_who_makes_them(
    cast: Cast, site: Site, client_of: Clients
) -> None:
    for path in ("/locaties/HAV-1", "/materieel/LADR-1", "/eenheden/COMPANY"):
        assert "/posters?" in client_of("safety_adviser").get(path).content.decode()
    assert "/posters?" not in client_of("soldier").get("/locaties/HAV-1").content.decode()


# ---- kiosks ----


def test_kiosk_set_up_tells_the_code_once(cast: Cast, site: Site, client_of: Clients) -> None:
    client = client_of("safety_adviser")
    answer = client.post(
        "/kiosken?site=HAV-1", {"place": f"building:{site.pk}:Gebouw B12", "name": "Kantine"}
    )
    kiosk = Kiosk.objects.get()
    assert kiosk.place.building == "Gebouw B12"
    assert f"/kiosk/{kiosk.code}" in answer.content.decode()
    assert answer.context["setup_code"] in answer.content.decode()
    assert answer.context["setup_code"] not in client.get("/kiosken?site=HAV-1").content.decode()


def test_kiosk_pages_renew_and_shut(cast: Cast, site: Site, client_of: Clients) -> None:
    client, made = client_of("safety_adviser"), make_kiosk(place_of_site(site))
    answer = client.post("/kiosken/opnieuw", {"kiosk": made.kiosk.code})
    assert answer.context["setup_code"].replace("-", "") != made.setup_code
    client.post("/kiosken/afsluiten", {"kiosk": made.kiosk.code})
    assert Kiosk.objects.get().withdrawn_at == cast.at
    assert client.post("/kiosken/afsluiten", {"kiosk": made.kiosk.code}).status_code == 404
    assert "shut down" in client.get("/kiosken?site=HAV-1").content.decode()


def test_kiosk_pages_ask_which_site_and_refuse_others(
    cast: Cast, site: Site, client_of: Clients
) -> None:
    made = make_kiosk(place_of_site(site))
    assert "HAV-1" in client_of("safety_adviser").get("/kiosken").content.decode()
    assert client_of("safety_adviser").get("/kiosken?site=NONE").status_code == 404
    assert client_of("soldier").get("/kiosken").status_code == 403
    outsider = client_of("outsider")
    assert outsider.post("/kiosken/afsluiten", {"kiosk": made.kiosk.code}).status_code == 404
    assert (
        outsider.post("/kiosken?site=HAV-1", {"place": f"site:{site.pk}:", "name": "x"}).status_code
        == 400
    )


def test_kiosk_name_that_is_taken_is_told(cast: Cast, site: Site, client_of: Clients) -> None:
    client = client_of("safety_adviser")
    for status in (200, 400):
        answer = client.post("/kiosken?site=HAV-1", {"place": f"site:{site.pk}:", "name": "Poort"})
        assert answer.status_code == status


# ---- more places than stand on one page ----


@pytest.fixture
def camp(cast: Cast) -> Site:
    return make_site(
        "KAMP-1", holder=cast.battalion, buildings=[f"B{one}" for one in range(1, 111)]
    )


def test_place_that_stands_on_no_first_page_gets_a_kiosk_and_a_poster(
    cast: Cast, camp: Site, client_of: Clients
) -> None:
    client, word = client_of("safety_adviser"), f"building:{camp.pk}:B105"
    answer = client.post("/kiosken?site=KAMP-1", {"place": word, "name": "Poort"})
    assert (answer.status_code, Kiosk.objects.get().place.building) == (200, "B105")
    make_all(client, "site=KAMP-1", places=[word, f"building:{camp.pk}:B106"])
    assert set(PlaceCode.objects.values_list("building", flat=True)) == {"B105", "B106"}


@pytest.mark.parametrize("words", [["site:0:"], ["x"], ["site:{pk}:", "site:{pk}:B900"]])
def test_posters_of_what_is_no_place_here_are_refused(
    cast: Cast, site: Site, client_of: Clients, words: list[str]
) -> None:
    places = [word.format(pk=site.pk) for word in words]
    answer = client_of("safety_adviser").post("/posters?site=HAV-1", {"places": places})
    assert (answer.status_code, list(answer.context["form"].errors)) == (400, ["places"])
    assert PlaceCode.objects.count() == 0


def test_posters_of_more_than_a_hundred_at_once_are_refused(
    cast: Cast, camp: Site, client_of: Clients
) -> None:
    places = [f"building:{camp.pk}:B{one}" for one in range(1, 102)]
    answer = client_of("safety_adviser").post("/posters?site=KAMP-1", {"places": places})
    assert (answer.status_code, list(answer.context["form"].errors)) == (400, ["places"])
    assert PlaceCode.objects.count() == 0


def followed(client: Client, path: str, name: str) -> Any:
    """The page behind the way on of one of the lists of a page."""
    return client.get(path.split("?")[0] + client.get(path).context[name]["next_url"])


def test_further_places_stand_on_a_next_page_for_posters_and_for_kiosks(
    cast: Cast, camp: Site, client_of: Clients
) -> None:
    client = client_of("safety_adviser")
    posters = followed(client, "/posters?site=KAMP-1", "pages")
    assert [one.building for one in posters.context["places"]][-1] == "B110"
    client.post(posters.request["PATH_INFO"] + "?" + posters.request["QUERY_STRING"])
    assert PlaceCode.objects.count() == 11, "all of these are those of the page"
    kiosks = followed(client, "/kiosken?site=KAMP-1", "place_pages")
    assert f"building:{camp.pk}:B110" in kiosks.content.decode()
    assert f"building:{camp.pk}:B2&" not in kiosks.content.decode()
    here = kiosks.request["PATH_INFO"] + "?" + kiosks.request["QUERY_STRING"]
    refused = client.post(here, {"place": f"building:{camp.pk}:B110", "name": " "})
    assert f'value="building:{camp.pk}:B110" selected' in refused.content.decode()


def test_further_kiosks_and_those_that_were_shut_stand_on_pages_of_their_own(
    cast: Cast, site: Site, client_of: Clients
) -> None:
    client = client_of("safety_adviser")
    many_kiosks(place_of_site(site), 51)
    oldest = followed(client, "/kiosken?site=HAV-1", "pages")
    assert [one["one"].kiosk.name for one in oldest.context["kiosks"]] == ["Nummer 0"]
    code = oldest.context["kiosks"][0]["one"].kiosk.code
    client.post("/kiosken/afsluiten", {"kiosk": code})
    assert client.get("/kiosken?site=HAV-1").context["pages"]["next_url"] == ""
    shut = client.get("/kiosken?site=HAV-1&state=shut")
    assert [one["one"].kiosk.code for one in shut.context["kiosks"]] == [code]


def test_further_sites_to_choose_from_stand_on_a_next_page(cast: Cast, client_of: Clients) -> None:
    for number in range(51):
        make_site(f"PLEK-{number:02}", holder=cast.battalion)
    text = followed(client_of("safety_adviser"), "/kiosken", "site_pages").content.decode()
    assert "PLEK-50" in text
    assert "PLEK-49" not in text


@pytest.mark.parametrize(
    ("path", "back"),
    [
        ("/posters?site=HAV-1", "/posters?site=HAV-1"),
        ("/posters?equipment=LADR-1", "/posters?equipment=LADR-1"),
        ("/posters?unit=COMPANY", "/posters?unit=COMPANY"),
        ("/kiosken?site=HAV-1", "/kiosken?site=HAV-1"),
        ("/kiosken?", "/kiosken"),
    ],
)
def test_cursor_that_is_not_ours_leads_to_the_first_page(
    cast: Cast, site: Site, client_of: Clients, path: str, back: str
) -> None:
    answer = client_of("safety_adviser").get(f"{path}&cursor=x")
    assert (answer.status_code, answer["Location"]) == (302, back)
