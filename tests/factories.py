"""Boring makers of things tests need. Nothing here saves more than it says."""

from __future__ import annotations

from datetime import date

import factory
from django.contrib.auth.models import Group, Permission
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from intake.models import Channel, ContactMethod, Promise, Referral, Urgency
from policy_pages.models import (
    CommunityRoom,
    Criterion,
    FactValue,
    GlossaryTerm,
    HomePage,
    PolicyFact,
    PolicyIndexPage,
    PolicyPage,
    PolicySource,
    RequiredDocument,
    RuleSet,
    Scenario,
    Situation,
    Station,
    UrgentContact,
)
from staff.domain.deadlines import contact_due_on
from staff.domain.stages import CloseReason, Stage
from staff.models import Case, CaseCategory, CaseGap, CaseNote, ReferralDecision, User, Visit
from staff.roles import GROUP_PERMISSIONS


def group(role: str) -> Group:
    """The group of a role with its permissions, written once per test."""
    group, created = Group.objects.get_or_create(name=role)
    if created:
        for name in GROUP_PERMISSIONS[role]:
            app_label, codename = name.split(".")
            group.permissions.add(
                Permission.objects.get(content_type__app_label=app_label, codename=codename)
            )
    return group


class UserFactory(factory.django.DjangoModelFactory):
    """``UserFactory(role="social_worker", station=…)``; ``rooms=[…]`` for room staff."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"worker{n}")
    first_name = factory.Sequence(lambda n: f"员工{n}")

    @factory.post_generation
    def role(self, create, extracted, **kwargs):
        if create and extracted:
            self.groups.add(group(extracted))

    @factory.post_generation
    def rooms(self, create, extracted, **kwargs):
        if create and extracted:
            self.rooms.set(extracted)


class StationFactory(factory.django.DjangoModelFactory):
    """The station of the default site; one a site."""

    class Meta:
        model = Station
        django_get_or_create = ("site",)

    site = factory.LazyFunction(lambda: Site.objects.get(is_default_site=True))
    name = "营市街街道社工站"
    subdistrict = "营市街街道"
    operator = "样例社会工作服务中心"
    data_handler = "样例社会工作服务中心"
    phone = "0531-87654321"
    address = "营市东街1号"
    street_window = "营市街街道便民服务大厅"
    fact_places = "槐荫区 济南市 山东省 全国"


class SiteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Site

    hostname = factory.Sequence(lambda n: f"station{n}.example.org")
    root_page = factory.LazyFunction(lambda: Page.objects.get(depth=1))


class OtherStationFactory(StationFactory):
    """A station of another site, whose people must not see the first one's households."""

    class Meta:
        model = Station

    site = factory.SubFactory(SiteFactory)
    name = factory.Sequence(lambda n: f"测试{n}街道社工站")


class CommunityRoomFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CommunityRoom

    station = factory.SubFactory(StationFactory)
    name = factory.Sequence(lambda n: f"第{n}社区社工室")
    community = factory.Sequence(lambda n: f"第{n}社区")
    slug = factory.Sequence(lambda n: f"room-{n}")
    address = "社区居委会一楼"
    phone = "0531-87654322"


class UrgentContactFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = UrgentContact

    number = factory.Sequence(lambda n: str(12000 + n))
    name = "热线"
    when_to_call = "有急事"


class PolicySourceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PolicySource

    title = factory.Sequence(lambda n: f"样例办法{n}")
    level = PolicySource.Level.NATIONAL


class PolicyFactFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PolicyFact

    code = factory.Sequence(lambda n: f"fact_{n}")
    label = "低保标准"
    kind = PolicyFact.Kind.MONEY
    unit = "元"


class FactValueFactory(factory.django.DjangoModelFactory):
    """A value that a second person has checked."""

    class Meta:
        model = FactValue

    fact = factory.SubFactory(PolicyFactFactory)
    place = "槐荫区"
    value = "1200"
    valid_from = date(2026, 1, 1)
    source = factory.SubFactory(PolicySourceFactory)
    entered_by = factory.SubFactory(UserFactory)
    checked_by = factory.SubFactory(UserFactory)
    checked_on = date(2026, 1, 2)


class SituationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Situation

    locale = factory.LazyFunction(Locale.get_default)
    name = factory.Sequence(lambda n: f"难处{n}")
    slug = factory.Sequence(lambda n: f"situation-{n}")


class GlossaryTermFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = GlossaryTerm

    locale = factory.LazyFunction(Locale.get_default)
    term = factory.Sequence(lambda n: f"词语{n}")
    slug = factory.Sequence(lambda n: f"term-{n}")
    explanation = "这个词的意思。"


class RequiredDocumentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RequiredDocument

    name = factory.Sequence(lambda n: f"材料{n}")


def home_page() -> HomePage:
    """The front page, made the root of the default site the first time it is asked for."""
    if home := HomePage.objects.first():
        return home
    home = Page.get_first_root_node().add_child(instance=HomePage(title="首页", slug="home-page"))
    Site.objects.filter(is_default_site=True).update(root_page=home)
    Site.clear_site_root_paths_cache()
    return home


def policy_index() -> PolicyIndexPage:
    """The list of explainers under the front page."""
    if index := PolicyIndexPage.objects.first():
        return index
    return home_page().add_child(instance=PolicyIndexPage(title="政策说明", slug="policies"))


