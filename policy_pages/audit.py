"""How each action on the content side reads in the history, in plain words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

# Action → what the list of actions calls it, what an entry says.
MESSAGES = {
    "policy_pages.check_rules": (_("Check rules"), _("Checked the rules as a second person")),
    "policy_pages.put_rules_live": (_("Put rules live"), _("Put the rules live")),
    "policy_pages.retire_rules": (_("Retire rules"), _("Retired the rules")),
    "policy_pages.redraft_rules": (_("Back to draft"), _("Opened the rules for writing again")),
    "policy_pages.new_rules_version": (_("New version"), _("Began a new version of the rules")),
    "policy_pages.enter_value": (_("Enter a value"), _("Entered a new value")),
    "policy_pages.check_value": (_("Check a value"), _("Checked a value as a second person")),
    "policy_pages.hang_leaflet": (_("Hang a leaflet"), _("Hung a leaflet")),
    "policy_pages.take_down_leaflet": (_("Take a leaflet down"), _("Took a leaflet down")),
    "policy_pages.keep_audio": (_("Keep a recording"), _("Kept a new recording of the page")),
    "policy_pages.remove_audio": (_("Remove a recording"), _("Removed the recording of the page")),
    "policy_pages.withdraw_value": (_("Take back a value"), _("Took back an unchecked value")),
}


def register_log_actions(actions) -> None:
    """For Wagtail's ``register_log_actions`` hook."""
    for name, (label, message) in MESSAGES.items():
        actions.register_action(name, label, message)
