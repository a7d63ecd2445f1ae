"""The action card as Markdown: a document of its own, and a list inside a summary."""

from collections.abc import Iterator

from advocacy_coach.i18n import _
from advocacy_coach.reports.document import ActionCard, CardAction, CardDocument
from advocacy_coach.reports.writers.escape import escape


def write(document: CardDocument) -> bytes:
    """The card in the program's current language, in UTF-8."""
    title, follow_up = _("Action card"), _("At the follow-up")
    blocks = [
        f"# {title}",
        escape(document.title),
        card_list(document.card),
        f"## {follow_up}",
        "\n".join(f"- {question}" for question in follow_up_questions()),
    ]
    return ("\n\n".join(blocks) + "\n").encode()


def card_list(card: ActionCard) -> str:
    """The lines of the card as a list."""
    return "\n".join(f"- **{label}:** {words}" for label, words in _lines(card))


def follow_up_questions() -> tuple[str, ...]:
    """What is asked six weeks later."""
    return (
        _("Which practice did you stop?"),
        _("What did you change after listening?"),
        _("Did anyone say no, and what happened?"),
    )


def _lines(card: ActionCard) -> Iterator[tuple[str, str]]:
    for action in card.actions:
        yield _("Action {number}").format(number=action.number), _action(action)
    if card.promise:
        yield _("Promise to my team"), escape(card.promise)
    if card.stop:
        yield _("I stop"), escape(card.stop)
    yield _("Follow-up"), str(card.follow_up)


def _action(action: CardAction) -> str:
    words = _("{action} ({owner}, by {day})") if action.owner else _("{action} (by {day})")
    return words.format(action=escape(action.text), owner=escape(action.owner), day=action.date)
