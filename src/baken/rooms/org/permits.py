"""What a role can be allowed in the org room."""

from baken.core.access.permits import Permit
from baken.core.access.reach import ADMINISTER, READ

READ_UNIT = "org.unit.read"
READ_PERSON = "org.person.read"
READ_EQUIPMENT = "org.equipment.read"
INSPECT = "org.equipment.inspect"
MANAGE_EQUIPMENT = "org.equipment.manage"
MANAGE_QUALIFICATION = "org.qualification.manage"
MANAGE_UNIT = "org.unit.manage"
APPOINT = "org.appointment.make"
GIVE_CASE = "org.case.give"
MAKE_POSTER = "org.place.poster"
MANAGE_KIOSK = "org.kiosk.manage"
READ_HANDOVER = "org.handover.read"
WRITE_HANDOVER = "org.handover.write"
TAKE_HANDOVER = "org.handover.take"

PERMITS = (
    Permit(
        READ_UNIT,
        "de organisatie en wie waar verantwoordelijk is bekijken",
        "look at the organisation and who is responsible where",
    ),
    Permit(
        READ_EQUIPMENT,
        "het materieel van een eenheid en de keuringen ervan bekijken",
        "look at the equipment of a unit and its inspections",
        READ,
    ),
    Permit(INSPECT, "keuringen van materieel vastleggen", "record inspections of equipment"),
    Permit(
        MANAGE_EQUIPMENT,
        "materieel uit gebruik nemen, weer in gebruik nemen en aan een andere eenheid overdragen",
        "take equipment out of use and back into use, and hand it to another unit",
    ),
    Permit(
        MANAGE_QUALIFICATION,
        "kwalificaties van personen vastleggen en verlengen",
        "record and renew qualifications of persons",
    ),
    Permit(
        READ_PERSON, "de personen van een eenheid bekijken", "look at the persons of a unit", READ
    ),
    Permit(
        MANAGE_UNIT,
        "eenheden oprichten, hernoemen, verplaatsen, samenvoegen en opheffen",
        "found, rename, move, merge and dissolve units",
        ADMINISTER,
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
    Permit(
        MAKE_POSTER,
        "posters met een QR-code maken voor plekken en materieel, en codes intrekken",
        "make posters with a QR code for places and equipment, and withdraw codes",
    ),
    Permit(
        MANAGE_KIOSK,
        "een kiosk neerzetten waarop iedereen kan melden, en die weer afsluiten",
        "set up a kiosk on which anybody can report, and shut it down again",
    ),
    Permit(
        READ_HANDOVER,
        "de overdracht van commando van een eenheid bekijken",
        "look at the handover of command of a unit",
        READ,
    ),
    Permit(
        WRITE_HANDOVER,
        "schrijven voor wie het commando overneemt",
        "write for whoever takes over command",
    ),
    Permit(
        TAKE_HANDOVER,
        "bij de overdracht van commando overnemen wat er ligt",
        "take over what there is at a handover of command",
    ),
)
