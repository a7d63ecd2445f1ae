"""A summary as Markdown: headings and lists only, so that it reads well raw, rendered and printed."""

from collections.abc import Iterable, Iterator

from advocacy_coach.i18n import _, ngettext
from advocacy_coach.reports.document import (
    ActionCard,
    Decision,
    EndingMet,
    LessonResult,
    Missed,
    NextStep,
    Reflection,
    ScenarioResult,
    Score,
    Summary,
    TopicResult,
)
from advocacy_coach.reports.writers.card_markdown import card_list
from advocacy_coach.reports.writers.escape import escape, quoted


def write(summary: Summary) -> bytes:
    """The summary in the program's current language, in UTF-8."""
    pitfalls = [_topic(topic) for topic in summary.topics if topic.pitfall]
    others = [_topic(topic) for topic in summary.topics if not topic.pitfall]
    blocks = [
        f"# {escape(summary.course.title)}",
        _("A summary of what was learned, made on {day} (UTC).").format(day=summary.made.date()),
        _list(_facts(summary)),
        *_section(_("The pitfalls"), pitfalls),
        *_section(_("The other topics"), others),
        *_section(_("What to do next"), map(_next_step, summary.next_steps)),
        *_card(_("Action card"), summary.card),
        *_section(_("Lessons"), map(_lesson, summary.lessons)),
        *_scenarios(_("Scenarios"), summary.scenarios),
        *_chapters(_("Questions missed at first"), summary, summary.missed or ()),
        *_chapters(_("Reflections"), summary, summary.reflections or ()),
    ]
    return ("\n\n".join(blocks) + "\n").encode()


def _facts(summary: Summary) -> Iterator[str]:
    course, result = summary.course, summary.result
    if summary.who:
        yield _labelled(_("Name"), escape(summary.who))
    yield _labelled(_("Version of the course"), course.version)
    yield _labelled(_("Result"), _result(summary))
    if result.score:
        words = _("{score}; the pass mark is {mark} %").format(
            score=_score(result.score), mark=course.pass_mark
        )
        yield _labelled(_("Score"), words)
    if result.began:
        yield _labelled(_("Begun"), str(result.began))
    if result.finished:
        yield _labelled(_("Finished"), str(result.finished))
    if result.began and result.minutes is not None:
        yield _labelled(_("Time"), _minutes(result.minutes))


def _result(summary: Summary) -> str:
    if not summary.result.complete:
        return _("not finished yet")
    return _("passed") if summary.result.passed else _("finished, below the pass mark")


def _topic(topic: TopicResult) -> str:
    return _labelled(escape(topic.title), _score(topic.score) if topic.score else _("not yet"))


def _next_step(step: NextStep) -> str:
    label = _("Practise") if step.kind == "practise" else _("Finish")
    return _labelled(label, escape(step.text))


def _lesson(lesson: LessonResult) -> str:
    return _labelled(escape(lesson.title), ", ".join(_lesson_words(lesson)))


def _lesson_words(lesson: LessonResult) -> Iterator[str]:
    yield {"new": _("new"), "begun": _("begun"), "finished": _("finished")}[lesson.state]
    if lesson.finished:
        yield str(lesson.finished)
    if lesson.score:
        yield _score(lesson.score)
    if lesson.answered:
        first_try = ngettext(
            "{count} of {of} question at the first try",
            "{count} of {of} questions at the first try",
            lesson.answered,
        )
        yield first_try.format(count=lesson.first_try, of=lesson.answered)
    if lesson.attempts:
        attempts = ngettext("{count} attempt", "{count} attempts", lesson.attempts)
        yield attempts.format(count=lesson.attempts)
        if lesson.minutes is not None:
            yield _minutes(lesson.minutes)


def _card(title: str, card: ActionCard | None) -> Iterator[str]:
    """A heading and the lines of the card, or nothing when it is left out or empty."""
    if card is not None:
        yield f"## {title}"
        yield card_list(card)


def _scenarios(title: str, scenarios: Iterable[ScenarioResult]) -> Iterator[str]:
    """A heading and the scenarios one by one, or nothing when none was played to an end."""
    found = list(scenarios)
    if found:
        yield f"## {title}"
    for scenario in found:
        yield f"### {escape(scenario.title)}"
        yield _list(_scenario(scenario))


