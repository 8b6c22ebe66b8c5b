"""Addresses of the org room."""

from django.urls import path

from baken.rooms.org import views

app_name = "org"
urlpatterns = [
    path("eenheden", views.whole_tree, name="tree"),
    path("eenheden/<str:code>", views.unit, name="unit"),
]
