"""An instrument with every block of the language, to load, to spoil and to fill in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from baken.core.instruments.definitions import (
    NOT_PUBLISHED,
    Definition,
    Known,
    Published,
    Source,
    read_definition,
)
from baken.core.instruments.tests.scales import MATRIX, PRODUCT, read

FILE = "instrument.yaml"
KNOWN = Known(
    hazards=("mechanical.rotating_parts", "physical.noise", "substances.welding_fume"),
    measures=("std.guard_fixed", "std.interlock"),
    control_levels=("source", "collective_engineering", "organisational", "ppe"),
    workflows=("rie_full", "lmra"),
    legal_bases=("arbowet.art5",),
    contexts=("non_operational", "operational"),
    workplace_types=("workshop", "office"),
    roles=("employee", "prevention_officer", "safety_adviser"),
    instruments=("ni_vibration",),
    announced=("ni_noise",),
    scoring_models={("times", 3): read(PRODUCT), ("grid", 1): read(MATRIX)},
)
WORKSHOP = """\
instrument:
  code: small_workshop
  version: 2.1.0
  kind: rie
  title: {nl: Werkplaats, en: Workshop}
  legal_basis: [arbowet.art5]
  context: [non_operational]
  applies_to: {unit_levels: [2, 3], workplace_types: [workshop]}
  roles: {fill: [prevention_officer], advise: [safety_adviser], decide: by_mandate}
  workflow: rie_full
  validity: {max_months: 48, review_months: 12, triggers: [law_change]}
  scoring: {model: times, version: 3}
  offline: true
  outputs: [report_rie, action_plan]
  profile:
    - {id: has_machines, type: yes_no, required: true, text: {nl: Machines?, en: Machines?}}
    - {id: heads, type: headcount, text: {nl: Hoeveel mensen?, en: How many people?}}
  tables:
    allowed: {low: 80, high: 85}
  sections:
    - id: machines
      title: {nl: Machines, en: Machines}
      help: {nl: Per machine., en: For each machine.}
      when: profile.has_machines
      repeat: {over: equipment_ref, min: 1, max: 5}
      questions:
        - id: m1
          type: yes_no_partial_na
          required: true
          evidence: optional
          na_reason: required
          text: {nl: Afgeschermd?, en: Guarded?}
          help: {nl: Kijk ook achter., en: Look behind as well.}
          risk:
            when: answer in ['no', 'partial']
            hazard: mechanical.rotating_parts
            title: {nl: Intrekking, en: Drawing in}
            scenario: {nl: Hand raakt as., en: Hand meets shaft.}
            default_scores: {harm: 10, chance: often}
            measures: [std.guard_fixed]
          actions: [{when: answer == 'no' and profile.has_machines, do: warn_stop_work}]
        - id: m2
          type: decimal
          unit: dB(A)
          when: m1 != 'na'
          text: {nl: Geluid?, en: Sound?}
          constraints: {min: 30, max: 160}
          triggers: [{when: answer >= 80, require_instrument: ni_noise}]
        - {id: m3, type: date, text: {nl: Gekeurd?, en: Inspected?}}
        - {id: m4, type: computed, expr: m2 - 80, text: {nl: Boven 80, en: Above 80}}
    - id: room
      title: {nl: Ruimte, en: Room}
      questions:
        - {id: wide, type: decimal, unit: cm, text: {nl: Breed?, en: Wide?}, constraints: {min: 0, max: 500}}
        - id: tools
          type: table
          text: {nl: Gereedschap, en: Tools}
          constraints: {max: 3}
          columns:
            - {id: name, type: text, required: true, text: {nl: Wat, en: What}}
            - {id: mass, type: decimal, unit: kg, text: {nl: Zwaar, en: Heavy}, constraints: {min: 0}}
        - id: level
          type: single_choice
          options:
            - {code: low, text: {nl: Laag, en: Low}}
            - {code: high, text: {nl: Hoog, en: High}}
          text: {nl: Hoe erg?, en: How bad?}
        - {id: more, type: long_text, when: level == 'high', text: {nl: Leg uit, en: Explain}}
  calculations:
    - {id: worst_score, expr: max(risks.current_score)}
    - {id: loud, expr: "max(m2) > lookup(allowed, level)", text: {nl: Te hard, en: Too loud}}
  rules:
    - {when: loud and more == '', do: refuse, text: {nl: Leg uit waarom., en: Explain why.}}
    - {when: "sections.room.wide < 1", do: [notify_safety_adviser, offer_report]}
"""
LIBRARY = """\
section_library:
  code: core_general
  version: 1.2.0
  title: {nl: Algemeen, en: General}
  sections:
    - id: general
      title: {nl: Algemeen, en: General}
      questions:
        - {id: g1, type: yes_no, text: {nl: Is er beleid?, en: Is there a policy?}}
"""


def changed(old: str, new: str, text: str = WORKSHOP) -> str:
    """A text with one part of it changed, which must stand in it once."""
    assert text.count(old) == 1, (text.count(old), old)
    return text.replace(old, new)


def load(
    text: str = WORKSHOP,
    *,
    known: Known = KNOWN,
    libraries: Sequence[str] = (),
    published: Published = NOT_PUBLISHED,
) -> Definition:
    """The instrument that a text is."""
    found = [Source(f"library_{place}.yaml", one) for place, one in enumerate(libraries, start=1)]
    return read_definition(Source(FILE, text), known, libraries=found, published=published)


def questions(*lines: str, head: str = "", tail: str = "", kind: str = "times, version: 3") -> str:
    """A small instrument with these questions in one section, each a line of YAML."""
    asked = "\n".join(f"        - {line}" for line in lines)
    return f"""\
instrument:
  code: small
  version: 1.0.0
  kind: checklist
  title: {{nl: Klein, en: Small}}
  context: [operational]
  roles: {{fill: [employee], decide: team_leader}}
  workflow: lmra
  scoring: {{model: {kind}}}
{head}  sections:
    - id: all
      title: {{nl: Alles, en: All}}
      questions:
{asked}
{tail}"""


def question(name: str, kind: str, more: str = "") -> str:
    """A question as a line of YAML."""
    rest = f", {more}" if more else ""
    return f"{{id: {name}, type: {kind}, text: {{nl: Vraag {name}, en: Question {name}}}{rest}}}"


def without_scoring() -> Known:
    """What is known, without any scoring model."""
    return replace(KNOWN, scoring_models={})
