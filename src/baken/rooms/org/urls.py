"""Addresses of the org room."""

from django.urls import path

from baken.rooms.org.views import appointments, roles, unit_steps, units

app_name = "org"
urlpatterns = [
    path("eenheden", units.whole_tree, name="tree"),
    path("eenheden/<str:code>", units.unit, name="unit"),
    path("eenheden/<str:code>/stap/<str:step>", unit_steps.unit_step, name="unit-step"),
    path("eenheden/<str:code>/functies", appointments.posts, name="posts"),
    path("eenheden/<str:code>/benoemen", appointments.give, name="appoint"),
    path("mijn-functies", appointments.own_posts, name="own-posts"),
    path("functies/<int:post>/delegeren", appointments.delegate_post, name="delegate"),
    path("functies/<int:post>/beeindigen", appointments.end, name="end"),
    path("rollen", roles.matrix, name="roles"),
]
