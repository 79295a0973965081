"""A copy of the whole test database, put back in milliseconds.

Transactional tests empty every table afterwards, also what migrations wrote (Wagtail's root page,
locale and site). The copy is exact: ids, search index and sequences included.
"""

from __future__ import annotations

import sqlite3

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection, transaction


class SqliteSnapshot:
    def __init__(self):
        connection.ensure_connection()
        self.copy = sqlite3.connect(":memory:", check_same_thread=False)
        connection.connection.backup(self.copy)

    def restore(self):
        connection.ensure_connection()
        self.copy.backup(connection.connection)


class PostgresSnapshot:
    def __init__(self):
        self.tables: dict[str, bytes] = {}
        names = connection.introspection.table_names()
        with transaction.atomic(), connection.cursor() as cursor:
            for name in sorted(set(names) - {"django_migrations"}):
                with cursor.copy(f'COPY "{name}" TO STDOUT') as rows:
                    self.tables[name] = b"".join(bytes(row) for row in rows)
            cursor.execute(
                "SELECT sequencename, coalesce(last_value, 1), last_value IS NOT NULL"
                " FROM pg_sequences WHERE schemaname = current_schema()"
            )
            self.sequences = cursor.fetchall()

    def restore(self):
        """Foreign keys are checked at commit, so the order of the tables does not matter."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("TRUNCATE " + ", ".join(f'"{name}"' for name in self.tables))
            for name, rows in self.tables.items():
                if rows:
                    with cursor.copy(f'COPY "{name}" FROM STDIN') as target:
                        target.write(rows)
            for name, value, called in self.sequences:
                cursor.execute("SELECT setval(%s::regclass, %s, %s)", [f'"{name}"', value, called])


class Snapshot:
    """The database as it is now; ``restore()`` brings it back, with every cache emptied."""

    def __init__(self):
        self.copy = SqliteSnapshot() if connection.vendor == "sqlite" else PostgresSnapshot()

    def restore(self):
        self.copy.restore()
        cache.clear()
        ContentType.objects.clear_cache()
