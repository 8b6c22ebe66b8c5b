"""Addresses of assessments."""

from django.urls import path

from baken.rooms.assessments.views import assessment, lists, new, papers, progress, steps

app_name = "assessments"
urlpatterns = [
    path("rie", lists.assessments, name="assessments"),
    path("rie/nieuw", new.new, name="new"),
    path("rie/voortgang", progress.progress, name="progress"),
    path("rie/<str:ref>", assessment.assessment, name="assessment"),
    path("rie/<str:ref>/kopie", assessment.copy, name="copy"),
    path("rie/<str:ref>/bestand", assessment.add, name="add-file"),
    path("rie/<str:ref>/stuk", papers.paper, name="paper"),
    path("rie/<str:ref>/stap/<str:step>", steps.step, name="step"),
]
