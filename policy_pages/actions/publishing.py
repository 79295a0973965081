"""Sets up who may write, and the way to publication through a second person."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import GroupPagePermission, Page, Site, Workflow, WorkflowPage, WorkflowTask

from ..models import FactCheckTask
from ..permissions import CONTENT_PERMISSIONS, FACT_CHECKER, PAGE_PERMISSIONS

WORKFLOW = "核对后发布"
TASK = "第二个人核对数字和依据"


@transaction.atomic
def grant_content_permissions() -> dict[str, int]:
    """Write the table to the groups; what is not in it is taken away. Safe to run again."""
    permissions = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    held = {}
    for role, wanted in CONTENT_PERMISSIONS.items():
        group, _ = Group.objects.get_or_create(name=role)
        group.permissions.remove(*group.permissions.filter(content_type__app_label="policy_pages"))
        group.permissions.add(*(permissions[name] for name in wanted))
        held[role] = len(wanted)
    _grant_page_permissions()
    return held


def _grant_page_permissions() -> None:
    root = Page.get_first_root_node()
    for role, codenames in PAGE_PERMISSIONS.items():
        group, _ = Group.objects.get_or_create(name=role)
        GroupPagePermission.objects.filter(group=group).exclude(
            page=root, permission__codename__in=codenames
        ).delete()
        for permission in Permission.objects.filter(
            content_type__app_label="wagtailcore", codename__in=codenames
        ):
            GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)


@transaction.atomic
def require_fact_check() -> Workflow:
    """The workflow draft → fact check → published, on the whole site. Safe to run again."""
    group, _ = Group.objects.get_or_create(name=FACT_CHECKER)
    task, _ = FactCheckTask.objects.get_or_create(name=TASK)
    task.groups.add(group)
    workflow, _ = Workflow.objects.get_or_create(name=WORKFLOW)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    for site in Site.objects.all():
        WorkflowPage.objects.update_or_create(page=site.root_page, defaults={"workflow": workflow})
    return workflow
