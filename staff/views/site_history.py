"""Wagtail's site history without households.

Its own report lists every entry of a model to whoever holds any permission on that model, whatever
the policy says of the instance. What happened to a household is read on its own scoped history.
"""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from wagtail.admin.views.reports.audit_logging import LogEntriesView
from wagtail.models import ModelLogEntry

from intake.models import Referral

from ..models import Case, CaseNote, ReferralDecision, StageMove, Visit

HOUSEHOLD_MODELS = (Case, CaseNote, Referral, ReferralDecision, StageMove, Visit)


class SiteHistoryView(LogEntriesView):
    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        if issubclass(queryset.model, ModelLogEntry):
            types = ContentType.objects.get_for_models(*HOUSEHOLD_MODELS).values()
            queryset = queryset.exclude(content_type__in=list(types))
        return queryset
