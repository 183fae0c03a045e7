"""Let the tests judge mutants, several at a time, each in a copy of the repository."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
import os
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory
from time import monotonic

from script import ROOT
from script.copying import copy_tree
from script.forking import HELPERS, Job
from script.forking.worker import Worker, worker

from . import MutationError
from .mutants import Mutant
from .targets import Suite, Target

# What does not end by itself: tests of a mutant that take that many times as long as those of the module as it stands,
# or one test that takes as long as all of these did.
_PATIENCE = 5
_BASELINE_SECONDS = 600
_LOG = "mutation.log"
_ARGUMENTS = (
    "-x",
    "-q",
    "--tb=line",
    "-p",
    "no:cacheprovider",
    "--override-ini=faulthandler_exit_on_timeout=true",
)


class Attacker:
    """A copy of the repository, in which tests judge mutants."""

    def __init__(self, copy: Path, process: Worker) -> None:
        """Take the copy, and what runs tests in it."""
        self._copy = copy
        self._process = process
        # How long all tests of a suite take
        self._seconds: dict[Suite, int] = {}

    def baseline(self, target: Target) -> None:
        """See that the tests pass as the module stands, and how long they take."""
        start = monotonic()
        if self._exit_code(
            target, _BASELINE_SECONDS, _BASELINE_SECONDS, is_mutant=False
        ):
            log = (self._copy / _LOG).read_text(errors="replace").strip()
            raise MutationError(
                f"{log}\n{target.suite.folder}: the tests fail without a mutant; mend that first"
            )
        self._seconds[target.suite] = 1 + int(monotonic() - start)

    def survives(self, target: Target, mutant: Mutant) -> bool:
        """Return whether no test notices a mutant. Whoever does not end is noticed."""
        module = self._copy / target.path
        original, stat = module.read_bytes(), module.stat()
        module.write_text(mutant.source, encoding="utf-8")
        try:
            seconds = self._seconds[target.suite]
            return not self._exit_code(
                target, _PATIENCE * seconds, seconds, is_mutant=True
            )
        finally:
            module.write_bytes(original)
            os.utime(module, ns=(stat.st_atime_ns, stat.st_mtime_ns))

    def _exit_code(
        self, target: Target, seconds: int, seconds_each: int, *, is_mutant: bool
    ) -> int:
        """Run the tests of a module, and return how that ends.

        Args:
            target: The module.
            seconds: How long all tests may take.
            seconds_each: How long each of them may take.
            is_mutant: Whether the module is not as it stands.
        """
        log = self._copy / _LOG
        log.unlink(missing_ok=True)
        tests = target.suite.for_module(Path(target.path).stem)
        # Home Assistant's test helpers are not for a library, which has a folder of its own.
        plugins = [] if target.suite.folder == "." else ["-p", "no:homeassistant"]
        return self._process.exit_code(
            Job(
                folder=target.suite.folder,
                module="pytest",
                arguments=[
                    *_ARGUMENTS,
                    f"--override-ini=faulthandler_timeout={seconds_each}",
                    *plugins,
                    *tests,
                ],
                output=str(log),
                errors=str(log),
                seconds=seconds,
                # Python knows compiled code by the second and the size of its source, which two mutants may share.
                keeps_bytecode=not is_mutant,
                learns=not is_mutant,
            )
        )


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
    free = SimpleQueue[Attacker]()
    # Whatever happens, what runs tests ends first, so that nobody waits for them.
    with ThreadPoolExecutor(os.process_cpu_count()) as pool, ExitStack() as stack:

        def start(attacker: Attacker) -> None:
            for target in each_suite:
                attacker.baseline(target)
            free.put(attacker)

        def judge(each: tuple[Target, Mutant]) -> tuple[Mutant, bool]:
            target, mutant = each
            attacker = free.get()
            try:
                return mutant, attacker.survives(target, mutant)
            finally:
                free.put(attacker)

        attackers = [
            stack.enter_context(_attacker(root))
            for _ in range(os.process_cpu_count() or 1)
        ]
        list(pool.map(start, attackers))
        yield from pool.map(judge, chosen, buffersize=16)


@contextmanager
def _attacker(root: Path) -> Iterator[Attacker]:
    with TemporaryDirectory(prefix="mutation-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder)
        copy_tree(copy, root)
        libraries = copy.glob("companion/library/*/src")
        with worker(copy, libraries, (*HELPERS, "hypothesis")) as process:
            yield Attacker(copy, process)
