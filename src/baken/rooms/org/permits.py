"""What a role can be allowed in the org room."""

from baken.core.access.permits import Permit

READ_UNIT = "org.unit.read"
READ_PERSON = "org.person.read"

PERMITS = (
    Permit(
        READ_UNIT,
        "de organisatie en wie waar verantwoordelijk is bekijken",
        "look at the organisation and who is responsible where",
    ),
    Permit(READ_PERSON, "de personen van een eenheid bekijken", "look at the persons of a unit"),
)
