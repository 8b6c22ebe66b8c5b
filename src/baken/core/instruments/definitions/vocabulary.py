"""The closed lists of the language: words that mean something to the product, and its limits.

A new word here is a new behaviour of the product, so it is written by developers; everything else that an
instrument names comes from the library. Source: domain reference, instruments, sections 1-3.
"""

from __future__ import annotations

KINDS = ("rie", "vrao", "lmra", "further_inventory", "amra", "checklist", "audit")
OUTPUTS = (
    "report_rie",
    "action_plan",
    "expert_review_report",
    "order_annex",
    "risk_sheet",
    "brief_card",
    "card",
    "statistics",
    "report_measurement",
    "exposure_records",
    "report_amra",
    "hazard_log",
    "restrictions",
    "training_needs",
    "substances_list",
)
ROLE_STEPS = ("fill", "advise", "review")
BY_MANDATE, TEAM_LEADER = "by_mandate", "team_leader"
DECIDERS = (BY_MANDATE, TEAM_LEADER)  # by class of the mandate table; whoever leads the task there
VALIDITY_TRIGGERS = (
    "occurrence_pot4",
    "equipment_change",
    "substance_change",
    "process_change",
    "building_change",
    "unit_change",
    "strength_change",
    "law_change",
    "finding",
    "measurement_above_action",
    "lmra_stops",
    "measure_ineffective",
    "council_request",
    "review_condition",
)
# What a section is repeated for: one time for each of these that the sheet names.
REPEATED_OVER = (
    "equipment_ref",
    "workplace_ref",
    "substance_ref",
    "function_group_ref",
    "org_unit_ref",
    "material_item_ref",
    "phase_ref",
    "task_ref",
)
EVIDENCE = NOT_ASKED, OPTIONAL, REQUIRED = ("none", "optional", "required")
NA_REASONS = ("required", "none")
REFUSE = "refuse"
ACTIONS = (
    REFUSE,
    "warn_stop_work",
    "notify_team_leader",
    "notify_safety_adviser",
    "offer_report",
)
# Who may be exposed in a line of a list of risks.
EXPOSED = ("own", "partner", "civilian")

YES, NO, PARTIAL, NOT_APPLICABLE = "yes", "no", "partial", "na"
GAPS = frozenset({NO, PARTIAL})  # answers that say that something is not in order

UNIT_LEVELS = (1, 9)
MOST_SECTIONS = 1_000
DEEPEST_SECTION = 6  # sections within sections
MOST_QUESTIONS = 2_000
MOST_OPTIONS = 200
MOST_COLUMNS = 20
MOST_CALCULATIONS = 200
MOST_INCLUDES = 20
MOST_REPETITIONS = 200
MOST_ROWS = 500
MOST_MEASURES = 3_000
MOST_PICTURES = 10
LONGEST_HELP = 12_000
# Names that mean something in every expression, and therefore name no question or calculation.
RESERVED = frozenset(
    {"answer", "profile", "sections", "risks", "and", "or", "not", "in", "true", "false", "lookup"}
)
