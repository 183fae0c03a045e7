"""Try an adopted integration, job by job."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
import json
import os
from pathlib import Path
import sys
from tempfile import TemporaryDirectory
from typing import Any, Final

from script import ROOT
from script.integration.files import UnreadableError
from script.integration.integration import Integration
from script.integration.library import library
from script.integration.modules import Module
from script.integration.tree import Places, Tree

from .entries import entries, mocked
from .process import Ended, one_line, run
from .requirements import install, missing, of_project
from .result import (
    IMPORT,
    PROCESS,
    SETUP,
    Entry,
    Tests,
    Trial,
    Trouble,
    each_once,
    told,
)
from .stage import lay_out, search_path

_COMPONENTS: Final = "homeassistant.components."
_CHILD: Final = "script.adopt.trial.child"
# How often a module may end the process that imports it before the rest is given up
_DEATHS: Final = 10
# Of pytest, where it did not come to run tests
_UNUSUAL: Final = (2, 3, 4)
_MOST_FAILURES: Final = 200
_PYTEST: Final = (
    *("-q", "--tb=short", "--continue-on-collection-errors"),
    *("-p", "no:cacheprovider"),
)


@dataclass(frozen=True)
class Limits:
    """What each job may use.

    Attributes:
        seconds: Until it is ended.
        test_seconds: The same for all tests.
        cpu_seconds: Of processor time.
        memory: In MiB.
        file_size: Of each file that it writes, in MiB.
    """

    seconds: float = 120
    test_seconds: float = 600
    cpu_seconds: int = 600
    memory: int = 4096
    file_size: int = 256

    @property
    def of_process(self) -> dict[str, int]:
        """Return those that the process sets itself."""
        return {
            "cpu_seconds": self.cpu_seconds,
            "memory": self.memory,
            "file_size": self.file_size,
        }


@dataclass(frozen=True)
class _Bench:
    """Where a trial takes place."""

    folder: Path
    python: Path
    limits: Limits

    @property
    def stage(self) -> Path:
        """Return the copy of the files."""
        return self.folder / "stage"

    def run(self, job: Mapping[str, Any], seconds: float) -> Ended:
        """Run a job."""
        path = self.folder / "job.json"
        path.write_text(
            json.dumps({**job, "limits": self.limits.of_process}, default=str)
        )
        return run(
            [str(self.python), "-P", "-m", _CHILD, str(path)],
            self.folder,
            seconds,
            {"PYTHONPATH": os.pathsep.join(search_path(self.stage))},
        )


def try_out(
    tree: Tree,
    domain: str,
    *,
    limits: Limits = Limits(),
    environment: Path | None = None,
) -> Trial:
    """Return what a trial of an integration shows.

    Args:
        tree: Its files.
        domain: Which it is.
        limits: Of the processes that it runs in.
        environment: Where requirements are installed that are not; None for nowhere.
    """
    with TemporaryDirectory(prefix="trial-", ignore_cleanup_errors=True) as name:
        folder = Path(name).resolve()
        lay_out(folder / "stage", ROOT, tree)
        integration = Integration(folder / "stage" / Places(domain).integration)
        try:
            return _tried(integration, folder, limits, environment)
        except UnreadableError as err:
            trouble = Trouble(IMPORT, "", 0, str(err).replace(f"{folder}/stage/", ""))
            return Trial(0, 0, (), (trouble,), (), apart=False, tests=None)


def _tried(
    integration: Integration, folder: Path, limits: Limits, environment: Path | None
) -> Trial:
    manifest = integration.manifest
    local = {
        path.parent.name: of_project(path.read_text(encoding="utf-8"))
        for path in sorted(folder.glob("stage/companion/library/*/pyproject.toml"))
    }
    lacking = missing(manifest, _used(integration), local)
    troubles: list[Trouble] = []
    python = Path(sys.executable)
    if lacking and environment:
        python, refused = install([each for each, _ in lacking], environment)
        troubles += [
            Trouble(PROCESS, "", 0, trouble)
            for trouble in dict.fromkeys(refused.values())
        ]
        lacking = [each for each in lacking if each[0] in refused]
    bench = _Bench(folder, python, limits)
    names = [module.name for module in integration.modules]
    imported, apart = _imports(bench, names, troubles)
    tried = (
        _entries(bench, integration, troubles)
        if f"homeassistant.components.{integration.domain}" in imported
        else ()
    )
    return Trial(
        modules=len(names),
        imported=len(imported),
        entries=tuple(tried),
        troubles=each_once(troubles),
        missing=tuple(lacking),
        apart=apart,
        tests=_tests(bench, integration),
    )


def _used(integration: Integration) -> set[str]:
    """Return the integrations of core that an integration imports."""
    return {
        name.split(".")[2]
        for module in integration.modules
        for node in module.nodes
        for name in _imported(module, node)
        if name.startswith(_COMPONENTS)
    } - {integration.domain}


def _imported(module: Module, node: ast.AST) -> Iterator[str]:
    match node:
        case ast.ImportFrom(names=names):
            owner = module.imported(node)
            yield from (f"{owner}.{each.name}" for each in names)
        case ast.Import(names=names):
            yield from (each.name for each in names)


def _imports(
    bench: _Bench, names: list[str], troubles: list[Trouble]
) -> tuple[set[str], bool]:
    """Return the modules that can be imported, and whether the kernel kept them from the network."""
    imported: set[str] = set()
    apart = False
    left = names
    for _ in range(_DEATHS):
        ended = bench.run({"job": "import", "modules": left}, bench.limits.seconds)
        troubles += _troubles(ended)
        done: list[str] = []
        for event in ended.events:
            match event:
                case {"event": "confined", "apart": bool() as value}:
                    apart = value
                case {"event": "imported", "name": str() as name} if name in left:
                    imported.add(name)
                    done.append(name)
                case {"event": "failed", "name": str() as name}:
                    done.append(name)
        if not ended.trouble:
            return imported, apart
        started = _started(ended, left)
        rest = left.index(started) + 1 if started else len(left)
        told_of = started or left[0]
        troubles.append(Trouble(IMPORT, "", 0, f"import {told_of}: {_ending(ended)}"))
        left = left[rest:]
        if not left:
            break
    return imported, apart


def _started(ended: Ended, names: list[str]) -> str | None:
    """Return what was begun last."""
    started = [
        event.get("name") for event in ended.events if event.get("event") == "start"
    ]
    return started[-1] if started and started[-1] in names else None


def _ending(ended: Ended) -> str:
    said = f" ({ended.last})" if ended.last else ""
    return f"the process {ended.trouble}{said}"


def _entries(
    bench: _Bench, integration: Integration, troubles: list[Trouble]
) -> Iterator[Entry]:
    found = entries(integration)
    job = {
        "job": "set up",
        "domain": integration.domain,
        "entries": found,
        "mocked": mocked(integration, _packages(bench, integration)),
    }
    ended = bench.run(job, bench.limits.seconds)
    troubles += _troubles(ended)
    for event in ended.events:
        if event.get("event") == "entry" and (entry := told(Entry, event)):
            yield entry
    if ended.trouble:
        started = [e.get("name") for e in ended.events if e.get("event") == "start"]
        at = f"entry of {started[-1]}: " if started else ""
        troubles.append(Trouble(SETUP, "", 0, f"{at}{_ending(ended)}"))


def _packages(bench: _Bench, integration: Integration) -> set[str]:
    """Return the packages of the libraries that an integration requires."""
    folder = bench.stage / "companion" / "library"
    return {
        package
        for requirement in integration.manifest.get("requirements") or ()
        for package in library(str(requirement), folder).packages
    }


def _troubles(ended: Ended) -> Iterator[Trouble]:
    for event in ended.events:
        if event.get("event") == "trouble" and (trouble := told(Trouble, event)):
            yield trouble


def _tests(bench: _Bench, integration: Integration) -> Tests | None:
    """Run the tests of an integration and of its library."""
    folders = [
        path
        for path in (
            bench.stage / Places(integration.domain).tests,
            *sorted(bench.stage.glob("companion/library/*/tests")),
        )
        if any(path.glob("**/test_*.py"))
    ]
    if not folders:
        return None
    arguments = [*_PYTEST, "-p", "tests.bridge", *map(str, folders)]
    ended = bench.run(
        {"job": "test", "arguments": arguments}, bench.limits.test_seconds
    )
    return _counted(ended, bench.stage)


def _counted(ended: Ended, stage: Path) -> Tests:
    outcomes: dict[str, str] = {}
    failures: dict[str, str] = {}
    collected, trouble = 0, _ending(ended) if ended.trouble else ""
    for event in ended.events:
        match event:
            case {"event": "collected", "count": int() as count}:
                collected = count
            case {"event": "tested", "status": int() as status} if (
                status in _UNUSUAL and not collected
            ):
                trouble = f"pytest ended with status {status}: {ended.last}"
            case {
                "event": "uncollected",
                "name": str() as name,
                "message": str() as why,
            }:
                failures[name] = why
            case {
                "event": "test",
                "name": str() as name,
                "outcome": str() as outcome,
                "message": str() as why,
            }:
                if outcomes.get(name) != "failed":
                    outcomes[name] = outcome
                if outcome == "failed":
                    failures.setdefault(name, why)
    counts = [*outcomes.values()]
    return Tests(
        collected=collected,
        passed=counts.count("passed"),
        failed=counts.count("failed"),
        skipped=counts.count("skipped"),
        failures=tuple(
            (name, one_line(why.replace(f"{stage}/", "")))
            for name, why in failures.items()
        )[:_MOST_FAILURES],
        trouble=trouble,
    )
