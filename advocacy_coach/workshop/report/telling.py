"""The report in words, to those who were there, before it is Markdown or HTML."""

from collections.abc import Iterable, Iterator

from advocacy_coach.i18n import _, ngettext
from advocacy_coach.workshop.papers.blocks import (
    Bar,
    Block,
    Fact,
    Facts,
    Heading,
    Paper,
    Points,
    Prose,
    Row,
    Section,
    Table,
    Words,
)
from advocacy_coach.workshop.report.value import (
    AreaTold,
    DecisionTold,
    MoodTold,
    OptionTold,
    QuestionTold,
    Report,
    RoundTold,
    ScenarioTold,
    SourceCount,
    Taken,
)
from advocacy_coach.workshop.strongest import verdict_words


def tell(report: Report) -> Paper:
    """The report as a paper, in the program's current language."""
    return Paper(
        kind=_("What we said: a session report"),
        title=report.title,
        about=tuple(_about(report)),
        language=report.language,
        sections=tuple(section for section in _sections(report) if section.blocks),
    )


def _about(report: Report) -> Iterator[str]:
    if report.ended and report.ended.date() == report.began.date():
        words = _("Held on {day}, from {began} to {ended} (UTC).")
    else:
        words = _("Held on {day}, from {began} (UTC).")
    ended = f"{report.ended:%H:%M}" if report.ended else ""
    yield words.format(day=report.began.date(), began=f"{report.began:%H:%M}", ended=ended)
    if report.room:
        people = ngettext("A room of {count} person.", "A room of {count} people.", report.room)
        yield people.format(count=report.room)
    yield _("These are counts only. Nobody’s own answer is in it, because nobody’s own answer was kept.")


def _sections(report: Report) -> Iterator[Section]:
    yield Section(_("What the room answered"), tuple(_questions(report.questions)))
    for scenario in report.scenarios:
        words = _("The story we played: {title}")
        yield Section(words.format(title=scenario.title), tuple(_scenario(scenario)))
    for mood in report.moods:
        yield Section(mood.title, tuple(_mood(mood, report.fewest)))
    yield Section(_("Worth talking about again"), tuple(_again(report)))
    yield Section(_("Times"), (_times(report),))
    yield Section(_("What these numbers are"), (_kept(report),))


def _questions(questions: Iterable[QuestionTold]) -> Iterator[Block]:
    for number, question in enumerate(questions, 1):
        words = _("{number}. {prompt}")
        yield Heading(words.format(number=number, prompt=question.prompt))
        yield from _votes(question)
        if question.explain:
            yield Facts((Fact(_("Why"), Prose(question.explain)),))


def _votes(question: QuestionTold) -> Iterator[Block]:
    told = [each for each in question.rounds if each.people is not None]
    if told:
        yield _table(question, told)
    yield Words(question.spoken)
    if question.many and told:
        yield Words(_("Everybody could choose several, so the shares can add up to more than 100 %."))
    for each in question.rounds:
        if each.phones_dropped:
            words = _("{round}: the votes from phones were not kept, so these are hands alone.")
            yield Words(words.format(round=_round(each, question)))
        if each.phones and each.hands:
            words = _("{round}: from phones {phones}; by hand {hands}.")
            yield Words(
                words.format(
                    round=_round(each, question),
                    phones=_source(each.phones, question.options),
                    hands=_source(each.hands, question.options),
                )
            )


def _table(question: QuestionTold, rounds: list[RoundTold]) -> Table:
    head = (_("Option"), *(_round(each, question) for each in rounds))
    rows = (
        Row((_option(option), *(_bar(each, place, len(question.rounds)) for each in rounds)))
        for place, option in enumerate(question.options)
    )
    return Table("", head, tuple(rows), "told")


def _option(option: OptionTold) -> str:
    words = _("{letter}  {text} (recommended)") if option.recommended else "{letter}  {text}"
    return words.format(letter=option.letter, text=option.text)


def _bar(votes: RoundTold, place: int, rounds: int) -> Bar:
    told = votes.options[place]
    words = _("{count} of {people} ({per_cent} %)")
    return Bar(
        words.format(count=told.count, people=votes.people, per_cent=told.per_cent),
        told.per_cent,
        light=votes.round == 1 and rounds > 1,
    )


def _round(votes: RoundTold, question: QuestionTold) -> str:
    if len(question.rounds) == 1:
        return _("Votes")
    return _("First vote") if votes.round == 1 else _("Second vote")


