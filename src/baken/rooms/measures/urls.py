"""Addresses of measures and of small purchases."""

from django.urls import path

from baken.rooms.measures.views import exports, lists, measure, new, steps
from baken.rooms.measures.views.purchases import budgets, purchase
from baken.rooms.measures.views.purchases import exports as purchase_exports
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
    path("kleine-aanschaf", purchase_lists.purchases, name="purchases"),
    path("kleine-aanschaf/nieuw", purchase_new.new, name="purchase-new"),
    path("kleine-aanschaf/budgetten", budgets.budgets, name="budgets"),
    path("kleine-aanschaf/wat-eenheden-kopen", purchase_lists.bought, name="bought"),
    path("kleine-aanschaf/exporteren", purchase_exports.purchases, name="purchase-export"),
    path("kleine-aanschaf/<str:ref>", purchase.purchase, name="purchase"),
    path("kleine-aanschaf/<str:ref>/bestand", purchase.add, name="purchase-file"),
    path("kleine-aanschaf/<str:ref>/offerte", purchase.quote, name="purchase-quote"),
    path("kleine-aanschaf/<str:ref>/stap/<str:step>", purchase_steps.step, name="purchase-step"),
]
