"""The result of a trial of an adopted integration."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

from .process import one_line

IMPORT: Final = "import"
SETUP: Final = "setup"
UNLOAD: Final = "unload"
USAGE: Final = "usage"
PROCESS: Final = "process"


@dataclass(frozen=True)
class Trouble:
    """What went wrong at a line.

    Attributes:
        step: When it did, as one of the constants above.
        path: The file, relative to the repository, "" where none of the integration's is to blame.
        line: 0 where it is not known.
        message: In one line.
    """

    step: str
    path: str
    line: int
    message: str

    @property
    def text(self) -> str:
        """Return it in one line."""
        place = f"{self.path}:{self.line}: " if self.path else ""
        return f"{place}{self.message}"


@dataclass(frozen=True)
class Entry:
    """An entry that was tried.

    Attributes:
        source: Where its data comes from: a line of the tests, or the schema of the flow.
        state: What became of it, as Home Assistant names it.
        entities: How many it had.
        unloaded: Whether it could be unloaded.
        message: Why not more.
    """

    source: str
    state: str
    entities: int
    unloaded: bool
    message: str = ""

    @property
    def text(self) -> str:
        """Return it in one line."""
        ending = ", unloaded" if self.unloaded else ""
        reason = f": {self.message}" if self.message else ""
        return f"{self.source}: {self.state}, {self.entities} entities{ending}{reason}"


@dataclass(frozen=True)
class Tests:
    """What the tests of an integration did.

    Attributes:
        failures: Each that failed or could not be collected, with the reason in one line.
        trouble: Why they did not end, "" if they did.
    """

    collected: int = 0
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    failures: tuple[tuple[str, str], ...] = ()
    trouble: str = ""

    @property
    def text(self) -> str:
        """Return the counts in one line."""
        counts = f"{self.collected} collected, {self.passed} passed, {self.failed} failed, {self.skipped} skipped"
        return f"{counts}; {self.trouble}" if self.trouble else counts


@dataclass(frozen=True)
class Trial:
    """What a trial showed.

    Attributes:
        modules: How many there are, and how many could be imported.
        missing: The requirements that are not installed, each with who has it.
        apart: Whether the kernel kept it from the network, and not Python alone.
        tests: None where there are none.
    """

    modules: int
    imported: int
    entries: tuple[Entry, ...]
    troubles: tuple[Trouble, ...]
    missing: tuple[tuple[str, str], ...]
    apart: bool
    tests: Tests | None

    @property
    def usages(self) -> tuple[Trouble, ...]:
        """Return the usages that core reports, and allows custom components alone."""
        return tuple(each for each in self.troubles if each.step == USAGE)

    def lines(self) -> Iterator[str]:
        """Yield what it showed, one line each."""
        yield f"{self.imported} of {self.modules} modules imported"
        for requirement, owner in self.missing:
            yield f"{requirement}: not installed, needed by {owner}; try again with --install"
        for trouble in self.troubles:
            yield f"{trouble.step}: {trouble.text}"
        for entry in self.entries:
            yield f"entry of {entry.text}"
        if self.tests:
            yield f"tests: {self.tests.text}"
            for name, reason in self.tests.failures:
                yield f"test {name}: {reason}"

    def data(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return asdict(self)


def told[Told](kind: type[Told], event: Mapping[str, Any]) -> Told | None:
    """Return what a process of others told as one of these, None where it is anything else."""
    values: dict[str, Any] = {}
    for each in fields(kind):  # type: ignore[arg-type]
        wanted = each.type
        value = event.get(each.name)
        if not isinstance(wanted, type) or not isinstance(value, wanted):
            return None
        values[each.name] = one_line(value) if isinstance(value, str) else value
    return kind(**values)


def each_once(troubles: Iterable[Trouble]) -> tuple[Trouble, ...]:
    """Return troubles without those that were said before."""
    return tuple(dict.fromkeys(troubles))
