"""List what is left to do of an integration, in the order to do it in."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
import re
from typing import Final

from script.integration.blanks import blanks
from script.integration.files import read_text
from script.integration.integration import Integration
from script.integration.keys import line_of
from script.integration.tree import Places, Tree, read

from .original import originals
from .stages import TITLES, Stage, command, stage_of
from .traces import Trace, traces
from .uses import uses

_TICKED: Final = re.compile(
    r"^- \[[xX]\] `(?P<path>[^`:]+)(?::\d+)?` (?P<what>.*?): ", re.MULTILINE
)


@dataclass(frozen=True, order=True, kw_only=True)
class Item:
    """Something that is left to do.

    Attributes:
        line: 0 where no line is meant.
        may_stay: Whether it is the author who says that it is done, by a tick.
    """

    stage: Stage
    path: str
    line: int
    what: str
    why: str
    may_stay: bool = False

    @property
    def place(self) -> str:
        """Return where it is."""
        return f"{self.path}:{self.line}" if self.line else self.path


def items(root: Path, integration: Integration) -> list[Item]:
    """Return what is left to do."""
    made_of = [*originals(root, integration)]
    return sorted(
        {
            *_blanks(root, integration),
            *(
                Item(stage=Stage.LIBRARY, path=path, line=line, what=what, why=why)
                for path, line, what, why in uses(root, integration, made_of)
            ),
            *(
                _traced(each, root)
                for each in traces(
                    _tree(root, integration), made_of, integration.domain
                )
            ),
            *_missing(root, integration),
            *_unproven(root, integration),
        }
    )


def _tree(root: Path, integration: Integration) -> Tree:
    places = Places(integration.domain)
    libraries = [
        f"{each.folder.relative_to(root)}/"
        for each in integration.libraries
        if each.folder
    ]
    return read(root, (places.integration, places.tests, places.brands[1], *libraries))


def _blanks(root: Path, integration: Integration) -> Iterator[Item]:
    for each in blanks(integration):
        path = each.path.relative_to(root).as_posix()
        yield Item(
            stage=stage_of(path, integration.domain),
            path=path,
            line=each.line,
            what=each.what,
            why="only you know",
        )


def _missing(root: Path, integration: Integration) -> Iterator[Item]:
    """Yield the libraries that the tests need and that are neither here nor to be installed."""
    file = "requirements_test.txt"
    listed = (read_text(root / file) or "").splitlines()
    for each in integration.libraries:
        if not each.folder and each.requirement not in listed:
            yield Item(
                stage=Stage.LIBRARY,
                path=file,
                line=0,
                what=f"Add {each.requirement}",
                why="tests and mypy need it; script/bootstrap then installs it",
            )


def _traced(trace: Trace, root: Path) -> Item:
    return Item(
        stage=trace.stage,
        path=trace.path,
        line=line_of(root / trace.path, *trace.keys) if trace.keys else 0,
        what=f"Replace {trace.what}",
        why=trace.why,
        may_stay=True,
    )


def _unproven(root: Path, integration: Integration) -> Iterator[Item]:
    """Yield the rules that are to do, and that no test run counts."""
    places = Places(integration.domain)
    if isinstance(why := integration.last_run, str):
        yield Item(
            stage=Stage.TESTS,
            path=places.tests,
            line=0,
            what="Run them, as the quality scale rests on it",
            why=why,
        )
    for rule, status in integration.rules.items():
        if status == "todo":
            yield Item(
                stage=Stage.SERIES,
                path=f"{places.integration}quality_scale.yaml",
                line=line_of(integration.scale, "rules", rule),
                what=f"Meet {rule}, and say done",
                why="core asks for it",
            )


def without_ticked(every: Iterable[Item], text: str) -> list[Item]:
    """Return what is left but for what its author has ticked in the list of before."""
    ticked = {(each["path"], each["what"]) for each in _TICKED.finditer(text)}
    return [
        each
        for each in every
        if not (each.may_stay and (each.path, each.what) in ticked)
    ]


def told(left: Sequence[Item], integration: Integration) -> Iterator[str]:
    """Yield the lines of the list for a terminal."""
    yield f"{integration.domain}: {len(left)} left to do"
    for stage, own in _staged(left):
        yield f"\n{stage}. {TITLES[stage]}"
        yield from (f"   {each.place}  {each.what} ({each.why})" for each in own)
        yield f"   $ {command(stage, integration)}"


def written(
    every: Sequence[Item], left: Sequence[Item], integration: Integration
) -> str:
    """Return the list as a file in which what may stay can be ticked."""
    domain = integration.domain
    lines = [
        f"# What is left to do of {domain}",
        "",
        f"{len(left)} places. `script/run scaffold --left {domain}` writes this anew, and what is done is gone. "
        "What stands as the model has it may be right all the same: tick it, and it counts as done.",
    ]
    for stage, own in _staged(every):
        lines += ["", f"## {stage}. {TITLES[stage]}", ""]
        for each in own:
            box = " " if each in left else "x"
            lines.append(f"- [{box}] `{each.place}` {each.what}: {each.why}")
        if own:
            lines.append("")
        lines.append(f"Check: `{command(stage, integration)}`")
    return "\n".join(lines) + "\n"


def _staged(every: Iterable[Item]) -> Iterator[tuple[Stage, list[Item]]]:
    """Yield each stage with what is left of it, the last ones always."""
    own = {
        stage: [*found]
        for stage, found in groupby(sorted(every), key=lambda each: each.stage)
    }
    for stage in Stage:
        if stage in own or stage in (Stage.RUN, Stage.SERIES):
            yield stage, own.get(stage, [])
