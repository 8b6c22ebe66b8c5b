"""Addresses of logging in and out."""

from django.urls import path

from baken.core.accounts import views

app_name = "accounts"
urlpatterns = [
    path("inloggen", views.log_in, name="login"),
    path("uitloggen", views.log_out, name="logout"),
]
