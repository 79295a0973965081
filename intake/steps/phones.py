"""Phone numbers as people write them."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..references import only_digits

FORMS = re.compile(r"(?:(?:00)?86)?(?:1[3-9]\d{9}|0?\d{2,3}\d{7,8}|\d{7,8}|[48]00\d{7})")


def clean_phone(typed: str) -> str:
    """Digits only, country code dropped. Raises ``ValidationError`` when nobody could dial it."""
    digits = only_digits(typed)
    if not FORMS.fullmatch(digits):
        raise ValidationError(
            _("This number cannot be dialled. A mobile has 11 digits; others need the area code."),
            code="phone",
        )
    return re.sub(r"^(?:00)?86(?=\d{10,})", "", digits)
