"""What changes measures and recommendations: one verb per file."""

from baken.rooms.measures.actions.act_on_measures import act_on_measures
from baken.rooms.measures.actions.act_on_recommendations import act_on_recommendations
from baken.rooms.measures.actions.propose_measure import propose_measure
from baken.rooms.measures.actions.receive_recommendation import receive_recommendation
from baken.rooms.measures.actions.take_recommendation_step import take_recommendation_step
from baken.rooms.measures.actions.take_step import take_step

__all__ = [
    "act_on_measures",
    "act_on_recommendations",
    "propose_measure",
    "receive_recommendation",
    "take_recommendation_step",
    "take_step",
]
