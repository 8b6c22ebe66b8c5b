"""Addresses of pictures."""

from django.urls import path

from baken.rooms.insight.views import picture

app_name = "insight"
urlpatterns = [
    path("beeld", picture.own, name="own"),
    path("eenheden/<str:code>/beeld", picture.picture, name="picture"),
    path("eenheden/<str:code>/beeld/pdf", picture.pdf, name="pdf"),
]
