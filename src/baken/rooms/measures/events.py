"""The news of measures and of small purchases."""

from baken.core.events.outbox import declare_event

MEASURE_STEPPED = declare_event(
    "measures.measure.stepped",
    "A measure was proposed or took a step; the payload names it, and who must be told.",
)
PURCHASE_STEPPED = declare_event(
    "measures.purchase.stepped",
    "A small purchase was asked for or took a step; the payload names it, and who must be told.",
)
MEASURE_VERIFIED = declare_event(
    "measures.measure.verified",
    "Somebody verified whether a measure works, its time ended, or it was given up after a decision;"
    " the payload says the effect, the class that was expected to stay and the tables and numbers of"
    " what it serves.",
)
RECOMMENDATION_STEPPED = declare_event(
    "measures.recommendation.stepped",
    "A recommendation was received or took a step; the payload names it, and who must be told.",
)
