"""The words for the closed lists of the language of instruments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

Words = Mapping[str, Any]

KINDS: Words = {
    "rie": _("Risk inventory and evaluation (RI&E)"),
    "vrao": _("Risk assessment of an operational activity (vRAO)"),
    "lmra": _("Last-minute risk assessment (LMRA)"),
    "further_inventory": _("Further inventory"),
    "amra": _("Risk assessment of materiel (AMRA)"),
    "checklist": _("Checklist"),
    "audit": _("Audit"),
}
WORKFLOWS: Words = {
    "rie_full": _("the whole course of an RI&E, with review and consultation"),
    "vrao": _("the course of a vRAO"),
    "lmra": _("go, go with a measure or stop, on the spot"),
    "ni": _("the course of a further inventory"),
    "amra": _("the gates of an AMRA"),
    "checklist": _("fill in and finish"),
}
DECIDERS: Words = {
    "by_mandate": _("by the class of the risks, as the mandate says"),
    "team_leader": _("whoever leads the task there"),
}
OUTPUTS: Words = {
    "report_rie": _("report of the RI&E"),
    "action_plan": _("plan of action"),
    "expert_review_report": _("report of the expert review"),
    "order_annex": _("annex to the order"),
    "risk_sheet": _("risk sheet"),
    "brief_card": _("card for the briefing"),
    "card": _("card"),
    "statistics": _("figures"),
    "report_measurement": _("report of measurements"),
    "exposure_records": _("records of exposure"),
    "report_amra": _("report of the AMRA"),
    "hazard_log": _("hazard log"),
    "restrictions": _("restrictions of use"),
    "training_needs": _("needs for training"),
    "substances_list": _("list of substances"),
}
VALIDITY_TRIGGERS: Words = {
    "occurrence_pot4": _("an occurrence that could have been severe"),
    "equipment_change": _("other equipment"),
    "substance_change": _("other substances"),
    "process_change": _("another way of working"),
    "building_change": _("a change to the building"),
    "unit_change": _("a change of the unit"),
    "strength_change": _("a fifth more or fewer people"),
    "law_change": _("a change of the law or of a limit value"),
    "finding": _("a finding of an inspection or audit"),
    "measurement_above_action": _("a measurement above the action value"),
    "lmra_stops": _("three stops on the same task in a month"),
    "measure_ineffective": _("a measure that does not work"),
    "council_request": _("a request of the employee council"),
    "review_condition": _("a condition of the expert review"),
}
ACTIONS: Words = {
    "refuse": _("the sheet is not accepted"),
    "warn_stop_work": _("a warning: stop the work"),
    "notify_team_leader": _("the team leader is told"),
    "notify_safety_adviser": _("the safety adviser is told"),
    "offer_report": _("a report is offered"),
}
REPEATED_OVER: Words = {
    "equipment_ref": _("machine or other equipment"),
    "workplace_ref": _("workplace"),
    "substance_ref": _("substance"),
    "function_group_ref": _("group of people with the same work"),
    "org_unit_ref": _("unit"),
    "material_item_ref": _("piece of materiel"),
    "phase_ref": _("phase"),
    "task_ref": _("task"),
}
ANSWER_TYPES: Words = {
    "yes_no": _("yes or no"),
    "yes_no_na": _("yes, no or not applicable"),
    "yes_no_partial_na": _("yes, no, partly or not applicable"),
    "single_choice": _("one choice"),
    "multi_choice": _("one choice or more"),
    "scale": _("a scale"),
    "integer": _("a whole number"),
    "decimal": _("a number"),
    "money": _("an amount in euros"),
    "date": _("a day"),
    "datetime": _("a moment"),
    "duration": _("a duration"),
    "text": _("a line of text"),
    "long_text": _("a text"),
    "person": _("a person"),
    "function_group": _("a group of people with the same work"),
    "org_unit": _("a unit"),
    "location": _("a place"),
    "substance": _("a substance"),
    "equipment": _("a piece of equipment"),
    "material_item": _("a piece of materiel"),
    "photo": _("photos"),
    "file": _("documents"),
    "signature": _("a name as signature"),
    "headcount": _("a number of people"),
    "table": _("a table"),
    "measurement_series": _("measured values with uncertainty and calibration"),
    "phase_list": _("a list of phases"),
    "risk_list": _("a list of risks with their scores"),
    "measure_list": _("a list of measures"),
    "computed": _("worked out"),
    "statement": _("nothing: this is only said"),
}
ANSWERS: Words = {
    "yes": _("Yes"),
    "no": _("No"),
    "partial": _("Partly"),
    "na": _("Not applicable"),
}
EVIDENCE: Words = {
    "optional": _("a photo or document may go with the answer"),
    "required": _("a photo or document must go with the answer"),
}
CHANGED_PARTS: Words = {
    "text": _("the text"),
    "form": _("how it is answered"),
    "section": _("the section it stands in"),
    "repeat": _("for what it is repeated"),
    "help": _("the explanation"),
    "when": _("when it is asked"),
    "expr": _("the formula"),
    "required": _("whether it must be answered"),
    "evidence": _("whether a photo or document goes with it"),
    "na_reason": _("whether “not applicable” needs a reason"),
    "risk": _("the risk it brings"),
    "triggers": _("the instruments it asks for"),
    "actions": _("what is done because of the answer"),
}
