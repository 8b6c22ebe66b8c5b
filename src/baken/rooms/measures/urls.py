"""Addresses of measures, recommendations and small purchases."""

from django.urls import path

from baken.rooms.measures.views import (
    exports,
    lists,
    measure,
    new,
    parts,
    receive,
    recommendation,
    recommendation_lists,
    recommendation_steps,
    steps,
)
from baken.rooms.measures.views.purchases import budgets, purchase
from baken.rooms.measures.views.purchases import lists as purchase_lists
from baken.rooms.measures.views.purchases import new as purchase_new
from baken.rooms.measures.views.purchases import steps as purchase_steps

app_name = "measures"
urlpatterns = [
    path("maatregelen", lists.measures, name="measures"),
    path("maatregelen/nieuw", new.new, name="new"),
    path("maatregelen/weergaven", lists.views, name="measure-views"),
    path("maatregelen/exporteren", exports.measures, name="export"),
    path("maatregelen/<str:ref>", measure.measure, name="measure"),
    path("maatregelen/<str:ref>/bestand", measure.add, name="add-file"),
    path("maatregelen/<str:ref>/stap/<str:step>", steps.step, name="step"),
    path("aanbevelingen", recommendation_lists.recommendations, name="recommendations"),
    path("aanbevelingen/nieuw", receive.receive, name="receive"),
    path("aanbevelingen/weergaven", recommendation_lists.views, name="recommendation-views"),
    path("aanbevelingen/onderdelen", parts.parts, name="parts"),
    path(
        "aanbevelingen/exporteren",
        exports.recommendations,
        name="export-recommendations",
    ),
    path("aanbevelingen/<str:ref>", recommendation.recommendation, name="recommendation"),
    path("aanbevelingen/<str:ref>/bestand", recommendation.add_file, name="recommendation-file"),
    path(
        "aanbevelingen/<str:ref>/stap/<str:step>",
        recommendation_steps.step,
        name="recommendation-step",
    ),
    path("kleine-aanschaf", purchase_lists.purchases, name="purchases"),
    path("kleine-aanschaf/nieuw", purchase_new.new, name="purchase-new"),
    path("kleine-aanschaf/budgetten", budgets.budgets, name="budgets"),
    path("kleine-aanschaf/wat-eenheden-kopen", purchase_lists.bought, name="bought"),
    path("kleine-aanschaf/exporteren", exports.purchases, name="export-purchases"),
    path("kleine-aanschaf/<str:ref>", purchase.purchase, name="purchase"),
    path("kleine-aanschaf/<str:ref>/bestand", purchase.add, name="purchase-file"),
    path("kleine-aanschaf/<str:ref>/offerte", purchase.quote, name="purchase-quote"),
    path("kleine-aanschaf/<str:ref>/stap/<str:step>", purchase_steps.step, name="purchase-step"),
]
