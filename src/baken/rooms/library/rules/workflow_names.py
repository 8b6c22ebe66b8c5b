"""The life cycles that an instrument can name. Source: domain reference, instruments, section 2."""

WORKFLOWS = ("rie_full", "vrao", "lmra", "ni", "amra", "checklist")
