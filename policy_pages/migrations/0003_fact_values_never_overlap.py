"""The database itself refuses two values of one fact and place on the same day.

PostgreSQL has an exclusion constraint for it, SQLite has triggers. A later migration that rebuilds
the table on SQLite drops its triggers: such a migration must run ``forbid_overlap`` again
(tests/policy_pages/test_facts.py notices).
"""

from django.db import migrations

POSTGRES = [
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    """
    ALTER TABLE policy_pages_factvalue ADD CONSTRAINT fact_values_never_overlap
    EXCLUDE USING gist (
        fact_id WITH =, place WITH =, daterange(valid_from, valid_to, '[]') WITH &&
    )
    """,
]

SQLITE = """
    CREATE TRIGGER fact_values_never_overlap_on_{event} BEFORE {event} ON policy_pages_factvalue
    WHEN EXISTS (
        SELECT 1 FROM policy_pages_factvalue AS other
        WHERE other.fact_id = NEW.fact_id AND other.place = NEW.place AND other.id IS NOT NEW.id
          AND (other.valid_to IS NULL OR other.valid_to >= NEW.valid_from)
          AND (NEW.valid_to IS NULL OR NEW.valid_to >= other.valid_from)
    )
    BEGIN
        SELECT RAISE(ABORT, 'fact_values_never_overlap');
    END
"""


def forbid_overlap(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in POSTGRES:
            schema_editor.execute(statement)
    else:
        for event in ("INSERT", "UPDATE"):
            schema_editor.execute(SQLITE.format(event=event))


def allow_overlap(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "ALTER TABLE policy_pages_factvalue DROP CONSTRAINT fact_values_never_overlap"
        )
    else:
        for event in ("INSERT", "UPDATE"):
            schema_editor.execute(f"DROP TRIGGER fact_values_never_overlap_on_{event}")


class Migration(migrations.Migration):
    dependencies = [("policy_pages", "0002_explainers_and_glossary")]

    operations = [migrations.RunPython(forbid_overlap, allow_overlap)]
