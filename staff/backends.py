"""Who may do what comes with a role, and with nothing else."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission


class RoleBackend(ModelBackend):
    """Permissions of groups only: one given to a single person would be seen by nobody who reads
    ``roles.GROUP_PERMISSIONS``, and is not asked for. Saves every staff page a query."""

    def _get_user_permissions(self, user_obj):
        return Permission.objects.none()
