"""What a role can be allowed in consultations."""

from baken.core.access.permits import Permit
from baken.core.access.reach import READ as SHOWS

READ = "consultation.consultation.read"
ASK = "consultation.consultation.ask"
ANSWER = "consultation.consultation.answer"
EXPORT = "consultation.consultation.export"

PERMITS = (
    Permit(
        READ,
        "raadplegingen lezen, met antwoord en reactie",
        "read consultations, with answer and reply",
        SHOWS,
    ),
    Permit(
        ASK,
        "een medezeggenschapsorgaan of eenheid om advies of instemming vragen",
        "ask a council or a unit for advice or consent",
    ),
    Permit(
        ANSWER,
        "antwoorden namens de medezeggenschap of de eenheid die is gevraagd",
        "answer for the council or the unit that was asked",
    ),
    Permit(
        EXPORT,
        "raadplegingen meenemen in een bestand",
        "take consultations away in a file",
    ),
)
