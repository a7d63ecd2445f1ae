"""What a learner answered and wrote, in the words of the course as it is now.

Answers to questions that the course no longer has are passed over here; the record keeps them.
"""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from advocacy_coach.course.characters import cleaned
from advocacy_coach.course.model import ClassifyQuestion, Lesson, Question, RankQuestion, Reflect
from advocacy_coach.course.prose import plain
from advocacy_coach.records.progress import Progress, QuestionProgress
from advocacy_coach.reports.document import Given, Missed, Reflection
from advocacy_coach.session.scoring import PICKED, complete, reaches


class Answer(Struct, frozen=True):
    """A scored question of a lesson, and how its answers went."""

    lesson: Lesson
    question: Question
    taken: QuestionProgress

    @property
    def topic(self) -> str:
        """The topic the question counts for."""
        return self.question.topic or self.lesson.topic


def scored_answers(lessons: Iterable[Lesson], progress: Progress) -> Iterator[Answer]:
    """The scored questions that were answered, in the order of the lessons."""
    for lesson in lessons:
        if taken := progress.lessons.get(lesson.id):
            for question in lesson.questions():
                if question.scored and question.id in taken.questions:
                    yield Answer(lesson, question, taken.questions[question.id])


def missed(answers: Iterable[Answer], pass_mark: int) -> Iterator[Missed]:
    """The questions whose first answer stayed below the pass mark."""
    for answer in answers:
        question, taken = answer.question, answer.taken
        if not reaches(taken.first, 1, pass_mark):
            yield Missed(
                lesson=answer.lesson.id,
                question=question.id,
                type=question.__struct_config__.tag,  # type: ignore[arg-type]
                prompt=plain(question.prompt),
                given=given(question, taken.first_response),
                put_right=reaches(taken.last, 1, pass_mark),
                why=plain(question.explain),
            )


def given(question: Question, response: dict[str, str]) -> tuple[Given, ...]:
    """A response in words; an order stands in the learner's order, the rest in the file's."""
    if not complete(question, response):
        return ()
    options = [option for option in question.options if option.id in response]
    if isinstance(question, RankQuestion):
        options.sort(key=lambda option: int(response[option.id]))
    words = {PICKED: ""}
    if isinstance(question, ClassifyQuestion):
        words = {bin.id: bin.title for bin in question.bins}
    return tuple(
        Given(plain(option.text), words.get(response[option.id], response[option.id])) for option in options
    )


def reflections(lessons: Iterable[Lesson], progress: Progress) -> Iterator[Reflection]:
    """What was written, line by line, harmless to a terminal."""
    for lesson in lessons:
        if taken := progress.lessons.get(lesson.id):
            for step in lesson.steps:
                text = cleaned("\n".join(taken.reflections.get(step.id, "").splitlines())).strip()
                if isinstance(step, Reflect) and text:
                    yield Reflection(lesson.id, plain(step.prompt), text)
