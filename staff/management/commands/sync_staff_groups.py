"""Write the roles to the database as groups with permissions. Safe to run again."""

from django.core.management.base import BaseCommand
from django.db import transaction

from policy_pages.actions.publishing import grant_content_permissions, require_fact_check

from ...roles import write_groups


class Command(BaseCommand):
    help = __doc__

    @transaction.atomic
    def handle(self, *args, **options):
        for role, count in write_groups().items():
            self.stdout.write(f"{role}: {count} permissions")
        grant_content_permissions()
        require_fact_check()