def _source(votes: SourceCount, options: Iterable[OptionTold]) -> str:
    each = zip(options, votes.counts, strict=True)
    counts = ", ".join(f"{option.letter} {count}" for option, count in each)
    people = ngettext("{count} person", "{count} people", votes.people).format(count=votes.people)
    return f"{counts} ({people})"


def _scenario(scenario: ScenarioTold) -> Iterator[Block]:
    for decision in scenario.decisions:
        yield from _decision(decision)
    yield Heading(_("Our path beside the strongest one"))
    rows = [
        Fact(_("Our path"), _path([each.chosen for each in scenario.decisions], scenario.ending)),
        Fact(_("The strongest"), _path(scenario.strongest_path, scenario.strongest_ending)),
    ]
    yield Facts(tuple(rows))
    yield Heading(_("What it was about"))
    yield Prose(scenario.debrief)


def _decision(decision: DecisionTold) -> Iterator[Block]:
    yield Heading(_("Decision {number}").format(number=decision.number))
    if decision.vote:
        yield from _votes(decision.vote)
    rows = [
        Fact(_("We chose"), _choice(decision.chosen)),
        Fact(_("What happened"), Prose(decision.happened)),
    ]
    if decision.chosen != decision.strongest:
        rows.append(Fact(_("Strongest"), _choice(decision.strongest)))
    yield Facts((*rows, Fact(_("An expert"), Prose(decision.expert))))


def _choice(taken: Taken) -> str:
    words = _("{letter}: {text} ({verdict})")
    return words.format(letter=taken.letter, text=taken.text, verdict=verdict_words(taken.verdict))


def _path(choices: Iterable[Taken], ending: str | None) -> str:
    steps = [f"{taken.letter}: {taken.text}" for taken in choices]
    if ending:
        steps.append(_("the end: {ending}").format(ending=ending))
    return " → ".join(steps)


def _mood(mood: MoodTold, fewest: int) -> Iterator[Block]:
    if mood.people is None:
        yield Words(_("Fewer than {count} answers, so nothing is shown.").format(count=fewest))
        return
    rows = [Fact(_("Answers"), str(mood.people))]
    if mood.answered_per_cent is not None:
        rows.append(Fact(_("Share of the room"), f"{mood.answered_per_cent} %"))
    if mood.score is not None:
        rows.append(Fact(_("All together"), _score(mood.score)))
    if mood.band:
        rows.append(Fact(mood.band, Prose(mood.advice)))
    yield Facts(tuple(rows))
    head = (_("Area"), _("All"), *(_grouped(group.name, group.people) for group in mood.groups))
    columns = [mood.areas, *(group.areas for group in mood.groups)]
    area_rows = (
        Row((area.title, *(_area(column[place]) for column in columns)))
        for place, area in enumerate(mood.areas)
    )
    yield Table(_("Areas, from 0 to 100; higher is better"), head, tuple(area_rows), "told")


def _grouped(name: str, people: int) -> str:
    return _("{group} ({count})").format(group=name, count=people)


def _area(area: AreaTold) -> Bar | str:
    return _("not shown") if area.score is None else Bar(_score(area.score), area.score)


def _score(score: int) -> str:
    return _("{score} of 100").format(score=score)


def _again(report: Report) -> Iterator[Block]:
    if report.again:
        yield Words(_("The fewest of us chose what is recommended in the first of these."))
        words = _("{per_cent} %: {words}")
        yield Points(
            tuple(
                words.format(per_cent=each.recommended_per_cent, words=each.prompt or each.title)
                for each in report.again
            )
        )


def _times(report: Report) -> Table:
    rows = [
        Row((each.title, _minutes(each.planned), "–" if each.taken is None else _minutes(each.taken)))
        for each in report.times
    ]
    rows.append(Row((_("Together"), _minutes(report.planned), _minutes(report.taken)), head=True))
    return Table("", (_("Step"), _("Minutes planned"), _("Minutes taken")), tuple(rows), "told")


def _minutes(minutes: float) -> str:
    return f"{minutes:g}"


def _kept(report: Report) -> Points:
    return Points(
        (
            _("How many chose each option in each vote, by phone and by hand, and the times of the session."),
            _("No names, no devices, no addresses, and not in which order people voted."),
            _("Nothing is told about fewer than {count} people, nor what would give it away.").format(
                count=report.fewest
            ),
            _("This was training, not legal advice."),
        )
    )
