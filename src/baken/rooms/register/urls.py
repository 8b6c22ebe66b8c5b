"""Addresses of the register."""

from django.urls import path

from baken.rooms.register.views import (
    bow_tie,
    decision,
    exports,
    lists,
    local_ratings,
    new,
    risk,
    slices,
    steps,
    weighing,
)

app_name = "register"
urlpatterns = [
    path("risicos", lists.risks, name="risks"),
    path("risicos/nieuw", new.new, name="new"),
    path("risicos/weergaven", lists.views, name="risk-views"),
    path("risicos/exporteren", exports.risks, name="export"),
    path("risicos/<str:ref>", risk.risk, name="risk"),
    path("risicos/<str:ref>/bestand", risk.add, name="add-file"),
    path("risicos/<str:ref>/stap/<str:step>", steps.step, name="step"),
    path("risicos/<str:ref>/weging", weighing.weighing, name="weighing"),
    path("risicos/<str:ref>/weging/pdf", weighing.pdf, name="weighing-pdf"),
    path("risicos/<str:ref>/eenheden", local_ratings.ratings, name="local-ratings"),
    path("besluiten/<str:ref>", decision.decision, name="decision"),
    path("besluiten/<str:ref>/stap/<str:step>", decision.step, name="decision-step"),
    path("samenlopen", slices.slices, name="slices"),
    path("samenlopen/nieuw", slices.new, name="slice-new"),
    path("samenlopen/<str:ref>", slices.slice_page, name="slice"),
    path("samenlopen/<str:ref>/stap/<str:step>", slices.step, name="slice-step"),
    path("vlinderdassen", bow_tie.bow_ties, name="bow-ties"),
    path("vlinderdassen/nieuw", bow_tie.new, name="bow-tie-new"),
    path("vlinderdassen/<str:ref>", bow_tie.bow_tie, name="bow-tie"),
    path("vlinderdassen/<str:ref>/stap/<str:step>", bow_tie.step, name="bow-tie-step"),
]
