"""What staff need outside the Wagtail admin: log-in with a second factor.

Only these of allauth's pages are reachable. They come before Wagtail's own log-in and log-out,
which know no second factor and no throttle, and take their addresses.
"""

from allauth.account import views as account
from django.urls import include, path
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView
from wagtail.admin.auth import require_admin_access

from .accounts import log_in, not_here
from .views.site_history import SiteHistoryView

site_history = never_cache(require_admin_access(SiteHistoryView.as_view()))
site_history_results = never_cache(require_admin_access(SiteHistoryView.as_view(results_only=True)))

urlpatterns = [
    path("staff/login/", log_in, name="account_login"),
    path("staff/logout/", account.logout, name="account_logout"),
    path("staff/inactive/", account.account_inactive, name="account_inactive"),
    path("staff/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("staff/second-factor/", include("allauth.mfa.urls")),
    path("staff/closed/signup/", not_here, name="account_signup"),
    path("staff/closed/email/", not_here, name="account_email"),
    path("staff/closed/password/", not_here, name="account_change_password"),
    # In place of Wagtail's report, which names households of every station.
    path("staff/reports/site-history/", site_history),
    path("staff/reports/site-history/results/", site_history_results),
    # Wagtail's log-in for password-protected pages would open the desk on a password alone.
    path("_util/login/", RedirectView.as_view(pattern_name="account_login")),
    path("en/_util/login/", RedirectView.as_view(pattern_name="account_login")),
]
