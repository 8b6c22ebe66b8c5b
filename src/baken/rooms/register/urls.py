"""Addresses of the register."""

from django.urls import path

from baken.rooms.register.views import exports, lists, new, risk, steps

app_name = "register"
urlpatterns = [
    path("risicos", lists.risks, name="risks"),
    path("risicos/nieuw", new.new, name="new"),
    path("risicos/weergaven", lists.views, name="risk-views"),
    path("risicos/exporteren", exports.risks, name="export"),
    path("risicos/<str:ref>", risk.risk, name="risk"),
    path("risicos/<str:ref>/bestand", risk.add, name="add-file"),
    path("risicos/<str:ref>/stap/<str:step>", steps.step, name="step"),
]
