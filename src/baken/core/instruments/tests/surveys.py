"""A survey of a branch with everything that its XML may hold, written for these tests."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace

from baken.core.instruments.definitions import Source
from baken.core.instruments.survey_xml import ReadSurvey, Scorings, read_survey
from baken.core.instruments.tests.instruments import KNOWN
from baken.core.instruments.tests.scales import named, native, read

FILE = "fietsenmaker.xml"
NAMESPACE = "http://xml.simplon.biz/euphorie/survey/1.0"
GIF = b"GIF89a" + bytes(20)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(8)
PRIORITY = {
    **named("own_priority", version=2, source="ours", help_nl="H", help_en="H"),
    "axes": [named("priority", values=[named("low"), named("medium"), named("high")])],
    "direct": {"low": "lo", "medium": "mid", "high": "hi"},
    "classes": [native("lo", "low"), native("mid", "medium"), native("hi", "high")],
    "examples": [
        {"choice": {"priority": "low"}, "class": "lo"},
        {"choice": {"priority": "medium"}, "class": "mid"},
        {"choice": {"priority": "high"}, "class": "hi"},
    ],
}
KINNEY = {
    **named("own_kinney", version=1, source="ours", help_nl="H", help_en="H"),
    "axes": [
        named("probability", values=[
            named("small", number=1), named("medium", number=3), named("large", number=5),
        ]),
        named("frequency", values=[
            named("almost-never", number=1), named("regular", number=4), named("constant", number=7),
        ]),
        named("effect", values=[
            named("weak", number=1), named("significant", number=5), named("high", number=10),
        ]),
    ],
    "formula": "probability*frequency*effect",
    "bands": [{"max": 15, "class": "lo"}, {"max": 50, "class": "mid"}, {"class": "hi"}],
    "classes": [native("lo", "low"), native("mid", "medium"), native("hi", "high")],
    "examples": [
        {"number": 15, "class": "lo"},
        {"number": 50, "class": "mid"},
        {"number": 51, "class": "hi"},
    ],
}  # fmt: skip
SCORINGS = Scorings(chosen=("own_priority", 2), calculated=("own_kinney", 1))
SURVEY_KNOWN = replace(
    KNOWN,
    roles=("arbo_coordinator", "prevention_officer", "core_expert"),
    scoring_models={SCORINGS.chosen: read(PRIORITY), SCORINGS.calculated: read(KINNEY)},
)


def in_base64(content: bytes, *, twice: bool = False) -> str:
    """Bytes as they stand in XML; some exports write them twice."""
    once = b64encode(content)
    return (b64encode(once) if twice else once).decode()


WHOLE = f"""<?xml version='1.0' encoding='utf-8'?>
<sector xmlns="{NAMESPACE}">
  <title>Tweewielers</title>
  <logo content-type="image/x-ms-bmp" filename-type="logo.bmp">Qk1uMQ==</logo>
  <survey external-id="5240">
    <title>RI&amp;E Fietsenmaker</title>
    <introduction>Lees dit eerst.</introduction>
    <language>nl</language>
    <country>nl</country>
    <classification-code>5240a</classification-code>
    <description>&lt;p&gt;Voor werkplaats en winkel.&lt;/p&gt;</description>
    <evaluation-optional>yes</evaluation-optional>
    <profile-question external-id="KLV-1" type="optional">
      <title>Winkel</title>
      <question>Heeft u een winkel?</question>
      <description>Een toonbank is genoeg.</description>
      <module external-id="M-1" optional="no">
        <title>Toonbank</title>
        <description/>
        <risk external-id="R-1" type="risk">
          <title>De toonbank is op ellebooghoogte.</title>
          <problem-description>De toonbank heeft een verkeerde hoogte.</problem-description>
          <description>&lt;p&gt;Meet dit bij &lt;a href="http://example.org/"&gt;iedereen&lt;/a&gt;.&lt;/p&gt;</description>
          <legal-reference>&lt;p&gt;Arbobesluit 5.4&lt;/p&gt;</legal-reference>
          <show-not-applicable>true</show-not-applicable>
          <evaluation-method default-probability="medium" default-frequency="almost-never" default-effect="significant">calculated</evaluation-method>
          <solutions>
            <solution external-id="O-1">
              <description>&lt;p&gt;Maak de toonbank hoger&lt;/p&gt;</description>
              <action-plan>Maak de toonbank hoger of lager.</action-plan>
              <prevention-plan>Meet bij indiensttreding.</prevention-plan>
              <requirements>Een timmerman.</requirements>
            </solution>
            <images>
              <image external-id="I-1" content-type="image/gif" filename="toon bank.gif">{in_base64(GIF, twice=True)}<title>Goede hoogte</title></image>
            </images>
            <solution external-id="O-2">
              <description>Koop een kruk.</description>
              <action-plan/>
            </solution>
          </solutions>
        </risk>
      </module>
    </profile-question>
    <profile-question external-id="KLV-2" type="repeat">
      <title>Werkplaats</title>
      <question>Welke werkplaatsen heeft u?</question>
      <description>Elke ruimte telt.</description>
      <module external-id="M-2" optional="true">
        <title>Lassen</title>
        <description>Over lassen.</description>
        <question>Er wordt gelast.</question>
        <solution-direction>Kies een andere verbinding.</solution-direction>
        <risk external-id="R-2" type="top5">
          <title>Er is afzuiging.</title>
          <description/>
          <show-not-applicable>false</show-not-applicable>
          <evaluation-method>direct</evaluation-method>
        </risk>
        <module external-id="M-3" optional="true">
          <title>Aluminium</title>
          <description/>
          <question>Ook aluminium?</question>
          <risk external-id="R-2" type="policy">
            <title>De lasser is opgeleid.</title>
            <description/>
            <show-not-applicable>false</show-not-applicable>
            <evaluation-method default-priority="low">direct</evaluation-method>
          </risk>
          <module external-id="M-4" optional="no">
            <title>Gas</title>
            <description/>
            <risk external-id="R-3" type="risk">
              <title>De flessen staan vast.</title>
              <description/>
              <show-not-applicable>false</show-not-applicable>
              <evaluation-method default-priority="medium">direct</evaluation-method>
            </risk>
          </module>
        </module>
      </module>
    </profile-question>
    <module optional="false">
      <title>Beleid</title>
      <description/>
      <image caption="Zo hoort het" filename="a.png">{in_base64(PNG)}</image>
      <risk type="risk">
        <title>Er is een plan.</title>
        <description/>
        <evaluation-method default-probability="none" default-frequency="none" default-effect="none">calculated</evaluation-method>
      </risk>
    </module>
    <epilogue>Klaar.</epilogue>
  </survey>
</sector>
"""  # noqa: E501


def survey(inside: str, *, head: str = "<title>Fiets</title><language>nl</language>") -> str:
    """A small survey with this in it, on the second line."""
    start = f'<sector xmlns="{NAMESPACE}"><title>Fiets</title><survey>{head}'
    return f"{start}\n{inside}\n</survey></sector>"


def module(inside: str = "", *, more: str = "", title: str = "<title>Deel</title>") -> str:
    """A module with this in it, and a question so that there is one."""
    return f'<module external-id="M-1"{more}>{title}{inside}{risk()}</module>'


def risk(inside: str = "", *, more: str = "", title: str = "<title>Het is goed.</title>") -> str:
    """A risk with this in it."""
    return f"<risk{more}>{title}{inside}</risk>"


def whole() -> ReadSurvey:
    """The survey with everything."""
    return taken_in(WHOLE)


def taken_in(text: str, *, code: str = "", version: str = "1.0.0") -> ReadSurvey:
    """The instrument that a survey is."""
    source = Source(FILE, text)
    return read_survey(source, SURVEY_KNOWN, SCORINGS, code=code, version=version)


def notes(found: ReadSurvey, language: str = "en") -> list[str]:
    """What was told of it."""
    return [one.said(language) for one in found.notes]
