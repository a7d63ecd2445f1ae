"""The words of the phones' pages, in the language of the phone: the catalogue ``ballot``, by gettext."""

import gettext
import re
from functools import cache

from msgspec import Struct

from advocacy_coach.i18n import languages, translations
from advocacy_coach.workshop.phone import PhoneScreen

DOMAIN = "ballot"

_ANSWERED = re.compile(r"\s*([A-Za-z]{1,8})(?:-[A-Za-z0-9-]{1,20})?\s*(?:;\s*q=([01](?:\.\d{0,3})?))?\s*")


class Words(Struct, frozen=True):
    """Every sentence that a phone shows. Those in ``script`` reach the script as data.

    ``votes`` is “{n} votes” by category of the plural (one, few, many, other), as browsers know them.
    """

    language: str
    title: str
    code: str
    code_hint: str
    join: str
    wrong: str
    slow_down: str
    locked: str
    full: str
    cookies: str
    reload: str
    anonymous: str
    script: dict[str, str]
    rounds: tuple[str, str]
    votes: dict[str, str]

    def plural(self, n: int) -> str:
        """“{n} votes” for a number, by the rule of the catalogue."""
        return translations(DOMAIN, self.language).ngettext("{n} vote", "{n} votes", n)


def choose(accepted: str) -> str:
    """The language for an ``Accept-Language`` header: the best that there are words in, else English."""
    known = languages(DOMAIN)
    found = (match for match in map(_ANSWERED.fullmatch, accepted[:200].split(",")) if match)
    wanted = sorted(((-float(match[2] or 1), match[1].lower()) for match in found), key=lambda each: each[0])
    return next((code for quality, code in wanted if quality and code in known), "en")


@cache
def words(language: str) -> Words:
    """The words in a language; English where there is no catalogue."""
    speaks = translations(DOMAIN, language)
    _ = speaks.gettext
    return Words(
        language=speaks.info().get("language") or "en",
        title=_("Workshop"),
        code=_("Code on the wall"),
        code_hint=_("Four letters and digits."),
        join=_("Join"),
        wrong=_("That is not the code on the wall. Please look again."),
        slow_down=_("Too many wrong codes. Please wait five minutes, or ask the facilitator."),
        locked=_("Joining is closed for now. Please vote by raising your hand, or ask the facilitator."),
        full=_("There is no room for more phones. Please vote by raising your hand."),
        cookies=_("Your browser did not keep its ballot. Please allow cookies here and load the page again."),
        reload=_("Show what is on now"),
        anonymous=_("No name is asked. Your votes are not secret on an open Wi-Fi."),
        script={
            "choose": _("Choose one answer."),
            "tick": _("Tick what applies, then send."),
            "fill": _("Answer each statement, then send."),
            "yours": _("Your answer: {letters}. You can change it until voting closes."),
            "filled": _("Your answers are in. You can change them until voting closes."),
            "was": _("Your answer: {letters}."),
            "closed": _("Voting is closed."),
            "late": _("Voting closed before your answer arrived."),
            "lost": _("Connection lost; it will come back by itself."),
            "kept": _("Connection lost; your vote counts as soon as it is back."),
            "wait": _("Wait for the next question."),
            "read": _("Read this; the vote comes next."),
            "over": _("The workshop is over. Thank you."),
            "send": _("Send"),
            "group": _("Your group"),
            "right": _("Recommended: {letters}"),
            "mine": _("your answer"),
        },
        rounds=(_("First vote"), _("Second vote")),
        votes=_plural(speaks),
    )


def says(screen: PhoneScreen) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Which sentences of ``script`` stand under a screen: before this phone answered, and after."""
    match screen.kind:
        case "told":
            return (), ("was",)
        case "vote" if screen.round:
            return ("tick" if screen.many else "choose",), ("yours",)
        case "vote":
            return ("closed",), ("was", "closed")
        case "mood" if screen.round:
            return ("fill",), ("filled",)
        case "mood":
            return ("closed",), ("closed",)
        case kind:
            return (kind,), (kind,)


def _plural(speaks: gettext.NullTranslations) -> dict[str, str]:
    """One sentence for each category of a browser's ``Intl.PluralRules``, each by a number that is in it."""
    ngettext = speaks.ngettext
    numbers = {"one": 1, "few": 2, "many": 5, "other": 5}
    return {category: ngettext("{n} vote", "{n} votes", n) for category, n in numbers.items()}
