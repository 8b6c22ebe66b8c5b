from django.db import migrations


def end_all(apps, schema_editor):
    """Who was logged in by another way than there is now is logged in no more: no list shows it."""
    apps.get_model("accounts", "Session").objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0004_preferences"),
    ]

    operations = [
        migrations.RunPython(end_all, migrations.RunPython.noop),
    ]
