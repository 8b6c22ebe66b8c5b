"""All addresses: those of the site itself and those of each room."""

from django.urls import path

urlpatterns: list = []
