"""What a role can be allowed in the org room."""

from baken.core.access.permits import Permit
from baken.core.access.reach import READ

READ_UNIT = "org.unit.read"
READ_PERSON = "org.person.read"
MANAGE_UNIT = "org.unit.manage"
APPOINT = "org.appointment.make"
GIVE_CASE = "org.case.give"

PERMITS = (
    Permit(
        READ_UNIT,
        "de organisatie en wie waar verantwoordelijk is bekijken",
        "look at the organisation and who is responsible where",
    ),
    Permit(
        READ_PERSON, "de personen van een eenheid bekijken", "look at the persons of a unit", READ
    ),
    Permit(
        MANAGE_UNIT,
        "eenheden oprichten, hernoemen, verplaatsen, samenvoegen en opheffen",
        "found, rename, move, merge and dissolve units",
    ),
    Permit(
        APPOINT,
        "mensen benoemen in rollen die deze rol mag toekennen",
        "appoint people to the roles that this role may give",
    ),
    Permit(
        GIVE_CASE,
        "iemand een zaak geven, of van een zaak weghouden",
        "give somebody a case, or keep somebody away from one",
    ),
)
