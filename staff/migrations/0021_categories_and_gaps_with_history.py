"""Categories and policy gaps keep who set them and when, and stay as history once ended.

A gap now says which need it is about and which rule it misses. For rows from before, both are left
open ("hard to say", "another rule"); who wrote them was not kept, so nobody is named.
"""

from datetime import datetime, time

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone

import intake.encryption


def keep_the_day(apps, schema_editor):
    """A day was kept before; it becomes that day's midnight at the station."""
    for name in ("CaseCategory", "CaseGap"):
        rows = apps.get_model("staff", name).objects
        for day in rows.order_by().values_list("since", flat=True).distinct():
            midnight = timezone.make_aware(datetime.combine(day, time.min))
            rows.filter(since=day).update(set_at=midnight)


class Migration(migrations.Migration):

    dependencies = [
        ('staff', '0020_mandatory_reports_and_calm_response'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='casecategory',
            options={'ordering': ['category', 'set_at', 'pk'], 'verbose_name': 'category of a household', 'verbose_name_plural': 'categories of households'},
        ),
        migrations.AlterModelOptions(
            name='casegap',
            options={'ordering': ['set_at', 'pk'], 'verbose_name': 'policy gap', 'verbose_name_plural': 'policy gaps'},
        ),
        migrations.RemoveConstraint(
            model_name='casecategory',
            name='one_status_per_category',
        ),
        migrations.RemoveConstraint(
            model_name='casegap',
            name='one_row_per_gap_reason',
        ),
        migrations.RemoveIndex(
            model_name='casegap',
            name='gap_by_reason',
        ),
        migrations.AddField(
            model_name='casecategory',
            name='ended_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='ended'),
        ),
        migrations.AddField(
            model_name='casecategory',
            name='ended_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who ended it'),
        ),
        migrations.AddField(
            model_name='casecategory',
            name='set_at',
            field=models.DateTimeField(null=True, verbose_name='set'),
        ),
        migrations.AddField(
            model_name='casecategory',
            name='set_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who set it'),
        ),
        migrations.AddField(
            model_name='casegap',
            name='ended_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='ended'),
        ),
        migrations.AddField(
            model_name='casegap',
            name='ended_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who ended it'),
        ),
        migrations.AddField(
            model_name='casegap',
            name='ended_how',
            field=models.CharField(blank=True, choices=[('rule_fits', 'a rule fits now'), ('met_otherwise', 'met in another way'), ('not_wanted', 'the person does not want it any more'), ('mistake', 'written by mistake')], max_length=20, verbose_name='what became of it'),
        ),
        migrations.AddField(
            model_name='casegap',
            name='need',
            field=models.CharField(choices=[('money', 'not enough money'), ('health', 'seeing a doctor'), ('care', 'meals or care'), ('housing', 'housing'), ('work', 'finding work'), ('school', "a child's schooling"), ('disability', 'disability or trouble walking'), ('low_mood', 'feeling very low'), ('violence', 'quarrels or beating at home'), ('policy', 'a rule or notice I do not understand'), ('paperwork', 'paperwork'), ('talk', 'hard to say; I want to talk to someone')], default='talk', max_length=20, verbose_name='what is needed'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='casegap',
            name='offered',
            field=models.JSONField(blank=True, default=list, help_text='Codes of GapOffer.', verbose_name='what is offered instead'),
        ),
        migrations.AddField(
            model_name='casegap',
            name='rule',
            field=models.CharField(choices=[('cat1_dibao', '最低生活保障家庭'), ('cat2_tekun', '特困人员'), ('cat3_low_income', '低收入家庭'), ('cat4_expenditure_poor', '支出型贫困家庭'), ('cat5_disaster', '受灾人员'), ('cat6_no_abode', '生活无着的流浪乞讨人员'), ('cat7_temporary_hardship', '临时遇困家庭或者人员'), ('cat8_emergency_medical', '需要急救,但身份不明或者无力支付费用的人员'), ('cat9_provincial_other', '省、自治区、直辖市人民政府确定的其他特殊困难家庭或者人员'), ('other', 'another rule')], default='other', max_length=30, verbose_name='which rule it misses'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='casegap',
            name='set_at',
            field=models.DateTimeField(null=True, verbose_name='set'),
        ),
        migrations.AddField(
            model_name='casegap',
            name='set_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who set it'),
        ),
        migrations.AddField(
            model_name='casegap',
            name='words',
            field=intake.encryption.EncryptedTextField(blank=True, verbose_name='in own words'),
        ),
        migrations.RunPython(keep_the_day, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name='casecategory',
            name='set_at',
            field=models.DateTimeField(verbose_name='set'),
        ),
        migrations.AlterField(
            model_name='casegap',
            name='set_at',
            field=models.DateTimeField(verbose_name='set'),
        ),
        migrations.RemoveField(
            model_name='casecategory',
            name='since',
        ),
        migrations.RemoveField(
            model_name='casegap',
            name='since',
        ),
        migrations.AlterField(
            model_name='readlog',
            name='what',
            field=models.CharField(choices=[('case', 'opened the household file'), ('referral', 'opened the referral'), ('contact', 'looked at phone and address'), ('reason', 'said why before opening'), ('child', "read a child's sensitive data"), ('list', 'saw names in a list'), ('search', 'searched and found'), ('visit', 'opened the note of a visit'), ('move', 'opened a move with its evidence'), ('history', 'opened the history'), ('categories', 'opened the categories or a policy gap'), ('report', 'opened a report the law asks for')], max_length=20, verbose_name='what'),
        ),
        migrations.AddIndex(
            model_name='casecategory',
            index=models.Index(condition=models.Q(('ended_at__isnull', True), models.Q(('status', 'not_met'), _negated=True)), fields=['category', 'case'], name='category_standing'),
        ),
        migrations.AddIndex(
            model_name='casegap',
            index=models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['case'], name='gap_standing'),
        ),
        migrations.AddConstraint(
            model_name='casecategory',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('case', 'category'), name='one_status_per_category'),
        ),
        migrations.AddConstraint(
            model_name='casegap',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True), models.Q(('rule', 'other'), _negated=True)), fields=('case', 'need', 'rule', 'reason'), name='one_standing_gap_of_a_kind'),
        ),
        migrations.AddConstraint(
            model_name='casegap',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_how', '')), models.Q(('ended_at__isnull', False), models.Q(('ended_how', ''), _negated=True)), _connector='OR'), name='gap_ended_with_what_became_of_it'),
        ),
    ]
