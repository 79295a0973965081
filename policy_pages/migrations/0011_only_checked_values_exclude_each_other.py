"""Two checked values of one fact and place never hold on the same day.

A value nobody has checked holds nowhere, so it may stand beside the one it is to follow: the older
one ends when the newer one is checked, and pages lose no number in between. A later migration that
rebuilds the table on SQLite drops its triggers and must run ``forbid_checked_overlap`` again.
"""

from importlib import import_module

from django.db import migrations

before = import_module("policy_pages.migrations.0003_fact_values_never_overlap")

POSTGRES = """
    ALTER TABLE policy_pages_factvalue ADD CONSTRAINT fact_values_never_overlap
    EXCLUDE USING gist (
        fact_id WITH =, place WITH =, daterange(valid_from, valid_to, '[]') WITH &&
    ) WHERE (checked_by_id IS NOT NULL)
"""

SQLITE = """
    CREATE TRIGGER fact_values_never_overlap_on_{event} BEFORE {event} ON policy_pages_factvalue
    WHEN NEW.checked_by_id IS NOT NULL AND EXISTS (
        SELECT 1 FROM policy_pages_factvalue AS other
        WHERE other.fact_id = NEW.fact_id AND other.place = NEW.place AND other.id IS NOT NEW.id
          AND other.checked_by_id IS NOT NULL
          AND (other.valid_to IS NULL OR other.valid_to >= NEW.valid_from)
          AND (NEW.valid_to IS NULL OR NEW.valid_to >= other.valid_from)
    )
    BEGIN
        SELECT RAISE(ABORT, 'fact_values_never_overlap');
    END
"""


def forbid_checked_overlap(apps, schema_editor):
    before.allow_overlap(apps, schema_editor)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRES)
    else:
        for event in ("INSERT", "UPDATE"):
            schema_editor.execute(SQLITE.format(event=event))


def forbid_every_overlap(apps, schema_editor):
    before.allow_overlap(apps, schema_editor)
    before.forbid_overlap(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("policy_pages", "0010_rules_may_be_checked")]

    operations = [migrations.RunPython(forbid_checked_overlap, forbid_every_overlap)]
