"""A room's page is written by its own station: Wagtail asks the role alone, these ask the row."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from wagtail.snippets.views.snippets import EditView, HistoryView, UsageView


class OfThisPersonMixin:
    """Refuses a row the registered policy does not give this person to change."""

    def get_object(self, *args, **kwargs):
        found = super().get_object(*args, **kwargs)
        if not self.user_has_permission_for_instance("change", found):
            raise PermissionDenied
        return found


class RoomEditView(OfThisPersonMixin, EditView):
    pass


class RoomHistoryView(OfThisPersonMixin, HistoryView):
    pass


class RoomUsageView(OfThisPersonMixin, UsageView):
    pass
