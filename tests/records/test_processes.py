"""Real processes: killed in mid-write, and several at once."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from advocacy_coach.session.events import Started
from tests.records.made import opened

PRELUDE = """
import sys
from pathlib import Path
from advocacy_coach.session.events import Place, Started
from tests.records.made import COURSE, answered, opened
path, me = Path(sys.argv[1]), sys.argv[2]
store = opened(path)
"""

ENDLESS = f"""{PRELUDE}
store.keep(me, COURSE, [Started("forcing", 7)])
number = 0
while True:
    store.keep(me, COURSE, [answered(f"q{{number}}")], Place(f"q{{number}}"))
    print(number, flush=True)
    number += 1
"""

TWO_HUNDRED = f"""{PRELUDE}
store.keep(me, COURSE, [Started("forcing", 7)])
sys.stdin.readline()
won = 0
for number in range(200):
    assert store.keep(me, COURSE, [answered(f"q{{number}}")], Place(f"q{{number}}")) == 1
    won += store.keep("shared", COURSE, [answered(f"q{{number}}", word=me)])
assert store.saved and not store.notices, store.notices
store.close()
print(won)
"""


def start(code: str, path: Path, name: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, str(path), name],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )


@pytest.mark.skipif(os.name == "nt", reason="Windows has no kill -9")
def test_a_killed_program_loses_no_acknowledged_answer(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    for attempt in range(8):
        run = f"run{attempt}"
        with start(ENDLESS, path, run) as process:
            assert process.stdout
            for _ in range(10 + 7 * attempt):
                process.stdout.readline()
            process.send_signal(signal.SIGKILL)
            rest = process.stdout.read()
        acknowledged = 10 + 7 * attempt + rest.count("\n")
        with opened(path) as store:
            assert store.notices == []
            first, *answers = store.events_of(run)
            assert first == Started("forcing", 7)
            assert len(answers) in (acknowledged, acknowledged + 1)  # the last may have died unsaid
            place = store.place_of(run)
            assert place
            assert place.step == f"q{len(answers) - 1}"
            assert store.open_run("course", "forcing") == run


def test_three_processes_at_once_keep_everything(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    names = ["one", "two", "three"]
    processes = [start(TWO_HUNDRED, path, name) for name in names]
    for process in processes:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    won = [int(process.communicate(timeout=300)[0]) for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0]
    with opened(path) as store:
        assert [len(store.events_of(name)) for name in names] == [201] * 3
        assert sum(won) == len(store.events_of("shared")) == 200
        assert store.notices == []


def test_many_processes_may_make_the_record_at_once(tmp_path: Path) -> None:
    code = f"""{PRELUDE}
assert store.keep(me, COURSE, [Started("forcing", 7)]) == 1
assert store.saved and not store.notices, store.notices
store.close()
"""
    path = tmp_path / "data" / "record.db"
    processes = [start(code, path, str(number)) for number in range(6)]
    for process in processes:
        process.communicate(timeout=300)
    assert [process.returncode for process in processes] == [0] * 6
    with opened(path) as store:
        assert {one.run for one in store.history("course")} == {str(number) for number in range(6)}
