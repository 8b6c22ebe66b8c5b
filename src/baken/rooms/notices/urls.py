"""Addresses of the notices room."""

from django.urls import path

from baken.rooms.notices import views

app_name = "notices"
urlpatterns = [
    path("berichten", views.notices, name="list"),
    path("berichten/gelezen", views.mark_read, name="mark-read"),
]
