"""The rules of the self-check as editors keep them: versions, criteria, families that test them.

What is stored here is read by ``policy_pages.eligibility``, which decides; these models only
keep it, check its spelling, and remember who wrote it and who checked it. A version that was
live is never edited again: a change is a new version, so an old result can be replayed (R-96).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Prefetch, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from .. import eligibility
from .directory import WHOLE_COUNTRY
from .facts import PolicyFact, PolicySource

code_spelling = RegexValidator(
    r"^[a-z][a-z0-9_]*$", _("Use small letters, digits and underscores only.")
)

# Words that would make the check sound like the office that decides (ux_content 2.3).
FORBIDDEN_WORDS = ("符合", "合格", "有资格", "没资格")

EXPRESSION_PROBLEMS = {
    "too_long": _("The rule is too long. Split it into two criteria."),
    "too_deep": _("The rule is nested too deeply. Split it into two criteria."),
    "not_readable": _("The rule cannot be read. Look for a missing bracket or quotation mark."),
    "not_allowed": _("This is not part of the language of the rules: %(part)s"),
    "number_expected": _("A number belongs here: %(part)s"),
    "unknown_question": _("There is no question called %(part)s."),
    "unknown_option": _("There is no such answer: %(part)s"),
    "wrong_kind": _("The question %(part)s is answered in another way than this rule expects."),
}


def check_expression(text: str) -> eligibility.expressions.Expression:
    """Read a rule for a form. Raises ``ValidationError`` in words an editor can act on."""
    try:
        return eligibility.parse(text)
    except eligibility.ExpressionError as error:
        raise ValidationError(
            EXPRESSION_PROBLEMS[error.code], params={"part": error.part}, code=error.code
        ) from None


def check_words(fields: dict[str, str]) -> dict[str, ValidationError]:
    """The fields that hold a word only the deciding office may use, with what to do."""
    refused = {}
    for name, text in fields.items():
        if found := [word for word in FORBIDDEN_WORDS if word in text]:
            refused[name] = ValidationError(
                _("Do not write %(words)s: the office decides, not we. Say what the person said."),
                params={"words": "、".join(found)},
            )
    return refused


class RuleSetQuerySet(models.QuerySet["RuleSet"]):
    def live(self) -> RuleSetQuerySet:
        return self.filter(state=RuleSet.State.LIVE)

    def live_on(self, day: date) -> RuleSetQuerySet:
        """What was live on a past day, or is live today: for replaying a result."""
        return self.filter(
            Q(retired_on__isnull=True) | Q(retired_on__gt=day), went_live_on__lte=day
        )

    def live_at_opening(self, day: date) -> RuleSetQuerySet:
        """What was live before anything was switched on that day."""
        return self.filter(
            Q(retired_on__isnull=True) | Q(retired_on__gte=day), went_live_on__lt=day
        )

    def with_criteria(self) -> RuleSetQuerySet:
        criteria = Criterion.objects.select_related("source").order_by("sort_order", "pk")
        return self.prefetch_related(Prefetch("criteria", queryset=criteria))


class RuleSet(ClusterableModel):
    """One version of the rules of one programme in one place."""

    class Section(models.TextChoices):
        URGENT = "urgent", _("urgent help")
        BASIC = "basic", _("basic living")
        SPECIAL = "special", _("special help")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        CHECKED = "checked", _("checked by a second person")
        LIVE = "live", _("live")
        RETIRED = "retired", _("retired")

    programme = models.CharField(_("programme"), max_length=50, validators=[code_spelling])
    title = models.CharField(_("name people know"), max_length=40)
    explainer = models.SlugField(
        _("explainer"), max_length=100, help_text=_("The last part of the explainer's address.")
    )
    place = models.CharField(_("valid in"), max_length=50, default=WHOLE_COUNTRY)
    section = models.CharField(_("kind of help"), max_length=10, choices=Section.choices)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    version = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid until"), null=True, blank=True)
    urgent_when = models.CharField(
        _("urgent when"),
        max_length=500,
        blank=True,
        help_text=_("A rule. When it holds, this help stands first on the result."),
    )
    received_as = models.CharField(
        _("already received when"),
        max_length=50,
        blank=True,
        help_text=_("The answer to “Which help do you already get?” that means this help."),
    )
    next_step = models.CharField(_("next step"), max_length=200, blank=True)
    also_look_at = models.CharField(
        _("also look at"),
        max_length=200,
        blank=True,
        help_text=_("Addresses of other explainers, with a space between them."),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("author"),
    )
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("checked by"),
    )
    went_live_on = models.DateField(_("live from"), null=True, blank=True, editable=False)
    retired_on = models.DateField(_("retired on"), null=True, blank=True, editable=False)
    fingerprint = models.CharField(max_length=12, blank=True, editable=False)

    objects = models.Manager.from_queryset(RuleSetQuerySet)()

    class Meta:
        verbose_name = _("rules of a programme")
        verbose_name_plural = _("rules of programmes")
        ordering = ["order", "programme", "-version"]
        permissions = [
            ("check_ruleset", "Can check rules, put them live and retire them"),
            ("replay_ruleset", "Can open what the self-check showed a person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "place", "version"], name="rule_set_version_once"
            ),
            models.UniqueConstraint(
                fields=["programme", "place"],
                condition=Q(state="live"),
                name="rule_set_one_live_version",
                violation_error_message=_("Another version is live. Retire it first."),
            ),
            models.CheckConstraint(
                name="rule_set_checked_by_another_person",
                condition=Q(checked_by__isnull=True)
                | Q(author__isnull=True)
                | ~Q(checked_by=F("author")),
                violation_error_message=_("A second person must check the rules."),
            ),
            models.CheckConstraint(
                name="rule_set_live_only_when_checked",
                condition=~Q(state="live")
                | Q(checked_by__isnull=False, went_live_on__isnull=False),
                violation_error_message=_("Only checked rules can go live."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.programme}, {self.version})"

    @property
    def may_be_edited(self) -> bool:
        return self.state == self.State.DRAFT

    def clean(self) -> None:
        super().clean()
        refused = check_words({"title": self.title, "next_step": self.next_step})
        if self.urgent_when:
            try:
                check_expression(self.urgent_when)
            except ValidationError as error:
                refused["urgent_when"] = error
        received = eligibility.BY_CODE["receiving"].option_codes
        if self.received_as and self.received_as not in received:
            refused["received_as"] = ValidationError(
                _("Choose one of these: %(codes)s"), params={"codes": ", ".join(received)}
            )
        if refused:
            raise ValidationError(refused)

    def as_rules(self) -> eligibility.RuleSet:
        """The same rules as the engine takes them. Raises ``ExpressionError`` if one is broken."""
        return eligibility.RuleSet(
            programme=self.programme,
            title=self.title,
            explainer=self.explainer,
            section=eligibility.Section(self.section),
            criteria=tuple(criterion.as_rule() for criterion in self.criteria.all()),
            version=self.version,
            order=self.order,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            urgent_when=self.urgent_when,
            received_as=self.received_as,
            next_step=self.next_step,
            also_look_at=tuple(self.also_look_at.split()),
        )


class Criterion(Orderable):
    """One condition of a programme, its source, and what to say for each way it comes out."""

    class Role(models.TextChoices):
        REQUIRED = "required", _("must hold")
        ANY_OF = "any_of", _("one of its group must hold")
        EXCLUDES = "excludes", _("must not hold")
        DISCRETION = "discretion", _("should hold, the office may decide otherwise")
        NOTE = "note", _("only a note")
        NOT_ASKED = "not_asked", _("not asked here, the office will ask")

    ruleset = ParentalKey(RuleSet, on_delete=models.CASCADE, related_name="criteria")
    code = models.CharField(_("code"), max_length=30, validators=[code_spelling])
    role = models.CharField(_("role"), max_length=10, choices=Role.choices)
    group = models.CharField(_("group"), max_length=30, blank=True)
    condition = models.CharField(_("condition in plain words"), max_length=120)
    expression = models.CharField(
        _("rule"),
        max_length=500,
        blank=True,
        help_text=_('For example: answer("money") < fact("dibao_standard")'),
    )
    also_facts = models.CharField(
        _("also show these facts"), max_length=200, blank=True, help_text=_("Codes of facts.")
    )
    source = models.ForeignKey(
        PolicySource, on_delete=models.PROTECT, related_name="criteria", verbose_name=_("source")
    )
    article = models.CharField(_("article"), max_length=100, blank=True)
    text_pass = models.CharField(_("when it holds"), max_length=160, blank=True)
    text_fail = models.CharField(_("when it does not hold"), max_length=160, blank=True)
    text_unknown = models.CharField(_("when we do not know"), max_length=160, blank=True)
    what_would_change_it = models.CharField(
        _("what would change it, what else to try"), max_length=200, blank=True
    )

    class Meta(Orderable.Meta):
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        constraints = [
            models.UniqueConstraint(fields=["ruleset", "code"], name="criterion_code_once"),
        ]

    def __str__(self) -> str:
        return self.code

    def clean(self) -> None:
        super().clean()
        refused = check_words(
            {
                name: getattr(self, name)
                for name in (
                    "condition",
                    "text_pass",
                    "text_fail",
                    "text_unknown",
                    "what_would_change_it",
                )
            }
        )
        try:
            self._clean_expression()
        except ValidationError as error:
            refused["expression"] = error
        if (self.role == self.Role.ANY_OF) != bool(self.group):
            refused["group"] = ValidationError(
                _("A group belongs to criteria of which one is enough, and only to those.")
            )
        if refused:
            raise ValidationError(refused)

    def _clean_expression(self) -> None:
        if self.role == self.Role.NOT_ASKED:
            if self.expression:
                raise ValidationError(_("What we do not ask has no rule. Leave this empty."))
            return
        if not self.expression:
            raise ValidationError(_("Write the rule, or choose “not asked here”."))
        used = [*check_expression(self.expression).facts, *self.also_facts.split()]
        known = PolicyFact.objects.filter(code__in=used).exclude(kind=PolicyFact.Kind.TEXT)
        missing = sorted(set(used) - set(known.values_list("code", flat=True)))
        if missing:
            raise ValidationError(
                _("There is no number called %(codes)s. Add the fact first."),
                params={"codes": "、".join(missing)},
            )

    def counts_on(self, code: str) -> bool:
        """Whether a fact's number can change how this comes out, or is shown with it."""
        return f'"{code}"' in self.expression or code in self.also_facts.split()

    def as_rule(self) -> eligibility.Criterion:
        return eligibility.Criterion(
            code=self.code,
            role=eligibility.Role(self.role),
            condition=self.condition,
            expression=self.expression,
            group=self.group,
            also_facts=tuple(self.also_facts.split()),
            source=self.source.title,
            article=self.article,
            text_pass=self.text_pass,
            text_fail=self.text_fail,
            text_unknown=self.text_unknown,
            what_would_change_it=self.what_would_change_it,
        )


