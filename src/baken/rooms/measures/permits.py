"""What a role can be allowed with measures."""

from baken.core.access.permits import Permit
from baken.core.access.reach import READ as SHOWS

READ = "measures.measure.read"
MANAGE = "measures.measure.manage"
CARRY_OUT = "measures.measure.carry_out"
DECIDE = "measures.measure.decide"
VERIFY = "measures.measure.verify"
EXPORT = "measures.measure.export"

PERMITS = (
    Permit(READ, "maatregelen lezen", "read measures", SHOWS),
    Permit(
        MANAGE,
        "maatregelen voorstellen, beschrijven en volgen",
        "propose, describe and follow measures",
    ),
    Permit(CARRY_OUT, "een maatregel uitvoeren", "carry out a measure"),
    Permit(DECIDE, "over een maatregel besluiten", "decide on a measure"),
    Permit(
        VERIFY,
        "nagaan of een uitgevoerde maatregel werkt",
        "verify whether a measure that was carried out works",
    ),
    Permit(EXPORT, "maatregelen meenemen in een bestand", "take measures away in a file"),
)
