from django.db import migrations


def hold(apps, schema_editor):
    """What a lead kept by law after the consent was taken back is a legal hold like any other."""
    Decision = apps.get_model("staff", "ReferralDecision")
    LegalHold = apps.get_model("staff", "LegalHold")
    held = LegalHold.objects.filter(lifted_at__isnull=True).values("referral")
    kept = Decision.objects.filter(outcome="withdrawn").exclude(referral__in=held)
    for decision in kept.iterator():
        LegalHold.objects.create(
            referral_id=decision.referral_id,
            why="report",
            words=decision.reason,
            set_by_id=decision.decided_by_id,
            set_at=decision.decided_at,
        )


class Migration(migrations.Migration):
    dependencies = [("staff", "0013_reports_looked_at")]

    operations = [migrations.RunPython(hold, migrations.RunPython.noop)]
