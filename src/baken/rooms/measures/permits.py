"""What a role can be allowed with measures and with small purchases."""

from baken.core.access.permits import Permit
from baken.core.access.reach import READ as SHOWS

READ = "measures.measure.read"
MANAGE = "measures.measure.manage"
CARRY_OUT = "measures.measure.carry_out"
DECIDE = "measures.measure.decide"
VERIFY = "measures.measure.verify"
EXPORT = "measures.measure.export"
READ_RECOMMENDATION = "measures.recommendation.read"
RECEIVE = "measures.recommendation.receive"
ANSWER = "measures.recommendation.answer"
FOLLOW_UP = "measures.recommendation.follow_up"
JUDGE = "measures.recommendation.judge"
SPEAK_FOR_IVD = "measures.recommendation.speak_for_ivd"
SPEAK_FOR_AUDIT = "measures.recommendation.speak_for_audit"
SPEAK_FOR_OUTSIDE = "measures.recommendation.speak_for_outside"
REACT = "measures.recommendation.react"
EXPORT_RECOMMENDATION = "measures.recommendation.export"

READ_PURCHASE = "measures.purchase.read"
ASK = "measures.purchase.ask"
CHECK = "measures.purchase.check"
APPROVE = "measures.purchase.approve"
CHECK_EFFECT = "measures.purchase.check_effect"
EXPORT_PURCHASE = "measures.purchase.export"
FUND = "measures.purchase.fund"
COMPARE = "measures.purchase.compare"

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
    Permit(READ_RECOMMENDATION, "aanbevelingen lezen", "read recommendations", SHOWS),
    Permit(RECEIVE, "een aanbeveling invoeren", "enter a recommendation"),
    Permit(
        ANSWER,
        "een aanbeveling aan de eigen eenheid beantwoorden",
        "answer a recommendation to one’s own unit",
    ),
    Permit(
        FOLLOW_UP, "een aanbeveling uitvoeren en bewijzen", "carry out and prove a recommendation"
    ),
    Permit(
        JUDGE,
        "namens wie aanbeval oordelen, sluiten en heropenen",
        "judge, close and reopen for whoever recommended",
    ),
    Permit(SPEAK_FOR_IVD, "spreken namens de IVD", "speak for the IVD"),
    Permit(SPEAK_FOR_AUDIT, "spreken namens een audit", "speak for an audit"),
    Permit(
        SPEAK_FOR_OUTSIDE,
        "met een document spreken namens wie het systeem niet gebruikt",
        "speak, with a document, for whoever does not use the system",
    ),
    Permit(
        REACT,
        "de reactie van de minister op een aanbeveling vastleggen",
        "note the minister’s reaction to a recommendation",
    ),
    Permit(
        EXPORT_RECOMMENDATION,
        "aanbevelingen meenemen in een bestand",
        "take recommendations away in a file",
    ),
    Permit(READ_PURCHASE, "kleine aanschaffen lezen", "read small purchases", SHOWS),
    Permit(
        ASK,
        "een kleine aanschaf vragen, bestellen en ontvangen",
        "ask for, order and receive a small purchase",
    ),
    Permit(
        CHECK,
        "een kleine aanschaf financieel toetsen",
        "check a small purchase on money",
    ),
    Permit(
        APPROVE,
        "over een kleine aanschaf besluiten",
        "decide on a small purchase",
    ),
    Permit(
        CHECK_EFFECT,
        "nagaan of een kleine aanschaf geholpen heeft",
        "check whether a small purchase helped",
    ),
    Permit(
        EXPORT_PURCHASE,
        "kleine aanschaffen meenemen in een bestand",
        "take small purchases away in a file",
    ),
    Permit(
        FUND,
        "het budget voor kleine aanschaffen vaststellen",
        "set the budget for small purchases",
    ),
    Permit(
        COMPARE,
        "zien wat eenheden zelf blijven kopen",
        "see what units keep buying themselves",
    ),
)