def _scenario(scenario: ScenarioResult) -> Iterator[str]:
    best = scenario.best
    played = ngettext("{count} time to an end", "{count} times to an end", scenario.plays)
    yield _labelled(_("Played"), played.format(count=scenario.plays))
    yield _labelled(_("Endings met"), _endings(scenario))
    yield _labelled(_("Best play"), f"{_ending(best.ending)}: {_score(best.score)}")
    for decision in best.decisions or ():
        label = _("Decision {number}").format(number=decision.number)
        yield _labelled(label, _decision(decision))
    if best.pitfalls is not None:
        pitfalls = ", ".join(escape(pitfall.title) for pitfall in best.pitfalls)
        yield _labelled(_("Pitfalls met"), pitfalls or _("none"))
    if scenario.state == "changed":
        yield _labelled(_("Note"), _("the scenario was changed since"))
    elif scenario.state == "unreadable":
        yield _labelled(_("Note"), _("the scenario cannot be opened now"))


def _endings(scenario: ScenarioResult) -> str:
    met = ", ".join(escape(ending.title) for ending in scenario.endings)
    if scenario.of_endings is None:
        return met
    count, of = len(scenario.endings), scenario.of_endings
    if not met:
        return _("{count} of {of}").format(count=count, of=of)
    return _("{count} of {of} ({endings})").format(count=count, of=of, endings=met)


def _ending(ending: EndingMet) -> str:
    title = escape(ending.title)
    match ending.kind:
        case "good":
            return _("{ending} (a good ending)").format(ending=title)
        case "mixed":
            return _("{ending} (a mixed ending)").format(ending=title)
        case "bad":
            return _("{ending} (a bad ending)").format(ending=title)
        case None:
            return title


def _decision(decision: Decision) -> str:
    choice = escape(decision.choice)
    verdicts = {"best": _("strongest"), "fair": _("fair"), "weak": _("weak"), "tempting": _("tempting")}
    verdict = verdicts[decision.verdict]
    if decision.pitfall is None:
        return _("{choice} ({verdict})").format(choice=choice, verdict=verdict)
    pitfall = escape(decision.pitfall.title)
    words = _("{choice} ({verdict}; pitfall: {pitfall})")
    return words.format(choice=choice, verdict=verdict, pitfall=pitfall)


def _missed(missed: Missed) -> Iterator[str]:
    yield f"**{escape(missed.prompt)}**"
    yield _list(
        (
            _labelled(_("Answer"), _given(missed) or _("one that the question no longer offers")),
            _labelled(_("Put right later"), _("yes") if missed.put_right else _("not yet")),
            _labelled(_("Why"), escape(missed.why)),
        )
    )


def _given(missed: Missed) -> str:
    texts = []
    for given in missed.given:
        option, word = escape(given.option), escape(given.word)
        match missed.type:
            case "best_worst":
                word = _("best") if given.word == "best" else _("worst")
                texts.append(f"{word}: {option}")
            case "rate":
                texts.append(_("{option}: {rating} of 5").format(option=option, rating=word))
            case "rank":
                texts.append(f"{word}: {option}")
            case "classify":
                texts.append(f"{option}: {word}")
            case _:
                texts.append(option)
    return "; ".join(texts)


def _reflection(reflection: Reflection) -> Iterator[str]:
    yield f"**{escape(reflection.prompt)}**"
    yield "\n".join(quoted(reflection.text))


def _section(title: str, items: Iterable[str]) -> Iterator[str]:
    """A heading and a list, or nothing when there is nothing to list."""
    if rows := list(items):
        yield f"## {title}"
        yield _list(rows)


def _chapters(title: str, summary: Summary, entries: Iterable[Missed | Reflection]) -> Iterator[str]:
    """A heading and the entries lesson by lesson, or nothing when there are none."""
    found = list(entries)
    if found:
        yield f"## {title}"
    for lesson in summary.lessons:
        mine = [entry for entry in found if entry.lesson == lesson.id]
        if mine:
            yield f"### {escape(lesson.title)}"
        for entry in mine:
            yield from _missed(entry) if isinstance(entry, Missed) else _reflection(entry)


def _list(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def _labelled(label: str, words: str) -> str:
    return f"**{label}:** {words}"


def _score(score: Score) -> str:
    points = ngettext("{points} of {of} point", "{points} of {of} points", score.of)
    return f"{score.per_cent} % ({points.format(points=f'{score.points:g}', of=score.of)})"


def _minutes(minutes: int) -> str:
    return ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)
