"""What a role can be allowed in the org room."""

from baken.core.access.permits import Permit

READ_UNIT = "org.unit.read"
READ_PERSON = "org.person.read"
READ_EQUIPMENT = "org.equipment.read"
INSPECT = "org.equipment.inspect"
MANAGE_EQUIPMENT = "org.equipment.manage"
MANAGE_QUALIFICATION = "org.qualification.manage"

PERMITS = (
    Permit(
        READ_UNIT,
        "de organisatie en wie waar verantwoordelijk is bekijken",
        "look at the organisation and who is responsible where",
    ),
    Permit(READ_PERSON, "de personen van een eenheid bekijken", "look at the persons of a unit"),
    Permit(
        READ_EQUIPMENT,
        "het materieel van een eenheid en de keuringen ervan bekijken",
        "look at the equipment of a unit and its inspections",
    ),
    Permit(INSPECT, "keuringen van materieel vastleggen", "record inspections of equipment"),
    Permit(
        MANAGE_EQUIPMENT,
        "materieel uit gebruik nemen en weer in gebruik nemen",
        "take equipment out of use and back into use",
    ),
    Permit(
        MANAGE_QUALIFICATION,
        "kwalificaties van personen vastleggen en verlengen",
        "record and renew qualifications of persons",
    ),
)
