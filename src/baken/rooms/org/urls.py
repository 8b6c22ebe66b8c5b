"""Addresses of the org room."""

from django.urls import path

from baken.rooms.org.views import (
    appointments,
    equipment,
    hand_over,
    kiosks,
    persons,
    posters,
    roles,
    site_steps,
    sites,
    unit_steps,
    units,
)

app_name = "org"
urlpatterns = [
    path("eenheden", units.whole_tree, name="tree"),
    path("eenheden/<str:code>", units.unit, name="unit"),
    path("eenheden/<str:code>/personen", persons.persons, name="persons"),
    path("personen/<str:ref>", persons.person, name="person"),
    path("personen/<str:ref>/kwalificatie", persons.qualify, name="qualify"),
    path("locaties", sites.sites, name="sites"),
    path("locaties/<str:site>", sites.site, name="site"),
    path("locaties/<str:site>/etiket", sites.site_label, name="site-label"),
    path("locaties/<str:site>/stap/<str:step>", site_steps.site_step, name="site-step"),
    path("materieel", equipment.equipment_list, name="equipment-list"),
    path("materieel/etiketten", equipment.equipment_labels, name="equipment-labels"),
    path("materieel/overdragen", hand_over.hand_over, name="equipment-hand-over"),
    path("materieel/<str:ref>", equipment.equipment, name="equipment"),
    path("materieel/<str:ref>/etiket", equipment.equipment_label, name="equipment-label"),
    path("materieel/<str:ref>/stap/<str:step>", equipment.equipment_step, name="equipment-step"),
    path("eenheden/<str:code>/stap/<str:step>", unit_steps.unit_step, name="unit-step"),
    path("eenheden/<str:code>/oprichten", unit_steps.found, name="found-unit"),
    path("eenheden/<str:code>/functies", appointments.posts, name="posts"),
    path("eenheden/<str:code>/benoemen", appointments.give, name="appoint"),
    path("mijn-functies", appointments.own_posts, name="own-posts"),
    path("functies/<int:post>/delegeren", appointments.delegate_post, name="delegate"),
    path("functies/<int:post>/beeindigen", appointments.end, name="end"),
    path("posters", posters.posters, name="posters"),
    path("posters/afdrukken", posters.sheets, name="poster-sheets"),
    path("posters/pdf", posters.pdf, name="poster-pdf"),
    path("posters/intrekken", posters.withdraw, name="poster-withdraw"),
    path("kiosken", kiosks.kiosks, name="kiosks"),
    path("kiosken/opnieuw", kiosks.renew, name="kiosk-renew"),
    path("kiosken/afsluiten", kiosks.shut, name="kiosk-shut"),
    path("rollen", roles.matrix, name="roles"),
]
