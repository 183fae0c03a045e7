"""Ask judges what they say of a step."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
import hashlib
from pathlib import Path
import re
from typing import Final

from script import ROOT
from script.forking import HELPERS
from script.forking.worker import server
from script.submit.judges import TESTS, TYPES, Judge, judges_of
from script.submit.lanes import Lane, lane
from script.submit.series import Step

# Those that need not run anything
QUICK: Final = ("hassfest", "review", "documentation", "ruff", "format")
EVERY: Final = (*QUICK, TYPES, TESTS)
# Where something stands may be another line in each step, and how long it took another each time.
_NUMBER: Final = re.compile(r"\d+")
# A test that fails, of which the rest says why
_FAILED: Final = re.compile(r"(FAILED|ERROR) \S+")

type Judged = Callable[[Step, Collection[str]], frozenset[str]]


@contextmanager
def judging(folder: Path, cache: Path, first: Step) -> Iterator[Judged]:
    """Provide what returns the complaints of judges about a step, without their lines, each step once.

    Args:
        folder: A new folder.
        cache: For what judges keep.
        first: The first step of the integration.
    """
    known: dict[str, frozenset[str]] = {}
    with server(ROOT, HELPERS, cache / f"imports-{first.domain}.json") as started:
        one = lane(folder, [first], _asked(first, cache, EVERY), started)

        def judged(step: Step, names: Collection[str]) -> frozenset[str]:
            result: frozenset[str] = frozenset()
            is_put = False
            for judge in _asked(step, cache, names):
                key = _key(judge, step)
                if key not in known:
                    if not is_put:
                        one.put(step.tree)
                        is_put = True
                    known[key] = _said(one, judge)
                result |= known[key]
            return result

        yield judged


def _said(one: Lane, judge: Judge) -> frozenset[str]:
    outcome = one.ask(judge)
    lines = outcome.output.splitlines()
    if judge.name == TESTS:
        found = {match[0] for line in lines if (match := _FAILED.match(line))}
    else:
        # What names a file; the rest is a summary.
        found = {_NUMBER.sub("", line) for line in lines if "/" in line}
    if not outcome.passed and not found:
        found = {f"{judge.name}: {outcome.output}"}
    return frozenset(found)


def _asked(step: Step, cache: Path, names: Collection[str]) -> list[Judge]:
    judges = judges_of(step, cache / "mypy", is_strict=True)
    return [each for each in judges if each.name in names]


def _key(judge: Judge, step: Step) -> str:
    """Return a digest of what a judge's word rests on."""
    digest = hashlib.sha256(repr(judge.gate).encode())
    for path, content in sorted(judge.files_of(step.tree).items()):
        digest.update(f"{path}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()
