"""Have judges work on steps, in folders of which each is a step's for a while."""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
import os
from pathlib import Path
from time import monotonic
from typing import Final

from script import ROOT
from script.forking import HELPERS, Job
from script.forking.worker import Server, Worker
from script.gates import Outcome
from script.integration.tree import Tree

from .judges import REVIEW, TESTS, TYPES, Judge
from .series import Step
from .stage import lay_out, put

type Progress = Callable[[Step, Outcome], None]

_LIBRARIES: Final = "companion/library/"
# What review imports late
_SHEET: Final = "script.review.sheet.printed"
_OUTPUT: Final = ".cache/output"
_ERRORS: Final = ".cache/errors"


@dataclass(frozen=True)
class Told:
    """What became of a judge.

    Attributes:
        outcome: What it says; None if its verdict was kept.
        files: What it left, by path.
    """

    outcome: Outcome | None
    files: Mapping[str, str]


@dataclass(frozen=True)
class Task:
    """A step, with judges in the order in which they work.

    Attributes:
        kept: What those left that need not be asked, by their names.
    """

    step: Step
    judges: Sequence[Judge]
    kept: Mapping[str, Mapping[str, str]]

    @property
    def asked(self) -> list[Judge]:
        """Return the judges that have to be asked."""
        return [judge for judge in self.judges if judge.name not in self.kept]


def told(
    tasks: Collection[Task], folder: Path, server: Server, progress: Progress
) -> dict[tuple[int, str], Told]:
    """Return what became of each judge, by the number of the step and its name.

    Args:
        tasks: What to do.
        folder: Where to make the folders to work in.
        server: Of the processes that run the judges.
        progress: Is told what a judge says.
    """
    result = {
        (task.step.number, name): Told(None, files)
        for task in tasks
        for name, files in task.kept.items()
    }
    waiting = deque(task for task in tasks if task.asked)
    # By themselves, as they share mypy's cache.
    of_types = deque(task for task in waiting if TYPES in _names(task))
    rest = deque(task for task in waiting if task not in of_types)
    lanes = [rest] * min(len(rest), os.process_cpu_count() or 1)
    lanes += [of_types] * bool(of_types)
    with ThreadPoolExecutor(len(lanes) or 1) as pool:
        futures = [
            pool.submit(
                _worked_off,
                lane(
                    folder / f"lane-{number}",
                    [task.step for task in lined_up],
                    [judge for task in lined_up for judge in task.asked],
                    server,
                ),
                lined_up,
                progress,
            )
            for number, lined_up in enumerate(lanes)
        ]
        for future in futures:
            result |= future.result()
    return result


def _names(task: Task) -> set[str]:
    return {judge.name for judge in task.asked}


def lane(
    folder: Path, steps: Sequence[Step], judges: Iterable[Judge], server: Server
) -> Lane:
    """Return a folder with a process that has imported what judges of some steps need.

    Args:
        folder: A new folder.
        steps: The steps, all of one integration.
        judges: Those that are to be asked about them.
        server: Of the process.
    """
    asked = {judge.name: judge for judge in judges}
    modules = {f"{judge.gate.arguments[0]}.__main__" for judge in asked.values()}
    if REVIEW in asked:
        modules.add(_SHEET)
    libraries = {
        Path(path).parts[2]
        for step in steps
        for path in step.tree
        if path.startswith(_LIBRARIES)
    }
    domain = steps[0].domain
    lay_out(folder, ROOT, domain, {})
    process = server.worker(
        folder,
        [folder / _LIBRARIES / name / "src" for name in sorted(libraries)],
        (*(HELPERS if TESTS in asked else ()), *sorted(modules)),
    )
    return Lane(folder, domain, process)


def _worked_off(
    one: Lane, tasks: deque[Task], progress: Progress
) -> dict[tuple[int, str], Told]:
    """Return what the judges say of each task that is left for a lane."""
    result: dict[tuple[int, str], Told] = {}
    while True:
        try:
            task = tasks.popleft()
        except IndexError:
            return result
        result |= {
            (task.step.number, name): each
            for name, each in _worked(one, task, progress).items()
        }


def _worked(one: Lane, task: Task, progress: Progress) -> dict[str, Told]:
    """Return what the judges of a task say, by their names."""
    one.put(task.step.tree)
    result = {}
    for judge in task.judges:
        if judge.name in task.kept:
            for name, text in task.kept[judge.name].items():
                (one.folder / name).write_text(text)
        else:
            outcome = one.ask(judge)
            progress(task.step, outcome)
            result[judge.name] = Told(outcome, _left(one.folder, judge))
    return result


def _left(folder: Path, judge: Judge) -> dict[str, str]:
    return {
        str(name): path.read_text()
        for name in judge.leaves
        if (path := folder / name).is_file()
    }


@dataclass(frozen=True)
class Lane:
    """A folder for the steps of an integration, with a process that runs judges in it."""

    folder: Path
    domain: str
    process: Worker

    def put(self, tree: Tree) -> None:
        """Have a step there in place of the one before."""
        put(self.folder, self.domain, tree)

    def ask(self, judge: Judge) -> Outcome:
        """Return what a judge says of what is there."""
        output, errors = (self.folder / name for name in (_OUTPUT, _ERRORS))
        module, *arguments = judge.gate.arguments
        start = monotonic()
        exit_code = self.process.exit_code(
            Job(
                folder=".",
                module=module,
                arguments=arguments,
                output=str(output),
                errors=str(errors),
                seconds=0,
                # Of files that are gone as well
                keeps_bytecode=False,
                learns=judge.name == TESTS,
            )
        )
        seconds = monotonic() - start
        # Nobody can look into a folder that is gone with the next step.
        said = [
            path.read_text(errors="replace").replace(f"{self.folder}/", "").strip()
            for path in (output, errors)
        ]
        output.unlink()
        errors.unlink()
        return Outcome(
            gate=judge.gate,
            passed=exit_code == 0,
            output=said[0] or said[1] or "nothing to say",
            seconds=seconds,
        )
