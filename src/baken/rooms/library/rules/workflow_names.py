"""The life cycles and circumstances that an instrument can name.

Source: domain reference, instruments, sections 1 and 2.
"""

WORKFLOWS = ("rie_full", "vrao", "lmra", "ni", "amra", "checklist")
# In which circumstances it is used; operational is exercise, live firing, preparation and deployment.
CIRCUMSTANCES = ("non_operational", "operational")
