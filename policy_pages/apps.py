from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PolicyPagesConfig(AppConfig):
    name = "policy_pages"
    verbose_name = _("What we tell people")

    def ready(self):
        from . import page_purges  # noqa: PLC0415  (models are ready only now)

        page_purges.watch()
