"""Addresses of the notices room."""

from django.urls import path

from baken.rooms.notices.views import list as list_views
from baken.rooms.notices.views import wishes

app_name = "notices"
urlpatterns = [
    path("berichten", list_views.notices, name="list"),
    path("berichten/gelezen", list_views.mark_read, name="mark-read"),
    path("account/berichten", wishes.wishes, name="wishes"),
]
