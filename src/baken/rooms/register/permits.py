"""What a role can be allowed in the register of risks."""

from baken.core.access.permits import Permit
from baken.core.access.reach import READ as SHOWS

IDENTIFY = "register.risk.identify"
READ = "register.risk.read"
MANAGE = "register.risk.manage"
ADVISE = "register.risk.advise"
DECIDE = "register.risk.decide"
EXPORT = "register.risk.export"

# Who holds one of these may state a risk: everybody, or who manages those of a unit.
STATING = (IDENTIFY, MANAGE)

PERMITS = (
    Permit(IDENTIFY, "een risico benoemen", "state a risk"),
    Permit(
        READ,
        "risico's lezen, met scores en besluiten",
        "read risks, with scores and decisions",
        SHOWS,
    ),
    Permit(
        MANAGE,
        "risico's beschrijven, scoren en ter besluit voorleggen",
        "describe and score risks, and put them up for decision",
    ),
    Permit(ADVISE, "over een risico adviseren", "advise on a risk"),
    Permit(
        DECIDE,
        "over een risico besluiten, binnen het mandaat van de functie",
        "decide on a risk, within the mandate of the post",
    ),
    Permit(
        EXPORT,
        "risico's meenemen in een bestand",
        "take risks away in a file",
    ),
)
