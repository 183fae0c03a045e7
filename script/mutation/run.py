"""Let the tests judge mutants, several at a time, each in a copy of the repository."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
import json
import os
from pathlib import Path
from queue import SimpleQueue
import signal
import subprocess
import sys
from tempfile import TemporaryDirectory
from time import monotonic

from script import ROOT
from script.scaffold.matrix import copy_tree

from . import MutationError
from .mutants import Mutant
from .targets import Suite, Target
from .worker import LOG, Job

# A mutant that takes that many times as long as the module as it stands does not end by itself.
_PATIENCE = 5
_BASELINE_SECONDS = 600


class Worker:
    """A process that runs tests in a copy of the repository."""

    def __init__(self, copy: Path, process: subprocess.Popen[str]) -> None:
        """Take where it runs, and the process."""
        self._copy = copy
        self._process = process
        self._seconds: dict[Suite, int] = {}

    def baseline(self, target: Target) -> None:
        """See that the tests pass as the module stands, and how long they take."""
        start = monotonic()
        source = (self._copy / target.path).read_text(encoding="utf-8")
        if self._exit_code(target, source, _BASELINE_SECONDS):
            log = (self._copy / LOG).read_text(errors="replace").strip()
            raise MutationError(
                f"{log}\n{target.suite.folder}: the tests fail without a mutant; mend that first"
            )
        self._seconds[target.suite] = _PATIENCE * (1 + int(monotonic() - start))

    def survives(self, target: Target, mutant: Mutant) -> bool:
        """Return whether no test notices a mutant. Whoever does not end is noticed."""
        seconds = self._seconds[target.suite]
        return not self._exit_code(target, mutant.source, seconds)

    def _exit_code(self, target: Target, source: str, seconds: int) -> int:
        job = Job(
            folder=target.suite.folder,
            tests=target.suite.for_module(Path(target.path).stem),
            seconds=seconds,
            path=target.path,
            source=source,
        )
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        if not (answer := self._process.stdout.readline()):
            raise MutationError("A process that runs tests has ended (see above)")
        return int(answer)


def survivors(
    chosen: Iterable[tuple[Target, Mutant]],
    each_suite: Sequence[Target],
    root: Path = ROOT,
) -> Iterator[tuple[Mutant, bool]]:
    """Return mutants with whether they survive, in order.

    Args:
        chosen: The mutants, each with its module.
        each_suite: A module of each of the suites, which have to pass before there is any mutant.
        root: The repository, which stays as it is.
    """
    free = SimpleQueue[Worker]()
    # Whatever happens, the workers end first, so that nobody waits for them.
    with ThreadPoolExecutor(os.process_cpu_count()) as pool, ExitStack() as stack:

        def start(worker: Worker) -> None:
            for target in each_suite:
                worker.baseline(target)
            free.put(worker)

        def judge(each: tuple[Target, Mutant]) -> tuple[Mutant, bool]:
            target, mutant = each
            worker = free.get()
            try:
                return mutant, worker.survives(target, mutant)
            finally:
                free.put(worker)

        workers = [
            stack.enter_context(_worker(root))
            for _ in range(os.process_cpu_count() or 1)
        ]
        list(pool.map(start, workers))
        yield from pool.map(judge, chosen, buffersize=16)


@contextmanager
def _worker(root: Path) -> Iterator[Worker]:
    with TemporaryDirectory(prefix="mutation-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder)
        copy_tree(copy, root)
        libraries = map(str, copy.glob("companion/library/*/src"))
        process = subprocess.Popen(
            [sys.executable, "-m", "script.mutation.worker"],
            cwd=copy,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(libraries)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            # So that it ends together with the tests that it runs.
            process_group=0,
        )
        with process:
            try:
                yield Worker(copy, process)
            finally:
                os.killpg(process.pid, signal.SIGKILL)
