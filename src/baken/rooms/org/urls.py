"""Addresses of the org room."""

from django.urls import path

from baken.rooms.org.views import equipment, persons, sites, units

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
    path("materieel", equipment.equipment_list, name="equipment-list"),
    path("materieel/etiketten", equipment.equipment_labels, name="equipment-labels"),
    path("materieel/<str:ref>", equipment.equipment, name="equipment"),
    path("materieel/<str:ref>/etiket", equipment.equipment_label, name="equipment-label"),
    path("materieel/<str:ref>/stap/<str:step>", equipment.equipment_step, name="equipment-step"),
]
