"""The action card as Markdown: a document of its own, and a list inside a summary."""

from advocacy_coach.i18n import _
from advocacy_coach.reports.document import ActionCard, CardDocument
from advocacy_coach.reports.writers.escape import escape
from advocacy_coach.reports.writers.markdown import listed
from advocacy_coach.reports.writers.telling import card_facts


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
    return listed(card_facts(card))


def follow_up_questions() -> tuple[str, ...]:
    """What is asked six weeks later."""
    return (
        _("Which practice did you stop?"),
        _("What did you change after listening?"),
        _("Did anyone say no, and what happened?"),
    )