class PolicyPageFactory(factory.django.DjangoModelFactory):
    """A live explainer under the list of explainers, with nothing in its sections."""

    class Meta:
        model = PolicyPage

    title = factory.Sequence(lambda n: f"能申请第{n}种帮助吗？")
    slug = factory.Sequence(lambda n: f"page-{n}")
    official_name = factory.Sequence(lambda n: f"第{n}种帮助")
    one_line = "日子过不下去，可以来问。"

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        parent = kwargs.pop("parent", None) or policy_index()
        return parent.add_child(instance=model_class(*args, **kwargs))


def whole_words() -> dict[str, object]:
    """The fields an explainer must have filled before a second person checks it."""

    def words(text: str) -> list:
        return [("paragraph", f"<p>{text}</p>")]

    step = {"text": "<p>先打电话问。</p>", "where": "phone", "place": ""}
    step |= {"checked": "", "takes": "", "helper": ""}
    story = {"story": "<p>王阿姨一个人住。</p>", "outcome": "<p>她可以来问。</p>"}
    return {
        "short_answer": "<p>过不下去，可以来问。</p>",
        "who_can": words("谁都可以来问。"),
        "what_you_get": words("看您的情况。"),
        "steps": [("steps", {"intro": "", "match": "all", "items": [step]})],
        "papers": words("什么都不用带。"),
        "how_long": words("当天就回您。"),
        "what_others_see": words("别人看不到。"),
        "if_refused": words("可以再问。"),
        "when_things_change": words("变了就说一声。"),
        "example_family": [("example", story)],
        "place": "济南市槐荫区",
    }


class ReferralFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Referral

    reference = factory.Sequence(lambda n: f"{10_000_000 + n}")
    station = factory.SubFactory(StationFactory)
    received_at = factory.LazyFunction(timezone.now)
    channel = Channel.ONLINE
    urgency = Urgency.NORMAL
    needs = ["money"]
    words = "日子难过"
    called_name = "王阿姨"
    contact_method = ContactMethod.PHONE
    phone = "13800000000"


class PromiseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Promise

    referral = factory.SubFactory(ReferralFactory)
    due_at = factory.LazyFunction(timezone.now)
    first_due_at = factory.SelfAttribute("due_at")


class CaseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Case

    reference = factory.Sequence(lambda n: f"{20_000_000 + n}")
    station = factory.SubFactory(StationFactory)
    worker = factory.SubFactory(
        UserFactory, role="social_worker", station=factory.SelfAttribute("..station")
    )
    stage = Stage.T2_ACCOMPANIED_GROWTH
    tier = factory.LazyAttribute(lambda case: Stage(case.stage).tier or "")
    opened_at = factory.LazyFunction(timezone.now)
    contact_due_on = factory.LazyAttribute(
        lambda case: contact_due_on(
            Stage(case.stage),
            timezone.localdate(getattr(case, "last_contact_at", None) or case.opened_at),
        )
    )
    closed_at = factory.LazyAttribute(
        lambda case: case.opened_at if case.stage == Stage.CLOSED else None
    )
    close_reason = factory.LazyAttribute(
        lambda case: CloseReason.MOVED.value if case.stage == Stage.CLOSED else ""
    )


class ReferralDecisionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ReferralDecision

    referral = factory.SubFactory(ReferralFactory)
    outcome = ReferralDecision.Outcome.ADVISED
    reason = "问清楚了"
    decided_by = factory.SubFactory(UserFactory)
    decided_at = factory.LazyFunction(timezone.now)


class VisitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Visit

    case = factory.SubFactory(CaseFactory)
    planned_for = factory.LazyFunction(timezone.localdate)
    visitor = factory.SelfAttribute("case.worker")


class DoneVisitFactory(VisitFactory):
    status = Visit.Status.DONE
    done_at = factory.LazyFunction(timezone.now)
    seen = "比上次好"


class CaseNoteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CaseNote

    case = factory.SubFactory(CaseFactory)
    kind = CaseNote.Kind.NOTE
    text = "记一笔"
    written_by = factory.SelfAttribute("case.worker")
    written_at = factory.LazyFunction(timezone.now)


class CaseCategoryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CaseCategory

    category = "cat1_dibao"
    status = "suspected"
    label = "最低生活保障家庭"
    set_by = factory.SelfAttribute("case.worker")
    set_at = factory.LazyFunction(timezone.now)


class CaseGapFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CaseGap

    need = "money"
    rule = "cat1_dibao"
    reason = "just_over"
    set_by = factory.SelfAttribute("case.worker")
    set_at = factory.LazyFunction(timezone.now)


class RuleSetFactory(factory.django.DjangoModelFactory):
    """Rules of one programme; give ``criteria=[…]`` and ``scenarios=[…]`` unsaved."""

    class Meta:
        model = RuleSet

    programme = factory.Sequence(lambda n: f"programme{n}")
    title = "试验救助"
    explainer = "dibao"
    section = RuleSet.Section.BASIC
    valid_from = date(2026, 7, 1)
    author = factory.SubFactory(UserFactory)

    @classmethod
    def _create(cls, model_class, *args, criteria=(), scenarios=(), **kwargs):
        ruleset = model_class(*args, **kwargs)
        ruleset.criteria.set(list(criteria))
        ruleset.scenarios.set(list(scenarios))
        ruleset.save()
        return ruleset


class CriterionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Criterion

    code = factory.Sequence(lambda n: f"criterion{n}")
    role = Criterion.Role.REQUIRED
    condition = "户口在本街道。"
    expression = 'answer("hukou") == "here"'
    source = factory.SubFactory(PolicySourceFactory)
    article = "第37条"


class ScenarioFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Scenario

    title = "王阿姨一家"
    answers = factory.Dict({"hukou": "here"})
    outcome = Scenario.Outcome.MAY
