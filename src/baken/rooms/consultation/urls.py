"""Addresses of consultations."""

from django.urls import path

from baken.rooms.consultation.views import consultation, exports, lists, new, steps

app_name = "consultation"
urlpatterns = [
    path("raadplegingen", lists.consultations, name="consultations"),
    path("raadplegingen/nieuw", new.new, name="new"),
    path("raadplegingen/exporteren", exports.consultations, name="export"),
    path("raadplegingen/<str:ref>", consultation.consultation, name="consultation"),
    path("raadplegingen/<str:ref>/bestand", consultation.add, name="add-file"),
    path("raadplegingen/<str:ref>/stap/<str:step>", steps.step, name="step"),
]
