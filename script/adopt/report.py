"""Report what is left to do: on one screen, and whole as a checklist."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
import textwrap
from typing import Final

from script.integration.files import forget
from script.integration.integration import Integration
from script.integration.tree import Places, Tree, write
from script.rules.tests.functions import tests

from . import PROGRAM
from .attempts import Attempts
from .client_points import client_points
from .completing import sound
from .file_points import file_points
from .first_pr import first_pull_request
from .image_points import image_points
from .judged import bronze, findings, judged
from .place_points import place_points
from .points import TITLES, Point, Said, Section, points
from .record import Record
from .rewriting import Adoption
from .stops import stops
from .taking import Taken
from .trial import Trial
from .trial_points import trial_points
from .users import user_points

_WIDTH: Final = 118
# Of a section, on the screen
_MOST: Final = {Section.STOPS: 4, Section.QUALITY: 4}
_FEW: Final = 3
_MOST_PLACES: Final = 8
_NOTHING: Final = "Nothing."


class Report:
    """What there is to say in a run, with what was open in earlier ones.

    Attributes:
        said: What is to be done, and what is to be known.
        points: The points of this run and of earlier ones.
        open: What tells those apart that are open.
        text: The checklist.
    """

    def __init__(
        self,
        adoption: Adoption,
        said: Sequence[Said],
        last: Record | None,
        *,
        is_tried: bool,
    ) -> None:
        """Tell what is done from what is open."""
        known = last.points if last else ()
        # Without a trial, what only a trial shows is as it was.
        untold = [
            each
            for each in known
            if last and each.of_trial and each.name in last.open and not is_tried
        ]
        self.said = (*said, *untold)
        own = [*points(self.said)]
        names = {each.name for each in own}
        done = [each for each in known if each.name not in names]
        self.points = (*own, *done)
        self.open = tuple(each.name for each in own)
        self.text = _checklist(adoption.taken, self.said, done)


def place_of(domain: str) -> str:
    """Return where the checklist of a domain is."""
    return f"build/adopt/{domain}.md"


def all_said(
    adoption: Adoption,
    tree: Tree,
    conflicts: tuple[str, ...],
    trial: Trial | None,
    folder: Path,
    attempts: Attempts,
) -> list[Said]:
    """Return all that there is to say of an integration.

    Args:
        adoption: What became of the component.
        tree: Its files, with what was edited since.
        conflicts: Files that edits have otherwise than this run would.
        trial: What a trial showed.
        folder: A new one, in which the judges find the files.
        attempts: Has what failed, and gets what does now.
    """
    domain = adoption.domain
    files = sound(tree)
    write(folder, files)
    forget()
    integration = Integration(folder / Places(domain).integration)
    parts: dict[str, Callable[[], Iterable[Said]]] = {
        "The look for what stops it": lambda: stops(
            integration, {**_gone(adoption, tree), **tree}, adoption.taken, conflicts
        ),
        "The look for its client": lambda: client_points(adoption),
        "The report on its trial": lambda: trial_points(
            trial, domain, has_tests=_has_tests(integration)
        ),
        "To cut the series": lambda: first_pull_request(files, domain),
        "The report on what was left": lambda: place_points(adoption),
        "The look at its files": lambda: file_points(integration),
        "quality_scale": lambda: bronze(
            integration.path,
            folder,
            str(adoption.taken.manifest.get("quality_scale", "")),
        ),
        "The look at its images": lambda: image_points(
            adoption, folder.with_name("images")
        ),
        "review": lambda: judged(integration, findings(integration), folder),
        "The look for what users lose": lambda: user_points(adoption, tree),
    }
    nothing: list[Said] = []
    said = [
        each
        for what, part in parts.items()
        for each in attempts.result(what, partial(_listed, part), nothing)
    ]
    return [*said, *(_failure(each) for each in attempts.failed)]


def _gone(adoption: Adoption, tree: Tree) -> Tree:
    """Return files as they were that are there no more."""
    return {path: each for path, each in adoption.before.items() if path not in tree}


def _has_tests(integration: Integration) -> bool:
    return any(True for module in integration.tests for _ in tests(module))


def _listed(part: Callable[[], Iterable[Said]]) -> list[Said]:
    return [*part()]


def _failure(text: str) -> Point:
    return Point(
        section=Section.STOPS,
        key=f"failure {text.partition(' failed')[0]}",
        text=f"{text}: a fault of these tools, not of the component; please report it",
    )


def _checklist(taken: Taken, said: Sequence[Said], done: Sequence[Point]) -> bytes:
    """Return the whole report, with what was open in earlier runs and is no more ticked.

    Blank lines between all items let edits of two sides at neighbours be merged.
    """
    blocks = [
        f"# {taken.name} on its way into core",
        f"What is mended is ticked when `{PROGRAM} {taken.source}` runs again. Your own words and ticks stay.",
    ]
    for section in Section:
        blocks.append(f"## {section}. {TITLES[section]}")
        own = [each for each in said if each.section is section]
        ticked = [each for each in done if each.section is section]
        blocks += [_item(each) for each in own]
        blocks += [f"- [x] {each.text}" for each in ticked]
        if not own and not ticked:
            blocks.append(_NOTHING)
    return ("\n\n".join(blocks) + "\n").encode()


def screen(said: Sequence[Said]) -> Iterator[str]:
    """Yield the lines of a report that fits on a screen."""
    for section in Section:
        own = [each for each in said if each.section is section]
        yield f"{section}. {TITLES[section]}"
        most = _MOST.get(section, _FEW)
        for each in own[:most]:
            mark = "[ ]" if isinstance(each, Point) else " · "
            yield f"   {mark} {_shortened(each)}"
        if rest := len(own) - most:
            if rest > 0:
                yield f"       and {rest} more"
        if not own:
            yield f"    ·  {_NOTHING}"


def _item(each: Said) -> str:
    if not isinstance(each, Point):
        return f"- {each.text}"
    lines = [f"- [ ] {each.text}"]
    if each.command:
        lines.append(f"      `{each.command}`")
    if len(each.places) > 1 or (each.places and each.places[0] not in each.text):
        shown = ", ".join(each.places[:_MOST_PLACES])
        more = len(each.places) - _MOST_PLACES
        lines.append(f"      {shown}{f', and {more} more' if more > 0 else ''}")
    return "\n".join(lines)


def _shortened(each: Said) -> str:
    where = ""
    if isinstance(each, Point) and each.places:
        where = f": {each.places[0]}"
    return textwrap.shorten(f"{each.text}{where}", _WIDTH, placeholder=" …")
