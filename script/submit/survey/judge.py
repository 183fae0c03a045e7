"""Cut one integration, and judge each step of its series."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
import json
from pathlib import Path
import re
import subprocess
import sys
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any, Final

from script import ROOT
from script.hassfest.validate import validate
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.tree import Places, Tree, read, write
from script.rules.first_pr import domain_taken
from script.rules.reviewed import rules_of
from script.rules.rule import View
from script.submit.series import Step, core_part, series
from script.submit.stage import formatted
from script.submit.unchanged import compared

from .flow import missing_steps
from .references import missing_strings
from .verdict import Demand, Objection, Verdict, refused

SETTINGS: Final = "pyproject.toml"
_CODE: Final = re.compile(r"`[^`]*`|'[^']*'|\b\d+\b")


def judged(root: Path, domain: str) -> Verdict:
    """Return the verdict on the series of an integration below `root`."""
    places = Places(domain)
    tree = read(root, (places.integration, places.tests))
    start = process_time()
    try:
        steps = series(tree, domain)
    except (OSError, ValueError) as err:
        return refused(domain, _kind(str(err)), str(err))
    except Exception as err:  # noqa: BLE001 # a program that breaks is a finding here
        return refused(domain, f"breaks: {type(err).__name__}", repr(err))
    seconds = process_time() - start
    with TemporaryDirectory(prefix="survey-") as folder:
        stages = [Path(folder) / step.folder for step in steps]
        for stage, step in zip(stages, steps, strict=True):
            write(stage, step.tree)
            (stage / places.tests).mkdir(parents=True, exist_ok=True)
            (stage / SETTINGS).symlink_to(ROOT / SETTINGS)
        trees = [
            *formatted(stages[:-1], domain),
            core_part(steps[-1].tree, domain),
        ]
        objections = [
            *_series(steps, trees, core_part(tree, domain)),
            *_ruff(steps, stages),
            *_hassfest(steps, stages, domain),
            *_first(steps[0], stages[0], domain),
        ]
    for step, cut in zip(steps, trees, strict=True):
        objections += _step(step, cut, core_part(tree, domain))
    left = [
        (step.folder, place) for step in steps for place in getattr(step, "places", ())
    ]
    objections += [_place(*each) for each in left if each[1].blocks]
    return Verdict(
        domain,
        seconds=round(seconds, 2),
        steps=[step.folder for step in steps],
        objections=_first_of_each(objections, steps),
        remarks=_first_of_each(
            (_place(*each) for each in left if not each[1].blocks), steps
        ),
    )


def _first_of_each(
    found: Iterable[Objection], steps: Sequence[Step]
) -> list[Objection]:
    """Return objections in the order of the steps, each where it is first to be made."""
    numbers = {step.folder: step.number for step in steps}
    ordered = sorted(found, key=lambda each: (numbers.get(each.step, 0), each))
    return [*{(each.demand, each.what): each for each in reversed(ordered)}.values()][
        ::-1
    ]


def _place(step: str, place: Any) -> Objection:
    return Objection(Demand.DECIDED, step, place.why, str(place))


def _kind(message: str) -> str:
    """Return a message without what differs from one integration to the other."""
    return _CODE.sub("…", message.rpartition(": ")[2] or message)


def _series(
    steps: Sequence[Step], trees: Sequence[Tree], whole: Tree
) -> Iterator[Objection]:
    """Object to steps that add nothing, and to an end that is not the integration."""
    for step, before, after in zip(steps[1:], trees, trees[1:], strict=False):
        changed = {
            path for path in {*before, *after} if before.get(path) != after.get(path)
        }
        names = {path.rpartition("/")[2] for path in changed}
        if not changed:
            yield Objection(Demand.ADDS, step.folder, "changes nothing", "no file")
        elif names <= {"manifest.json", "quality_scale.yaml"} and (
            "strict" not in step.change.slug and not _asks(before, after)
        ):
            yield Objection(
                Demand.ADDS,
                step.folder,
                "changes manifest and scale alone",
                ", ".join(sorted(changed)),
            )
    if trees[-1] != whole:
        yield Objection(
            Demand.LAST, steps[-1].folder, "another tree", "not byte for byte"
        )


def _asks(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> bool:
    """Return whether a manifest asks for more than before, its tier aside."""
    contents: list[dict[str, Any]] = [
        json.loads(
            next(
                content
                for path, content in files.items()
                if path.endswith("/manifest.json")
            )
        )
        for files in (before, after)
    ]
    one, other = ({**content, "quality_scale": None} for content in contents)
    return one != other


def _step(step: Step, tree: Tree, whole: Tree) -> Iterator[Objection]:
    """Object to what is in a step."""
    for path, content in tree.items():
        if path.endswith(".py"):
            try:
                compile(content, path, "exec", dont_inherit=True)
            except (SyntaxError, ValueError) as err:
                what = f"{path}: {err}"
                yield Objection(Demand.COMPILES, step.folder, "no Python", what)
                return
    for what in missing_steps(tree, whole, step.domain):
        yield Objection(Demand.FLOW, step.folder, what.rpartition(": ")[2], what)
    for what in missing_strings(tree, whole, step.domain):
        yield Objection(Demand.REFERENCES, step.folder, _kind(what), what)
    for each in compared(tree, whole).differences:
        yield Objection(
            Demand.UNCHANGED,
            step.folder,
            _CODE.sub("…", each.what),
            f"{each.path}:{each.line}: {each.name}: {each.what}",
        )


def _ruff(steps: Sequence[Step], stages: Sequence[Path]) -> Iterator[Objection]:
    """Object to what ruff finds that no test would have to run into."""
    done = subprocess.run(
        [
            *(sys.executable, "-m", "ruff", "check", "--no-cache", "--quiet"),
            *("--select=F,E9", "--output-format=json"),
            *(str(stage / "homeassistant") for stage in stages),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    for found in json.loads(done.stdout):
        for step, stage in zip(steps, stages, strict=True):
            if found["filename"].startswith(f"{stage.resolve()}/"):
                place = Path(found["filename"]).relative_to(stage.resolve())
                line = found["location"]["row"]
                yield Objection(
                    Demand.RUFF,
                    step.folder,
                    f"{found['code']} {_CODE.sub('…', found['message'])}",
                    f"{place}:{line}: {found['code']} {found['message']}",
                )


def _hassfest(
    steps: Sequence[Step], stages: Sequence[Path], domain: str
) -> Iterator[Objection]:
    """Object to what core's validation finds, and does not in the finished integration."""
    folder = Places(domain).integration
    known: set[tuple[str, str]] = set()
    for step, stage in [*zip(steps, stages, strict=True)][::-1]:
        findings, errors = validate([stage / folder])
        if step is steps[-1]:
            known = {(each.check, each.message) for each in findings}
        for each in findings:
            if (each.check, each.message) not in known:
                yield _found(Demand.HASSFEST, step, stage, each)
        for error in errors:
            yield Objection(Demand.HASSFEST, step.folder, "unreadable", error)


def _first(step: Step, stage: Path, domain: str) -> Iterator[Objection]:
    """Object to what reviewers send back in a first pull request."""
    integration = Integration(stage / Places(domain).integration)
    for rule in rules_of(View.FIRST_PR):
        if rule is domain_taken:
            # Those that are surveyed are in core already.
            continue
        for finding in rule.findings(integration):
            if not finding.advice:
                yield _found(Demand.FIRST, step, stage, finding)


def _found(demand: Demand, step: Step, stage: Path, finding: Finding) -> Objection:
    place = finding.path.relative_to(stage)
    return Objection(
        demand,
        step.folder,
        f"{finding.check}: {_CODE.sub('…', finding.message)}",
        f"{place}:{finding.line}: {finding.message}",
    )
