"""All addresses: those of the site itself and those of each room."""

from django.http import HttpResponse
from django.urls import include, path

v = lambda request, **k: HttpResponse("")
urlpatterns = [
    path(
        "",
        include(
            (
                [
                    path("m/<ref>", v, name="report"),
                    path("v/<ref>", v, name="occurrence"),
                    path("m", v, name="reports"),
                    path("v", v, name="occurrences"),
                ],
                "reports",
            )
        ),
    ),
    path("", include(([path("e/<code>", v, name="unit")], "org"))),
]
