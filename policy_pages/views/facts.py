"""Screens on the dated values of a fact: enter with its consequences shown, check, take back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ..actions import facts as actions
from ..fact_uses import uses_of
from ..forms import EnterValueForm
from ..models import FactValue, PolicyFact


def _fact_screen(request: HttpRequest, fact: PolicyFact) -> str:
    """Where to go afterwards; who only checks has no form of the fact."""
    if request.user.has_perm("policy_pages.change_policyfact"):
        return reverse("wagtailsnippets_policy_pages_policyfact:edit", args=[fact.pk])
    return reverse("wagtailadmin_home")


def _require(request: HttpRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied


@require_http_methods(["GET", "POST"])
def enter_value(request: HttpRequest, fact_id: int) -> HttpResponse:
    """First the form, then what would change, and only then it is written."""
    _require(request, "policy_pages.add_factvalue")
    fact = get_object_or_404(PolicyFact, pk=fact_id)
    form = EnterValueForm(request.POST if request.method == "POST" else None, fact=fact)
    uses = None
    if request.method == "POST" and form.is_valid():
        uses = uses_of(fact)
        if form.cleaned_data.pop("confirmed"):
            try:
                actions.enter_value(fact, **form.cleaned_data, actor=request.user)
            except ValidationError as refusal:
                form.add_error(None, refusal)
                uses = None
            else:
                messages.success(request, _("Entered. A second person must check it now."))
                return redirect(_fact_screen(request, fact))
    context = {
        "fact": fact,
        "form": form,
        "uses": uses,
        "back": _fact_screen(request, fact),
    }
    return render(request, "pages/admin/enter_value.html", context)


@require_http_methods(["GET", "POST"])
def check_value(request: HttpRequest, value_id: int) -> HttpResponse:
    """The second person sees value, source and what would change, and confirms it.

    Refused for the one who entered it.
    """
    _require(request, "policy_pages.check_factvalue")
    values = FactValue.objects.select_related("fact", "source", "entered_by")
    value = get_object_or_404(values, pk=value_id)
    back = _fact_screen(request, value.fact)
    if request.method == "GET":
        context = {
            "value": value,
            "ends": value.overlapping(),
            "uses": uses_of(value.fact),
            "is_own": value.entered_by_id == request.user.pk,
            "back": back,
        }
        return render(request, "pages/admin/check_value.html", context)
    try:
        actions.check_value(value_id, actor=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    except PermissionDenied as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Checked. Pages show it from the first day it holds."))
    return redirect(back)


@require_POST
def withdraw_value(request: HttpRequest, value_id: int) -> HttpResponse:
    """Take back a value nobody has checked."""
    _require(request, "policy_pages.add_factvalue")
    value = get_object_or_404(FactValue.objects.select_related("fact"), pk=value_id)
    try:
        actions.withdraw_value(value_id, actor=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, _("Taken back."))
    return redirect(_fact_screen(request, value.fact))
