"""Measure tests, setup, tools and judges, each in a process of its own."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import partial
import json
import os
from pathlib import Path
import shutil
from statistics import median
import subprocess
import sys
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Final
from xml.etree import ElementTree as ET

from script import COMPONENTS, ROOT
from script.copying import copy_tree
from script.integration.core import installed_package
from script.integration.tree import Places, write
from script.scaffold import MODEL
from script.scaffold.auth import with_auth
from script.scaffold.make import files_of
from script.scaffold.models import MODELS
from script.translations.develop import develop

from . import BenchmarkError, Figures

_HERE: Final = Path(__file__).parent
_CLOUD_TEST: Final = _HERE.relative_to(ROOT) / "cloud_test.py"
# The model that is pushed to
HUB: Final = "my_hub"
_NEW: Final = ("--domain", "acme_meter", "--codeowner", "@octocat", "--yes")


def _seconds(
    *command: str, cwd: Path = ROOT, environment: Mapping[str, str] | None = None
) -> float:
    """Return how long a command takes."""
    start = perf_counter()
    done = subprocess.run(
        command,
        cwd=cwd,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    seconds = perf_counter() - start
    if done.returncode:
        raise BenchmarkError(f"{done.stdout}\n{' '.join(command)}: failed (see above)")
    return seconds


def _tool(name: str, *arguments: str, cwd: Path = ROOT) -> float:
    """Return how long a tool takes, with the start of Python, the better of two times."""
    command = (sys.executable, "-m", f"script.{name}", *arguments)
    return min(_seconds(*command, cwd=cwd) for _ in range(2))


def _noted(
    *arguments: str, cwd: Path = ROOT, environment: Mapping[str, str] | None = None
) -> Mapping[str, list[float]]:
    """Run tests, and return what they noted by its name."""
    with TemporaryDirectory() as folder:
        report = Path(folder, "report.xml")
        _seconds(
            *(sys.executable, "-m", "pytest", "-p", "no:cacheprovider"),
            *("-o", "junit_family=xunit1", "--junitxml", str(report), *arguments),
            cwd=cwd,
            environment=environment,
        )
        # Written by pytest just now
        properties = ET.parse(report).iter("property")  # noqa: S314
    noted = defaultdict[str, list[float]](list)
    for each in properties:
        noted[each.attrib["name"]].append(float(each.attrib["value"]))
    return noted


def tests(domain: str) -> Figures:
    """Measure a typical test of an integration beside an empty one."""
    folder = Path("tests", "components", domain)
    if not any((ROOT / folder).glob("test_*.py")):
        raise BenchmarkError(f"{folder}: no tests here to be measured")
    noted = _noted(
        *("-p", "script.benchmark.timing"),
        *(str(_HERE / "empty_test.py"), str(folder)),
    )
    return {
        "empty test": median(noted[f"test in {_HERE.name}"]),
        "our test": median(noted[f"test in {domain}"]),
    }


def entries() -> Figures:
    """Measure the setup of many entries, and polls of them."""
    develop([MODEL])
    noted = _noted("-o", "asyncio_debug=false", str(_HERE / "entries_test.py"))
    return {name: min(values) for name, values in noted.items()}


def _needs(model: str) -> None:
    """Refuse to measure what was removed."""
    if not (COMPONENTS / model).is_dir():
        raise BenchmarkError(f"{model} is not here, which is what it measures")


def push() -> Figures:
    """Measure events that a hub pushes, on their way from its socket to the states, and the memory of its devices."""
    _needs(HUB)
    develop([HUB])
    noted = _noted("-o", "asyncio_debug=false", str(_HERE / "push_test.py"))
    return {name: min(values) for name, values in noted.items()}


def push_of_cloud() -> Figures:
    """Measure events that a cloud pushes, on their way from its socket to the states, in a tree where it does."""
    model = next(each for each in MODELS if each.iot_class == "cloud_push")
    _needs(model.domain)
    with TemporaryDirectory() as folder:
        root = Path(folder)
        copy_tree(root)
        files = files_of(model, ROOT)
        write(root, with_auth(files, model, model.auths[0], frozenset()))
        _tool("translations", "develop", cwd=root)
        # The library of this form, and not the one that is installed
        paths = os.pathsep.join([str(root), str(root / model.library / "src")])
        noted = _noted(
            *("-o", "asyncio_debug=false", str(root / _CLOUD_TEST)),
            cwd=root,
            environment=os.environ | {"PYTHONPATH": paths},
        )
    return {name: min(values) for name, values in noted.items()}


def bootstrap() -> Figures:
    """Measure the making of an environment, with uv's cache as it is, and with nothing to do."""
    # Where it stands now, so that uv can link what it has.
    with TemporaryDirectory(dir=ROOT / ".cache") as folder:
        root = Path(folder)
        copy_tree(root)
        environment = os.environ | {"PYTHON": str(Path(sys.executable).resolve())}
        command = str(root / "script" / "bootstrap")
        return {
            name: _seconds(command, cwd=root, environment=environment)
            for name in ("cold bootstrap", "warm bootstrap")
        }


