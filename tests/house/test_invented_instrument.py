"""House rule 6: an instrument that somebody invents needs no line of code, from form to decision."""

from __future__ import annotations

from pathlib import Path

import pytest

from baken.conftest import Cast
from baken.core.instruments.filling import Place
from baken.rooms.assessments.queries.sheet import findings_of, sheet_of
from baken.rooms.assessments.tests.factories import (
    DESCRIBED,
    make_assessment,
    settle_all,
    step,
)
from baken.rooms.library.actions import import_instrument
from baken.rooms.register.actions import take_step
from baken.rooms.register.models import Risk
from baken.rooms.register.tests.deciding import accepted, advised
from baken.rooms.sheets.actions import score_risk
from baken.rooms.sheets.tests.factories import SELDOM, answer

# An instrument that nobody wrote a line of code for.
INVENTED = """\
instrument:
  code: tree_felling
  version: 1.0.0
  kind: rie
  title: {nl: Bomen vellen, en: Felling trees}
  context: [non_operational]
  roles: {fill: [prevention_officer], review: [core_expert], decide: by_mandate}
  workflow: rie_full
  validity: {max_months: 48, review_months: 12}
  scoring: {model: fine_kinney_nl, version: 1}
  sections:
    - id: felling
      title: {nl: Vellen, en: Felling}
      questions:
        - id: saw
          type: yes_no_partial_na
          required: true
          text: {nl: Heeft elke zaag een kettingrem?, en: Has every saw a chain brake?}
          risk:
            when: answer in ['no', 'partial']
            hazard: mechanical.cutting
            title: {nl: Zaag slaat terug, en: Saw kicks back}
            scenario: {nl: De zaag slaat terug in het been., en: The saw kicks back into the leg.}
            default_scores: {probability: '0.5', exposure: '2', effect: '7'}
"""


@pytest.mark.django_db
def test_instrument_invented_in_a_folder_goes_from_form_to_register_to_decision(
    cast: Cast, tmp_path: Path
) -> None:
    """House rule on instruments as data."""
    file = tmp_path / "tree_felling" / "1.0.0" / "instrument.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(INVENTED, encoding="utf-8")
    cast.add("office", ("vms_office", "MINISTRY", None))
    import_instrument(
        actor=cast.office.actor, file=file.name, text=file.read_text(encoding="utf-8"), at=cast.at
    )
    actor = cast.commander.actor
    record = make_assessment(
        actor=actor, unit=cast.battalion, at=cast.at, **{**DESCRIBED, "instrument": "tree_felling"}
    )
    step(actor, record, "start", cast.at)
    answer(actor=actor, record=sheet_of(record), given={"saw": "no"}, at=cast.at)
    for who in ("commander", "safety_adviser"):
        score_risk(
            actor=getattr(cast, who).actor,
            record=sheet_of(record),
            place=Place("saw"),
            moment="current",
            choice=SELDOM,
            argument="Gezien",
            at=cast.at,
        )
    settle_all(actor, record, cast.at)
    step(actor, record, "end_inventory", cast.at)
    step(actor, record, "end_evaluation", cast.at)

    [finding] = findings_of(record)
    risk = Risk.objects.for_system(reason="trail").get(pk=finding.risk_number)
    assert (risk.title, risk.hazard, risk.scoring_model) == (
        "Zaag slaat terug", "mechanical.cutting", "fine_kinney_nl",
    )  # fmt: skip
    assert (risk.current_class, len(risk.scorers["current"])) == ("low", 2)
    adviser = cast.safety_adviser.actor
    risk = take_step(actor=adviser, record=risk, step="analyse", at=cast.at)
    asked = {"question": "Mag dit zo?"}
    risk = take_step(actor=adviser, record=risk, step="ask_decision", at=cast.at, fields=asked)
    decided, decision = accepted(cast, advised(cast, risk))
    assert (decided.state, decision.risk_id) == ("accepted", risk.pk)
