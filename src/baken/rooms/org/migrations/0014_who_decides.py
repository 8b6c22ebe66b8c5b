"""Says for what a post was delegated, and which posts have a name of their own."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('org', '0013_places_and_kiosks'),
    ]

    operations = [
        migrations.CreateModel(
            name='NamedPost',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=40)),
                ('named_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name='appointment',
            name='classes',
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name='appointment',
            name='contexts',
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('classes', ''), ('contexts', '')), models.Q(('kind', 'delegate'), models.Q(('classes', ''), _negated=True), models.Q(('contexts', ''), _negated=True)), _connector='OR'), name='a_delegation_says_for_what'),
        ),
        migrations.AddField(
            model_name='namedpost',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit'),
        ),
        migrations.AddConstraint(
            model_name='namedpost',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('code',), name='named_post_of_one_unit'),
        ),
        migrations.AddConstraint(
            model_name='namedpost',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('unit',), name='one_named_post_a_unit'),
        ),
        migrations.AddConstraint(
            model_name='namedpost',
            constraint=models.CheckConstraint(condition=models.Q(('code', ''), _negated=True), name='named_post_has_a_name'),
        ),
    ]
