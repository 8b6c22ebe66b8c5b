"""Addresses of the register."""

from django.urls import path

from baken.rooms.register.views import bow_tie

app_name = "register"
urlpatterns = [
    path("vlinderdassen", bow_tie.bow_ties, name="bow-ties"),
    path("vlinderdassen/nieuw", bow_tie.new, name="bow-tie-new"),
    path("vlinderdassen/<str:ref>", bow_tie.bow_tie, name="bow-tie"),
    path("vlinderdassen/<str:ref>/stap/<str:step>", bow_tie.step, name="bow-tie-step"),
]
