"""Forms of the content editors."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput

from .actions.facts import reasons_to_keep
from .models import CommunityRoom, Confidence, FactValue, HungLeaflet, PageFeedback, PolicyFact


class EnterValueForm(forms.ModelForm):
    """A new dated value of one fact. ``confirmed`` comes with the second step."""

    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = FactValue
        fields = ["value", "place", "valid_from", "valid_to", "source", "article", "confidence"]
        widgets = {"valid_from": AdminDateInput, "valid_to": AdminDateInput}
        help_texts = {
            "value": _("Digits only for numbers; the unit is added by itself."),
            "place": _("For example 槐荫区, 济南市 or 全国."),
            "valid_from": _(
                "Once it is checked, the value that held until now ends the day before."
            ),
            "valid_to": _("Leave empty where the end is not known."),
        }

    def __init__(self, *args, fact: PolicyFact, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.fact = fact
        self.fields["confidence"].initial = Confidence.HIGH

    def clean_value(self) -> str:
        value = self.cleaned_data["value"].strip()
        is_number = self.instance.fact.kind != PolicyFact.Kind.TEXT
        if is_number and not value.replace(".", "", 1).isdecimal():
            raise ValidationError(_("Write digits only, for example 1200 or 1.5."))
        return value


class FactForm(WagtailAdminModelForm):
    """Once something counts on a fact, only its label can be changed by one person.

    Another code would break the pages that quote it, another unit or kind would change what
    checked values say.
    """

    FIXED_ONCE_USED = ("code", "kind", "unit")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and reasons_to_keep(self.instance):
            for name in self.FIXED_ONCE_USED:
                self.fields[name].disabled = True
                self.fields[name].help_text = _("In use, so it stays. Make a new fact instead.")


class FeedbackForm(forms.Form):
    """What a reader says about a page. No field asks who they are."""

    kind = forms.ChoiceField(
        label=_("How was this page?"), choices=PageFeedback.Kind.choices, widget=forms.RadioSelect
    )
    section = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("Which sentence? In your own words"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Please write no name, no telephone number and no address."),
    )
    website = forms.CharField(required=False, widget=forms.HiddenInput)


class HangLeafletForm(forms.Form):
    """Where a printed leaflet hangs: a place used before, each a button, or one written now."""

    known_place = forms.ChoiceField(label=_("a place used before"), required=False)
    room = forms.ModelChoiceField(
        CommunityRoom.objects.none(),
        label=_("community room"),
        required=False,
        empty_label=_("none, it hangs at the station"),
    )
    place = forms.CharField(
        label=_("building and door"),
        required=False,
        max_length=60,
        help_text=_("As neighbours say it: 3号楼一单元门口. No names, no flat numbers."),
    )
    size = forms.ChoiceField(label=_("size"), choices=HungLeaflet.Size.choices)

    def __init__(self, *args, stations, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.stations = {station.pk: station for station in stations}
        offered = CommunityRoom.objects.filter(station__in=stations)
        own = offered.filter(pk__in=user.rooms.values("pk"))
        self.fields["room"].queryset = own if own.exists() else offered
        self.fields["room"].initial = own.first()
        known = HungLeaflet.objects.filter(station__in=stations).order_by("-pk")
        self._known = {f"{row.room_id or ''}:{row.place}": row for row in self._latest(known)}
        self.fields["known_place"].choices = [
            (key, f"{row.room or row.station} · {row.place}") for key, row in self._known.items()
        ]
        self.fields["size"].widget = forms.RadioSelect(choices=self.fields["size"].choices)
        self.fields["size"].widget.is_chips = True

    def _latest(self, known, at_most: int = 12) -> list[HungLeaflet]:
        rows = {}
        for row in known.select_related("room", "station")[:200]:
            rows.setdefault((row.room_id, row.place), row)
        return list(rows.values())[:at_most]

    def clean(self):
        data = super().clean()
        used_before = self._known.get(data.pop("known_place", ""))
        if used_before:
            room, place, station = used_before.room, used_before.place, used_before.station
        else:
            room, place = data.get("room"), data.get("place", "").strip()
            only = next(iter(self.stations.values()))
            station = self.stations[room.station_id] if room else only
        if not place:
            self.add_error("place", _("Write where it hangs, for example 3号楼一单元门口."))
        return data | {"room": room, "place": place, "station": station}


class RecordingForm(forms.Form):
    """A recording of one page, and whose voice it is."""

    file = forms.FileField(
        label=_("sound file"),
        help_text=_("mp3 or m4a, at most 12 MB. A phone in a quiet room is good enough."),
        error_messages={"required": _("Choose the file of the recording first.")},
        widget=forms.FileInput(attrs={"accept": ".mp3,.m4a,.wav,audio/*"}),
    )
    voice = forms.CharField(
        label=_("voice"),
        required=False,
        max_length=60,
        help_text=_("How the page may call the speaker, for example 社工站小李. Can stay empty."),
    )
