"""The facilitator guide as a value: everything it says, looked up once, before it is a paper.

Pure. Texts are Markdown, times are seconds from the beginning of the session.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from msgspec import Struct

from advocacy_coach.course.model import Grade
from advocacy_coach.course.scenarios import story as stories
from advocacy_coach.course.scenarios.story import Move, State, Story
from advocacy_coach.course.scenarios.walk import MOST_STATES
from advocacy_coach.course.workshops import LessonItem, WorkshopPlan
from advocacy_coach.workshop import strongest
from advocacy_coach.workshop.deck import LETTERS, Ask, Deck, Item, Mood, Pause, Play, Question, Slide
from advocacy_coach.workshop.gate import conversation
from advocacy_coach.workshop.papers.blocks import ON_A_PAGE

if TYPE_CHECKING:
    from advocacy_coach.course.library import Library


class Objectives(Struct, frozen=True):
    """What a lesson that is used wants people to be able to do."""

    lesson: str
    objectives: tuple[str, ...]


class Preparation(Struct, frozen=True):
    """What is prepared together, such as on the day before; ``when`` is empty where the plan does not say."""

    when: str
    tasks: tuple[str, ...]


class Offered(Struct, frozen=True):
    """An option with its letter, and what is said about it."""

    letter: str
    text: str
    feedback: str = ""


class Asked(Struct, frozen=True):
    """One vote: what it is about, where it is one of a series, the letters recommended, and why."""

    about: str
    right: tuple[str, ...]
    explain: str


class Vote(Struct, frozen=True):
    """A question to the room, or a series of them with the same options."""

    prompt: str
    options: tuple[Offered, ...]
    asked: tuple[Asked, ...]
    many: bool
    votes: int


class Chosen(Struct, frozen=True):
    """A choice in a scene: its letter, its verdict, what happens, and where it leads.

    ``leads`` are numbers of scenes, more than one where it depends on what was chosen before; 0 is the end of
    the story or of what the plan plays of it.
    """

    letter: str
    text: str
    verdict: Grade
    feedback: str
    pitfall: str
    leads: tuple[int, ...]


class SceneTold(Struct, frozen=True):
    """A scene that the room can come to; those on the strongest path come first."""

    number: int
    strongest: bool
    lines: tuple[str, ...]
    choices: tuple[Chosen, ...]
    expert: str


class EndingTold(Struct, frozen=True):
    """A way the story can end."""

    title: str
    text: str
    strongest: bool


class StoryTold(Struct, frozen=True):
    """A scenario: what the room is told first, its scenes, its endings and what it was about.

    ``letters`` are the strongest choices in order. After ``most`` decisions comes the debrief; 0 for the end.
    ``votes`` is how often the room votes at each.
    """

    you: str
    scenes: tuple[SceneTold, ...]
    letters: tuple[str, ...]
    endings: tuple[EndingTold, ...]
    debrief: str
    most: int
    votes: int


class Statements(Struct, frozen=True):
    """The mood check: its introduction, its scale and its statements, with the fewest that are shown."""

    intro: str
    scale: tuple[str, ...]
    statements: tuple[str, ...]
    minimum: int


class Step(Struct, frozen=True, kw_only=True):
    """A step of the session. ``talk`` are seconds of a countdown; ``seen`` is what the room reads."""

    number: int
    title: str
    kind: str
    starts: int
    seconds: int
    talk: int = 0
    seen: str = ""
    say: str = ""
    do: str = ""
    watch_for: str = ""
    answers: tuple[str, ...] = ()
    votes: tuple[Vote, ...] = ()
    story: StoryTold | None = None
    mood: Statements | None = None


class GuidePart(Struct, frozen=True):
    """A part of the session with its steps."""

    title: str
    starts: int
    seconds: int
    steps: tuple[Step, ...]


class Guide(Struct, frozen=True, kw_only=True):
    """The whole guide. ``letters`` are those of the cards to cut out."""

    plan: str
    title: str
    language: str
    seconds: int
    room: tuple[int, int]
    goals: tuple[str, ...]
    objectives: tuple[Objectives, ...]
    materials: tuple[str, ...]
    preparation: tuple[Preparation, ...]
    afterwards: tuple[str, ...]
    parts: tuple[GuidePart, ...]
    letters: str


def guide(deck: Deck, plan: WorkshopPlan, library: "Library") -> Guide:
    """The guide of a plan and its deck. Raises CourseError when a lesson of it cannot be opened."""
    topics = {topic.id: topic.title for topic in library.course.topics}
    steps = [_step(number, item, topics) for number, item in enumerate(deck.items, 1)]
    return Guide(
        plan=plan.id,
        title=plan.title,
        language=deck.language,
        seconds=deck.seconds,
        room=deck.room,
        goals=plan.goals,
        objectives=tuple(_objectives(plan, library)),
        materials=plan.materials,
        preparation=tuple(grouped(plan.prepare)),
        afterwards=plan.afterwards,
        parts=tuple(_parts(deck, steps)),
        letters=_letters(steps),
    )


def grouped(tasks: Sequence[str]) -> Iterator[Preparation]:
    """Tasks that begin with the same words and a colon (“The day before: …”) as one list under those words.

    Words that begin one task alone stay where they are.
    """

    def when(task: str) -> str:
        before, colon, _after = task.partition(": ")
        alike = [each for each in tasks if each.startswith(f"{before}: ")]
        return before if colon and len(alike) > 1 else ""

    for words, those in groupby(tasks, when):
        yield Preparation(words, tuple(_without(task, words) for task in those))


def _without(task: str, words: str) -> str:
    rest = task[len(words) + 2 :] if words else task
    return rest[:1].upper() + rest[1:]


def _objectives(plan: WorkshopPlan, library: "Library") -> Iterator[Objectives]:
    steps = (step for part in plan.parts for step in part.steps)
    for id in dict.fromkeys(step.lesson for step in steps if isinstance(step, LessonItem)):
        lesson = library.lesson(id)
        if lesson.objectives:
            yield Objectives(lesson.title, lesson.objectives)


def _parts(deck: Deck, steps: Sequence[Step]) -> Iterator[GuidePart]:
    starts = 0
    for number, part in enumerate(deck.parts):
        mine = tuple(step for step, item in zip(steps, deck.items, strict=True) if item.part == number)
        yield GuidePart(part.title, starts, part.seconds, mine)
        starts += part.seconds


def _letters(steps: Iterable[Step]) -> str:
    """The letters of all that is voted on, rounded up to whole pages."""
    offers = [len(vote.options) for step in steps for vote in step.votes]
    offers += [len(scene.choices) for step in steps if step.story for scene in step.story.scenes]
    pages = -(-max(offers, default=ON_A_PAGE) // ON_A_PAGE)
    return LETTERS[: pages * ON_A_PAGE]


def _step(number: int, item: Item, topics: Mapping[str, str]) -> Step:
    seen, talk, kind = "", 0, "slide"
    votes: tuple[Vote, ...] = ()
    story = mood = None
    match item.content:
        case Slide(text=text, talk=seconds):
            seen, talk = text, seconds
        case Ask(questions=questions):
            kind, votes = "vote", tuple(_votes(questions))
        case Play() as play:
            kind, story = "scenario", _story(play, topics)
        case Mood(tool=tool):
            kind = "mood"
            statements = tuple(each.text for each in tool.statements)
            mood = Statements(tool.room or tool.intro, tool.scale, statements, tool.minimum)
        case Pause():
            kind = "pause"
    return Step(
        number=number,
        title=item.title,
        kind=kind,
        starts=item.starts,
        seconds=item.seconds,
        talk=talk,
        seen=seen,
        say=item.notes.say,
        do=item.notes.do,
        watch_for=item.notes.watch_for,
        answers=item.answers,
        votes=votes,
        story=story,
        mood=mood,
    )


def _votes(questions: Sequence[Question]) -> Iterator[Vote]:
    for options, alike in groupby(questions, lambda question: question.options):
        series = tuple(alike)
        prompt, abouts = _apart([question.prompt for question in series])
        yield Vote(
            prompt=prompt,
            options=tuple(
                Offered(LETTERS[place], option.text, option.feedback) for place, option in enumerate(options)
            ),
            asked=tuple(
                Asked(about, tuple(LETTERS[place] for place in question.right), question.explain)
                for about, question in zip(abouts, series, strict=True)
            ),
            many=series[0].many,
            votes=series[0].votes,
        )


def _apart(prompts: Sequence[str]) -> tuple[str, list[str]]:
    """The paragraphs that all prompts of a series begin with, and what each says beyond them."""
    if len(prompts) < 2:
        return "".join(prompts), [""]
    split = [prompt.split("\n\n") for prompt in prompts]
    shared = 0
    while all(len(each) > shared + 1 and each[shared] == split[0][shared] for each in split):
        shared += 1
    return "\n\n".join(split[0][:shared]), ["\n\n".join(each[shared:]) for each in split]


def _story(play: Play, topics: Mapping[str, str]) -> StoryTold:
    story, most = play.story, play.most
    best = strongest.path(story, most)
    leads, last = _reached(story, most)
    on_path = dict.fromkeys(state.scene for state, _move in best)
    order = list(dict.fromkeys([*on_path, *(scene for scene, _choice in leads)]))
    numbers = {scene: number for number, scene in enumerate(order, 1)}

    def scene_told(place: int) -> SceneTold:
        scene = story.stops[place].scene
        return SceneTold(
            number=numbers[place],
            strongest=place in on_path,
            lines=conversation(play, scene),
            choices=tuple(
                Chosen(
                    letter=LETTERS[n],
                    text=choice.text,
                    verdict=choice.verdict,
                    feedback=choice.feedback,
                    pitfall=topics.get(choice.pitfall, ""),
                    leads=tuple(sorted({numbers.get(to, 0) for to in leads.get((place, choice.id), ())})),
                )
                for n, choice in enumerate(scene.choices)
            ),
            expert=scene.expert,
        )

    return StoryTold(
        you=story.scenario.you,
        scenes=tuple(map(scene_told, order)),
        letters=tuple(_letter(story, state, move) for state, move in best),
        endings=tuple(_endings(story, best, last)),
        debrief=story.scenario.debrief.text,
        most=most,
        votes=play.votes,
    )


def _letter(story: Story, state: State, move: Move) -> str:
    choices = [choice.id for choice in story.stops[state.scene].scene.choices]
    return LETTERS[choices.index(move.choice.id)]


def _endings(story: Story, best: Sequence[tuple[State, Move]], last: Iterable[State]) -> Iterator[EndingTold]:
    """The endings that can be met in so many decisions, in the order of the course."""
    over = [state for state in last if state.scene == stories.OVER]
    met = {stories.ending(story, state.levels).id for state in over}
    end = stories.advance(story.stops, *best[-1]) if best else None
    aim = stories.ending(story, end.levels).id if end and end.scene == stories.OVER else ""
    for close in story.closes:
        if close.ending.id in met:
            yield EndingTold(close.ending.title, close.ending.text, close.ending.id == aim)


def _reached(story: Story, most: int) -> tuple[dict[tuple[int, str], set[int]], set[State]]:
    """Where choices can lead within so many decisions, by scene and choice, and the states after the last.

    Nearest to the start first, and through no more states than a walk looks at.
    """
    leads: dict[tuple[int, str], set[int]] = {}
    met = {stories.begin(story)}
    waiting, last, decisions = list(met), set[State](), 0
    while waiting and len(met) < MOST_STATES:
        decisions += 1
        final = decisions == most
        following: list[State] = []
        for state in waiting:
            stop = stories.stop_at(story, state)
            for move in stop.moves if stop else ():
                after = stories.advance(story.stops, state, move)
                over = final or after.scene == stories.OVER
                found = leads.setdefault((state.scene, move.choice.id), set())
                found.add(stories.OVER if over else after.scene)
                if over:
                    last.add(after)
                elif after not in met:
                    met.add(after)
                    following.append(after)
        waiting = following
    return leads, last
