"""The guide in words, section by section, before it is Markdown or HTML."""

from collections.abc import Iterator

from advocacy_coach.course.prose import plain
from advocacy_coach.i18n import _, ngettext
from advocacy_coach.workshop.guide.value import (
    Asked,
    EndingTold,
    Guide,
    GuidePart,
    SceneTold,
    Statements,
    Step,
    StoryTold,
    Vote,
)
from advocacy_coach.workshop.papers.blocks import (
    Block,
    Box,
    Cards,
    Entries,
    Entry,
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
from advocacy_coach.workshop.strongest import verdict_words
from advocacy_coach.workshop.tally import GO_ON_ABOVE, MINIMUM, TEACH_BELOW


def tell(guide: Guide) -> Paper:
    """The guide as a paper, in the program's current language."""
    least, most = guide.room
    about = _("{minutes}. For {least} to {most} people.").format(
        minutes=in_minutes(guide.seconds), least=least, most=most
    )
    return Paper(
        kind=_("Facilitator guide"),
        title=guide.title,
        about=(about, _("This is training, not legal advice.")),
        language=guide.language,
        sections=tuple(_sections(guide)),
    )


def _sections(guide: Guide) -> Iterator[Section]:
    yield Section(_("What it is for"), tuple(_aims(guide)))
    if guide.materials:
        yield Section(_("Materials"), (_listed(guide.materials, ticks=True),))
    yield Section(_("Preparation"), tuple(_preparation(guide)))
    yield Section(_("Session at a glance"), (_glance(guide),), page=True)
    yield Section(_("Votes"), (_wifi(), _peers()), page=True)
    for number, part in enumerate(guide.parts, 1):
        title = _("Part {number}: {title}").format(number=number, title=part.title)
        yield Section(title, tuple(_part(part)), page=number == 1)
    yield Section(_("After the session"), tuple(_afterwards(guide)), page=True)
    yield Section(_("Cards to cut out"), (Cards(guide.letters),), page=True)


def _aims(guide: Guide) -> Iterator[Block]:
    yield Heading(_("Goals"))
    yield _listed(guide.goals)
    if guide.objectives:
        yield Heading(_("From the lessons that are used"))
    for lesson in guide.objectives:
        yield Heading(lesson.lesson, 4)
        yield _listed(lesson.objectives)


def _preparation(guide: Guide) -> Iterator[Block]:
    for each in guide.preparation:
        if each.when:
            yield Heading(each.when)
        yield _listed(each.tasks, ticks=True)
    yield Heading(_("On the computer"))
    yield Points(
        (
            _("The day before: print this guide, and a set of cards for each person."),
            _("The day before, in the room itself: advocacy-coach workshop --doctor"),
            _("15 minutes before: advocacy-coach workshop --plan {plan} --phones").format(plan=guide.plan),
            _("15 minutes before, in a second window that is not projected: advocacy-coach notes"),
        ),
        ticks=True,
    )


def _glance(guide: Guide) -> Table:
    rows: list[Row] = []
    for part in guide.parts:
        rows.append(Row((offset(part.starts), part.title, minutes(part.seconds), ""), head=True))
        rows += (
            Row((offset(step.starts), _told_apart(step), minutes(step.seconds), "")) for step in part.steps
        )
    rows.append(Row((offset(guide.seconds), _("The end"), minutes(guide.seconds), ""), head=True))
    return Table("", (_("Clock"), _("Step"), _("Minutes"), _("Real time")), tuple(rows), "glance")


def _wifi() -> Box:
    return Box(
        _("If the Wi-Fi fails, or nobody wants to use a phone"),
        (
            Words(_("Hands are as good as phones. Say it, slowly:")),
            Words(
                _(
                    "“Eyes closed. Fingers on your chest: one for A, two for B, three for C, four for D. "
                    "On three, and hold still. One, two, three.”"
                ),
                strong=True,
            ),
            Points(
                (
                    _("Or hand out the cards: everybody holds up one letter at the same moment."),
                    _("Count, then press h on the stage and type the numbers, letter by letter."),
                    _(
                        "If the phones fail in the middle of a vote, the stage asks whether to keep or drop "
                        "the phone votes. Drop them when you then count every hand; keep them when you count "
                        "only those whose phone did not vote. Otherwise somebody counts twice."
                    ),
                    _("No screen either? Fill in the tables of this guide by pen, and read the split aloud."),
                )
            ),
        ),
    )


def _peers() -> Box:
    rows = (
        Fact(
            _("Below {low} %").format(low=TEACH_BELOW),
            _("Teach it again in other words, then vote. Talking in pairs would spread the mistake."),
        ),
        Fact(
            _("{low} to {high} %").format(low=TEACH_BELOW, high=GO_ON_ABOVE),
            _("Two minutes in pairs, best with somebody who voted otherwise. Vote again, then explain."),
        ),
        Fact(_("Above {high} %").format(high=GO_ON_ABOVE), _("Explain why, and go on.")),
    )
    return Box(
        _("After a vote: how many chose what is recommended?"),
        (
            Facts(rows),
            Words(
                _(
                    "Do not say what is recommended before the second vote. Polls have no right answer: show "
                    "the split, and ask two people why. Under {count} answers, show no split; just talk."
                ).format(count=MINIMUM)
            ),
        ),
    )


def _part(part: GuidePart) -> Iterator[Block]:
    for step in part.steps:
        yield from _step(step)


def _step(step: Step) -> Iterator[Block]:
    words = _("{clock}  {title} ({minutes})")
    yield Heading(
        words.format(clock=offset(step.starts), title=_numbered(step), minutes=in_minutes(step.seconds))
    )
    rows = [(_("The room sees"), _seen(step)), (_("Say"), step.say), (_("Do"), step.do)]
    rows += [(_("Watch for"), step.watch_for)]
    yield from _facts(rows)
    if step.talk:
        yield Words(_("The room sees a countdown of {minutes}.").format(minutes=in_minutes(step.talk)))
    if step.answers:
        yield Heading(_("What people often say"), 4)
        yield _listed(step.answers)
    for vote in step.votes:
        yield from _vote(vote)
    if step.mood:
        yield from _mood(step.mood)
    if step.story:
        yield from _story(step.story)
    if step.kind == "pause":
        yield Words(_("Say when to be back, and write it where all can see it. Back at …………"))


def _seen(step: Step) -> str:
    if step.story:
        return step.story.you
    return step.seen or "\n\n".join(vote.prompt for vote in step.votes)


def _facts(rows: list[tuple[str, str]]) -> Iterator[Block]:
    """What is there of these texts, each with its label."""
    told = tuple(Fact(label, Prose(text)) for label, text in rows if text)
    if told:
        yield Facts(told)


def _vote(vote: Vote) -> Iterator[Block]:
    single = vote.asked[0] if len(vote.asked) == 1 else None
    yield Heading(_("The options"), 4)
    if vote.many:
        yield Words(_("Everybody may choose several."))
    if vote.votes > 1:
        yield Words(_("Two votes, with two minutes in pairs between them."))
    right = single.right if single else ()
    yield Entries(
        tuple(
            Entry(
                each.letter,
                Prose(each.text),
                _("recommended") if each.letter in right else "",
                each.letter in right,
                _said(each.feedback),
            )
            for each in vote.options
        )
    )
    if single is None:
        yield Heading(_("Voted on one by one, with the letter that is recommended"), 4)
        yield Entries(tuple(_one_of_series(asked) for asked in vote.asked))
    explains = list(dict.fromkeys(asked.explain for asked in vote.asked if asked.explain))
    if len(explains) == 1:
        yield from _facts([(_("Explain"), explains[0])])
    yield _count_of_series(vote) if single is None else _count(vote)


def _said(feedback: str) -> tuple[Fact, ...]:
    return (Fact(_("Why"), Prose(feedback)),) if feedback else ()


def _one_of_series(asked: Asked) -> Entry:
    letters = ", ".join(asked.right)
    return Entry(letters, Prose(asked.about), "", True, _said(asked.explain))


def _count(vote: Vote) -> Table:
    head = (_("Option"), _("First vote"), _("Second vote"), _("With phones?"))
    rows = tuple(Row((each.letter, "", "", "")) for each in vote.options)
    return Table(_("Count by pen"), head, (*rows, Row((_("People"), "", "", ""))), "tally")


def _count_of_series(vote: Vote) -> Table:
    head = (_("Option"), *(each.letter for each in vote.options), _("With phones?"))
    rows = tuple(Row((Prose(asked.about), *("" for _each in head[1:]))) for asked in vote.asked)
    return Table(_("Count by pen"), head, rows, "tally")


def _mood(mood: Statements) -> Iterator[Block]:
    yield Prose(mood.intro)
    yield Words(
        _(
            "Answered on phones, without names; it cannot be done by hands, since hands can be seen. Nothing "
            "is shown under {count} answers. Answers: {scale}, or “I don’t know”."
        ).format(count=mood.minimum, scale=", ".join(mood.scale))
    )
    yield _listed(mood.statements)


def _story(story: StoryTold) -> Iterator[Block]:
    words = _("Strongest choices, in order: {letters}.")
    yield Words(words.format(letters=", ".join(story.letters)), strong=True)
    yield Words(_("The room votes at each decision, and the story follows the majority; you decide a tie."))
    if story.most:
        words = ngettext(
            "The debrief comes after {count} decision, wherever the story then stands.",
            "The debrief comes after {count} decisions, wherever the story then stands.",
            story.most,
        )
        yield Words(words.format(count=story.most))
    for scene in story.scenes:
        yield from _scene(scene, alone=len(story.scenes) == 1)
    if story.endings:
        yield Heading(_("How it can end"), 4)
        yield Facts(tuple(_ending(ending) for ending in story.endings))
    yield _count_of_story(story)
    yield Heading(_("Debrief"), 4)
    yield Prose(story.debrief)


def _ending(ending: EndingTold) -> Fact:
    title = _("{ending} (the strongest path)") if ending.strongest else "{ending}"
    return Fact(title.format(ending=ending.title), Prose(ending.text))


def _scene(scene: SceneTold, *, alone: bool) -> Iterator[Block]:
    title = _("Scene {number}, on the strongest path") if scene.strongest else _("Scene {number}")
    yield Heading(title.format(number=scene.number), 4)
    yield Points(scene.lines)
    yield Words(_("What do you do?"), strong=True)
    yield Entries(
        tuple(
            Entry(
                choice.letter,
                Prose(choice.text),
                verdict_words(choice.verdict),
                choice.verdict == "best",
                (
                    Fact(_("What happens"), Prose(choice.feedback)),
                    *((Fact(_("Pitfall"), choice.pitfall),) if choice.pitfall else ()),
                    *(() if alone else (Fact(_("Leads to"), _leads(choice.leads)),)),
                ),
            )
            for choice in scene.choices
        )
    )
    yield from _facts([(_("An expert"), scene.expert)])


def _leads(leads: tuple[int, ...]) -> str:
    """Where a choice goes; several places where it depends on what was chosen before."""
    words = [_("scene {number}").format(number=number) if number else _("the debrief") for number in leads]
    return _(" or ").join(words)


def _count_of_story(story: StoryTold) -> Table:
    letters = sorted({choice.letter for scene in story.scenes for choice in scene.choices})
    head = (_("Scene"), *letters, _("With phones?"))
    rows: list[Row] = []
    for scene in story.scenes:
        names = [str(scene.number)]
        if story.votes > 1:
            names.append(_("{number}, second vote").format(number=scene.number))
        rows += (Row((name, *("" for _each in head[1:]))) for name in names)
    return Table(_("Count by pen"), head, tuple(rows), "tally")


def _afterwards(guide: Guide) -> Iterator[Block]:
    if guide.afterwards:
        yield Heading(_("What to do"))
        yield _listed(guide.afterwards, ticks=True)
    yield Heading(_("The report"))
    yield Words(
        _(
            "The program writes a report of these counts, fit to be sent to everybody who was there. "
            "Write it again later with: advocacy-coach workshop --report -o report.html"
        )
    )
    yield Heading(_("What is kept"))
    yield Points(
        (
            _("Counts only: how many chose each option, in each vote, by phone and by hand, and the times."),
            _("No names, no devices, no addresses, and not in which order people voted."),
            _("Nothing is told about fewer than {count} people.").format(count=MINIMUM),
            _("Pens and paper too: destroy counts of fewer than {count} people.").format(count=MINIMUM),
        )
    )


def _numbered(step: Step) -> str:
    return f"{step.number}. {step.title}"


def _told_apart(step: Step) -> str:
    """The step with the beginning of its question, since many questions share the title of their lesson."""
    if not step.votes:
        return _numbered(step)
    return f"{_numbered(step)}: {shortened(plain(step.votes[0].prompt))}"


def shortened(words: str, most: int = 50) -> str:
    """The first words of a text, at most so many characters."""
    return words if len(words) <= most else f"{words[: most - 1].rsplit(' ', 1)[0]}…"


def _listed(texts: tuple[str, ...], *, ticks: bool = False) -> Points:
    return Points(tuple(map(Prose, texts)), ticks)


def offset(seconds: int) -> str:
    """Seconds after the beginning as hours and minutes, “1:05”; half minutes begin with the minute before."""
    return f"{seconds // 3600}:{seconds // 60 % 60:02}"


def minutes(seconds: int) -> str:
    """Seconds as minutes, with halves and quarters: “2.5”."""
    return f"{seconds / 60:.3g}"


def in_minutes(seconds: int) -> str:
    """Seconds as minutes, in words."""
    whole = seconds // 60 if seconds % 60 == 0 else 2
    return ngettext("{count} minute", "{count} minutes", whole).format(count=minutes(seconds))
