"""Run the judges of an integration, each a command."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
import os
from pathlib import Path
import sys
from time import monotonic
from typing import Final

from script.integration.tree import Places

# What core's mypy.ini sets for integrations that .strict-typing does not list
_NOT_STRICT: Final = (
    "--no-check-untyped-defs",
    "--allow-any-generics",
    "--allow-incomplete-defs",
    "--allow-subclassing-any",
    "--allow-untyped-calls",
    "--allow-untyped-decorators",
    "--allow-untyped-defs",
    "--implicit-reexport",
    "--no-warn-return-any",
    "--no-warn-unreachable",
)


@dataclass(frozen=True)
class Gate:
    """A judge.

    Attributes:
        arguments: Of Python's -m.
        imports: Whether it has to import the client library.
    """

    name: str
    arguments: tuple[str, ...]
    imports: bool = False


@dataclass(frozen=True)
class Outcome:
    """What a judge had to say.

    Attributes:
        output: What it printed, without the errors if there was anything else.
        seconds: How long it took.
    """

    gate: Gate
    passed: bool
    output: str
    seconds: float


def judges(
    domain: str,
    library: str | None,
    *,
    is_first: bool = False,
    has_tests: bool = True,
) -> list[Gate]:
    """Return the judges that need not run anything, the quick ones first.

    Args:
        domain: The integration, at its place in the tree.
        library: The folder of its client library, if it is to be judged as well.
        is_first: Whether it is to be judged as the pull request that adds it.
        has_tests: Whether it has any.
    """
    places = Places(domain)
    tests = [places.tests] if has_tests else []
    code = (places.integration, *tests, *([library] if library else []))
    first = ("--first-pr",) if is_first else ()
    return [
        Gate("hassfest", ("script.hassfest", "--integration-path", places.integration)),
        Gate("review", ("script.review", domain, *first)),
        Gate("documentation", ("script.documentation", domain)),
        Gate("ruff", ("ruff", "check", *code)),
        Gate("format", ("ruff", "format", "--check", *code)),
    ]


def types(domain: str, libraries: Sequence[str] = (), *, is_strict: bool) -> Gate:
    """Return the judge of types, which core's CI does not ask about tests.

    Args:
        domain: The integration, at its place in the tree.
        libraries: The folders of its client libraries, if they are to be judged as well.
        is_strict: Whether core is to list the integration in .strict-typing.
    """
    settings = () if is_strict else _NOT_STRICT
    code = (Places(domain).integration, *libraries)
    return Gate("mypy", ("mypy", *settings, *code), imports=True)


async def run(gate: Gate, root: Path, libraries: Iterable[Path]) -> Outcome:
    """Have a tree judged; whoever cancels it ends the judge.

    Args:
        gate: The judge.
        root: The tree.
        libraries: Folders with the sources of client libraries that are not installed.
    """
    paths = [str(path) for path in libraries]
    environment = os.environ | {
        name: os.pathsep.join([*paths, *filter(None, [os.environ.get(name)])])
        for name in ("PYTHONPATH", "MYPYPATH")
    }
    start = monotonic()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", *gate.arguments),
        cwd=root,
        env=environment,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        printed, errors = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return Outcome(
        gate=gate,
        passed=process.returncode == 0,
        output=printed.decode().strip() or errors.decode().strip() or "nothing to say",
        seconds=monotonic() - start,
    )
