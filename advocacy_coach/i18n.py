"""The language of the program's own words, by gettext.

English is the source; another language is a catalogue under ``locale/``. Course texts are not translated
here: a course in another language is another folder of lessons.
"""

import gettext as _gettext
from pathlib import Path

DOMAIN = "advocacy_coach"
LOCALE_DIR = Path(__file__).parent / "locale"

_catalogue: _gettext.NullTranslations = _gettext.NullTranslations()
_SOURCE = "en"


def use_language(language: str) -> None:
    """Speak ``language`` (a code such as ``pl``) from now on; English where nothing is translated."""
    global _catalogue  # noqa: PLW0603 - the one place where the language of the process is kept
    _catalogue = _gettext.translation(DOMAIN, LOCALE_DIR, [language], fallback=True)


def language() -> str:
    """The code of the language the words are really in: English where there is no catalogue."""
    return _catalogue.info().get("language") or _SOURCE


def _(message: str) -> str:
    """The message in the current language."""
    return _catalogue.gettext(message)


def ngettext(one: str, many: str, n: int) -> str:
    """The plural form of the message for ``n``, in the current language."""
    return _catalogue.ngettext(one, many, n)


def translations(domain: str, language: str) -> _gettext.NullTranslations:
    """The words of another catalogue in ``language``, without changing that of the process.

    English where there is none: for a server, which speaks to each phone in the phone's language.
    """
    return _gettext.translation(domain, LOCALE_DIR, [language], fallback=True)


def languages(domain: str) -> tuple[str, ...]:
    """The codes of the languages in which a catalogue has words; English is always there."""
    found = sorted(path.parent.parent.name for path in LOCALE_DIR.glob(f"*/LC_MESSAGES/{domain}.mo"))
    return (_SOURCE, *found)
