"""What a recipient of mails chose to hear, by the signed link that their mails hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analyzer.catalog import CHOICES, Choice, subscribe, subscriptions
from analyzer.nightly.links import PATH, recipient_of
from analyzer.nightly.recipients import recipients
from analyzer.words.language import say
from dashboards.providers.runs import Provider

__all__ = ["CHOICES", "PATH", "Hearing", "hearing_of"]


@dataclass(frozen=True)
class Hearing:
    """A recipient of one project."""

    provider: Provider
    recipient: str

    @property
    def shown(self) -> str:
        """The address as it may be shown; empty where the project names it no longer."""
        named = recipients(self.provider.settings)
        return next((one.shown for one in named if one.key == self.recipient), "")

    @property
    def choice(self) -> Choice:
        """What they chose; all, where they never did."""
        return subscriptions(self.provider.catalog()).get(self.recipient, "all")

    def choose(self, choice: str) -> bool:
        """Keep a choice; False for one that there is not."""
        if choice not in CHOICES:
            return False
        shown = self.shown or say("hearing.an_address_that_the")
        subscribe(self.provider.catalog(), self.recipient, shown, choice, say("hearing.the_link_in_a"))
        return True


def hearing_of(projects: Sequence[Provider], token: str) -> Hearing | None:
    """Whose link it is; None for one that none of these projects has signed."""
    for provider in projects:
        recipient = recipient_of(provider.settings, token)
        if recipient is not None:
            return Hearing(provider, recipient)
    return None