def scaffold() -> Figures:
    """Measure the making of an integration, without judging it."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        copy_tree(root)
        command = (sys.executable, "-m", "script.scaffold", *_NEW, "--no-check")
        return {"scaffold": _seconds(*command, cwd=root)}


def series(domain: str) -> Figures:
    """Measure the cutting into pull requests, without judging them."""
    with TemporaryDirectory() as folder:
        arguments = (domain, "--no-check", "--output", f"{folder}/series")
        return {"series": _tool("submit", *arguments)}


def cuts() -> Figures:
    """Measure the cutting of core's own integrations, by the processor's time."""
    survey = ("submit.survey", "--sample", "24", "--at-least", "0", "--json")
    done = subprocess.run(
        (sys.executable, "-m", f"script.{survey[0]}", *survey[1:]),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BenchmarkError(f"{done.stderr}\n{' '.join(survey)}: failed (see above)")
    seconds = [verdict["seconds"] for verdict in json.loads(done.stdout)]
    return {"median cut": median(seconds), "slowest cut": max(seconds)}


def submit(domain: str) -> Figures:
    """Measure the judging of a series: all of it, nothing changed, and one entity changed."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        copy_tree(root)
        command = (sys.executable, "-m", "script.submit", domain)
        # What mypy finds out about Home Assistant is there in the end.
        _seconds(*command, cwd=root)
        shutil.rmtree(root / ".cache" / "verdicts")
        figures = {
            name: _seconds(*command, cwd=root) for name in ("submit", "submit again")
        }
        module = root / Places(domain).integration / "entity.py"
        if not module.exists():
            module = module.with_name("__init__.py")
        text = module.read_text(encoding="utf-8")
        module.write_text(f"{text}\n\n# Changed\n", encoding="utf-8")
        return figures | {"submit an edit": _seconds(*command, cwd=root)}


def hassfest(domain: str) -> Figures:
    """Measure core's checks on the model, and on all integrations that are installed."""
    installed = sorted(
        path.parent for path in installed_package().glob("components/*/manifest.json")
    )
    return {
        f"hassfest on {name}": _tool(
            "hassfest", *(f"--integration-path={path}" for path in paths)
        )
        for name, paths in (("one", [COMPONENTS / domain]), ("all", installed))
    }


# Those that can be taken of any integration
OF_ANY: Final[Mapping[str, Callable[[str], Figures]]] = {
    measure.__name__: measure for measure in (tests, series, submit, hassfest)
}
MEASURES: Final[Mapping[str, Callable[[], Figures]]] = {
    measure.__name__: measure
    for measure in (entries, push, push_of_cloud, bootstrap, scaffold, cuts)
} | {name: partial(measure, MODEL) for name, measure in OF_ANY.items()}
