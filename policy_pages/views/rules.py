"""Admin screens on the rules of the self-check: write drafts, act on versions, map, replay."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.snippets.views.snippets import CreateView, EditView

from .. import eligibility, queries, self_check
from ..actions import rules as actions
from ..models import RuleSet, places_for
from .check import ResultCards, answered

# Address → the action, the permission it asks for, what to say when it is done.
ACTS = {
    "check": (actions.check_rules, "policy_pages.check_ruleset"),
    "live": (actions.put_rules_live, "policy_pages.check_ruleset"),
    "retire": (actions.retire_rules, "policy_pages.check_ruleset"),
    "redraft": (actions.back_to_draft, "policy_pages.change_ruleset"),
    "version": (actions.new_version, "policy_pages.change_ruleset"),
}


class RuleSetCreateView(CreateView):
    """The one who writes is the author."""

    def save_instance(self):
        self.form.instance.author = self.request.user
        saved = super().save_instance()
        tell_how_families_come_out(self.request, saved)
        return saved


class RuleSetEditView(EditView):
    """Drafts only; whoever saved last is the author, so that nobody checks her own words."""

    def post(self, request, *args, **kwargs):
        if not RuleSet.objects.filter(pk=self.object.pk, state=RuleSet.State.DRAFT).exists():
            messages.error(request, _("Only drafts can be written. Make a new version first."))
            return redirect(screen_of(self.object))
        return super().post(request, *args, **kwargs)

    def save_instance(self):
        self.form.instance.author = self.request.user
        saved = super().save_instance()
        tell_how_families_come_out(self.request, saved)
        return saved


def tell_how_families_come_out(request: HttpRequest, ruleset: RuleSet) -> None:
    """The families run on every save; what fails is named at once."""
    ruleset = RuleSet.objects.with_criteria().get(pk=ruleset.pk)
    for scenario, runs in actions.run_scenarios(ruleset, today=timezone.localdate()):
        if not all(run.passed for run in runs):
            text = _("The family “%(title)s” comes out differently.") % {"title": scenario.title}
            messages.warning(request, text)


def screen_of(ruleset: RuleSet) -> str:
    return reverse("wagtailsnippets_policy_pages_ruleset:edit", args=[ruleset.pk])


@require_POST
def act(request: HttpRequest, ruleset_id: int, name: str) -> HttpResponse:
    """One step in the life of a version. A refusal is said in words and nothing is written."""
    if name not in ACTS:
        raise Http404
    action, permission = ACTS[name]
    if not request.user.has_perm(permission):
        raise PermissionDenied
    ruleset = get_object_or_404(RuleSet, pk=ruleset_id)
    try:
        ruleset = action(ruleset_id, actor=request.user)
    except ValidationError as refusal:
        for sentence in refusal.messages:
            messages.error(request, sentence)
    else:
        messages.success(
            request,
            _("“%(rules)s” is now: %(state)s.")
            % {"rules": ruleset, "state": ruleset.get_state_display()},
        )
    return redirect(screen_of(ruleset))


@require_GET
def check_map(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/admin/check_map.html", map_of_check(request))


def map_of_check(request: HttpRequest) -> dict[str, object]:
    """Every path of the check: nine pages, their options, and the criteria that read them."""
    station = queries.current_station(request)
    rules = queries.rules_on(places_for(station), timezone.localdate())
    paths = eligibility.check_paths(rules)
    language = get_language() or "zh-hans"
    pages = [
        {
            "number": path.number,
            "title": path.question.text.in_language(language),
            "criteria": path.criteria,
            "options": [
                (option.text.in_language(language), option.criteria) for option in path.options
            ],
        }
        for path in paths
    ]
    return {"pages": pages, "rules": sorted(rules, key=lambda one: (one.order, one.programme))}


@require_http_methods(["GET", "POST"])
def replay(request: HttpRequest) -> HttpResponse:
    """What a person saw, from the 18 digits they kept. By POST: no log holds the digits."""
    if not request.user.has_perm("policy_pages.replay_ruleset"):
        raise PermissionDenied
    context: dict[str, object] = {}
    if request.method == "POST":
        station = queries.current_station(request)
        language = get_language() or "zh-hans"
        try:
            outcome = self_check.replay(request.POST.get("digits", ""), station)
        except eligibility.ReplayCodeError:
            context["error"] = _("This is not a number of ours. Please read it again, 18 digits.")
        else:
            context |= {
                "result": outcome,
                "cards": ResultCards(outcome, request, "zh-hans"),
                "answered": answered(outcome.answers, language),
                "station": station,
                "switched": queries.rules_switched_on(outcome.places, outcome.day),
            }
    return render(request, "pages/admin/check_replay.html", context)
