"""Addresses of the register."""

from django.urls import path

from baken.rooms.register.views import slices

app_name = "register"
urlpatterns = [
    path("blootstellingsgroepen", slices.slices, name="slices"),
    path("blootstellingsgroepen/nieuw", slices.new, name="slice-new"),
    path("blootstellingsgroepen/<str:ref>", slices.slice_page, name="slice"),
    path("blootstellingsgroepen/<str:ref>/stap/<str:step>", slices.step, name="slice-step"),
]
