"""What a role can be allowed with assessments."""

from baken.core.access.permits import Permit
from baken.core.access.reach import READ as SHOWS

READ = "assessments.assessment.read"
FOLLOW = "assessments.assessment.follow"
WORK = "assessments.assessment.work"
REVIEW = "assessments.assessment.review"
DECIDE = "assessments.assessment.decide"

PERMITS = (
    Permit(
        READ,
        "geldende RI&E’s lezen, met hun bevindingen en plan",
        "read assessments that are in force, with their findings and plan",
        SHOWS,
    ),
    Permit(
        FOLLOW,
        "ook RI&E’s lezen die nog niet gelden",
        "read assessments that are not in force yet as well",
        SHOWS,
    ),
    Permit(
        WORK,
        "RI&E’s maken: inventariseren, evalueren en het plan opstellen",
        "make assessments: inventory, evaluation and plan",
    ),
    Permit(
        REVIEW,
        "RI&E’s toetsen als gecertificeerde deskundige",
        "review assessments as a certified expert",
    ),
    Permit(
        DECIDE,
        "een RI&E voor de eenheid vaststellen en laten gelden",
        "sign an assessment for the unit and put it in force",
    ),
)
