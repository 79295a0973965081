from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StaffConfig(AppConfig):
    name = "staff"
    verbose_name = _("What we decide and do")

    def ready(self) -> None:
        from . import tasks  # noqa: F401, PLC0415  (it listens for what comes in)
