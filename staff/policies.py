"""Wagtail's own question about rows, answered by ``permissions``."""

from __future__ import annotations

from wagtail.permission_policies import ModelPermissionPolicy

from intake.models import Referral
from policy_pages.models import CommunityRoom

from .models import Case, CaseNote, ReferralDecision, StageMove, Visit
from .permissions import (
    editable_rooms,
    visible_cases,
    visible_decisions,
    visible_moves,
    visible_notes,
    visible_referrals,
    visible_visits,
)


class ScopedPolicy(ModelPermissionPolicy):
    """Wagtail's question "which of these may this user …?", answered by role and place."""

    def __init__(self, model, visible):
        super().__init__(model)
        self.visible = visible

    def instances_user_has_any_permission_for(self, user, actions):
        if not self.user_has_any_permission(user, actions):
            return self.model._default_manager.none()
        return self.visible(user)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        return (
            self.instances_user_has_any_permission_for(user, actions)
            .filter(pk=instance.pk)
            .exists()
        )

    def user_has_permission_for_instance(self, user, action, instance):
        return self.user_has_any_permission_for_instance(user, [action], instance)


case_policy = ScopedPolicy(Case, visible_cases)
referral_policy = ScopedPolicy(Referral, visible_referrals)
decision_policy = ScopedPolicy(ReferralDecision, visible_decisions)
move_policy = ScopedPolicy(StageMove, visible_moves)
visit_policy = ScopedPolicy(Visit, visible_visits)
note_policy = ScopedPolicy(CaseNote, visible_notes)
room_policy = ScopedPolicy(CommunityRoom, editable_rooms)
