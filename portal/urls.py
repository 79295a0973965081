"""The map of the site (DESIGN §3). Each app owns its own addresses."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls

from policy_pages.views import audio, crawlers

from . import views

handler400 = "portal.views.bad_request"
handler403 = "portal.views.permission_denied"
handler404 = "portal.views.page_not_found"
handler500 = "portal.views.server_error"

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("favicon.ico", crawlers.Favicon.as_view()),
    path("robots.txt", crawlers.robots),
    path("sitemap.xml", sitemap),
    path(".well-known/security.txt", crawlers.security),
    path("metrics", views.metrics, name="metrics"),
    path("", include("staff.urls")),
    path("staff/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("captcha/", include("captcha.urls")),
    path("media/audio/<str:name>", audio.sound, name="sound"),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
    *i18n_patterns(
        path("", include("intake.urls")),
        path("", include("policy_pages.urls")),
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]
