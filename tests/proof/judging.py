"""Ask the judges that need not run anything what they say of a step."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
import hashlib
from pathlib import Path
import re
from typing import Final

from script import ROOT
from script.forking import Job
from script.forking.worker import worker
from script.submit.judges import Judge, judges_of
from script.submit.series import Step
from script.submit.stage import lay_out, put

QUICK: Final = ("hassfest", "review", "documentation", "ruff", "format")
# Where something stands may be another line in each step.
_NUMBER: Final = re.compile(r"\d+")

type Judged = Callable[[Step], frozenset[str]]


@contextmanager
def judging(folder: Path, first: Step) -> Iterator[Judged]:
    """Provide what returns the complaints about a step, without their lines, each step once.

    Args:
        folder: A new folder.
        first: The first step of the integration.
    """
    domain = first.domain
    known: dict[str, frozenset[str]] = {}
    lay_out(folder, ROOT, domain, {})
    modules = {f"{each.gate.arguments[0]}.__main__" for each in _asked(first)}
    with worker(folder, (), sorted(modules)) as process:

        def said(judge: Judge) -> frozenset[str]:
            output, errors = (folder / ".cache" / each for each in ("said", "errors"))
            module, *arguments = judge.gate.arguments
            process.exit_code(
                Job(
                    folder=".",
                    module=module,
                    arguments=arguments,
                    output=str(output),
                    errors=str(errors),
                    seconds=0,
                    keeps_bytecode=False,
                    learns=False,
                )
            )
            lines = (output.read_text() + errors.read_text()).splitlines()
            # What names a file; the rest is a summary.
            return frozenset(_NUMBER.sub("", line) for line in lines if "/" in line)

        def judged(step: Step) -> frozenset[str]:
            result: frozenset[str] = frozenset()
            is_put = False
            for judge in _asked(step):
                key = _key(judge, step)
                if key not in known:
                    if not is_put:
                        put(folder, domain, step.tree)
                        is_put = True
                    known[key] = said(judge)
                result |= known[key]
            return result

        yield judged


def _asked(step: Step) -> list[Judge]:
    return [
        each for each in judges_of(step, Path(), is_strict=True) if each.name in QUICK
    ]


def _key(judge: Judge, step: Step) -> str:
    """Return a digest of what a judge's word rests on."""
    digest = hashlib.sha256(repr(judge.gate).encode())
    for path, content in sorted(judge.files_of(step.tree).items()):
        digest.update(f"{path}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()