class Scenario(Orderable):
    """A made-up family with the outcome it must have. The tests of the rules, for editors."""

    class Outcome(models.TextChoices):
        MAY = "may", _("may be possible")
        UNCLEAR = "unclear", _("something is still missing")
        NOT_NOW = "not_now", _("perhaps not now")

    ruleset = ParentalKey(RuleSet, on_delete=models.CASCADE, related_name="scenarios")
    title = models.CharField(pgettext_lazy("worked example", "family"), max_length=120)
    answers = models.JSONField(
        _("answers"),
        help_text=_('For example: {"hukou": "here", "household": ["over_60"]}'),
    )
    assumed = models.JSONField(
        _("supposed numbers"),
        default=dict,
        blank=True,
        help_text=_('For this family only, for example: {"dibao_standard": 1200}'),
    )
    as_of = models.DateField(
        _("on the day"),
        null=True,
        blank=True,
        help_text=_("Empty: today, and each coming day on which a number changes."),
    )
    outcome = models.CharField(_("expected outcome"), max_length=10, choices=Outcome.choices)
    failing = models.CharField(
        _("criteria that do not hold"), max_length=200, blank=True, help_text=_("Their codes.")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("family to test with")
        verbose_name_plural = _("families to test with")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        refused = {}
        try:
            eligibility.read_answers(self.answers)
        except eligibility.AnswerError as error:
            refused["answers"] = ValidationError(
                _("Look at “%(question)s”: expected %(expected)s."),
                params={"question": error.question, "expected": error.expected},
            )
        try:
            self._assumed_numbers()
        except (AttributeError, InvalidOperation, TypeError, ValueError):
            refused["assumed"] = ValidationError(_("Write codes of facts and numbers only."))
        if refused:
            raise ValidationError(refused)

    def _assumed_numbers(self) -> tuple[tuple[str, Decimal], ...]:
        numbers = tuple((code, Decimal(str(number))) for code, number in self.assumed.items())
        if not all(number.is_finite() for _code, number in numbers):
            raise ValueError("a number that is none")
        return numbers

    def as_scenario(self) -> eligibility.Scenario:
        return eligibility.Scenario(
            title=self.title,
            answers=eligibility.read_answers(self.answers),
            outcome=eligibility.Outcome(self.outcome),
            failing=frozenset(self.failing.split()),
            as_of=self.as_of,
            assumed=self._assumed_numbers(),
        )
