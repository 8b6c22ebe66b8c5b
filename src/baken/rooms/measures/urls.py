"""Addresses of measures."""

from django.urls import path

from baken.rooms.measures.views import exports, lists, measure, new, steps

app_name = "measures"
urlpatterns = [
    path("maatregelen", lists.measures, name="measures"),
    path("maatregelen/nieuw", new.new, name="new"),
    path("maatregelen/weergaven", lists.views, name="measure-views"),
    path("maatregelen/exporteren", exports.measures, name="export"),
    path("maatregelen/<str:ref>", measure.measure, name="measure"),
    path("maatregelen/<str:ref>/bestand", measure.add, name="add-file"),
    path("maatregelen/<str:ref>/stap/<str:step>", steps.step, name="step"),
]
