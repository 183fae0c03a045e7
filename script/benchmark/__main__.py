"""Measure what the scaffold and its integration cost: script/run benchmark."""

from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
import json
import os
from pathlib import Path
import platform
import sys
from typing import Any, Final

from script import COMPONENTS, ROOT
from script.arguments import Parser, end_with
from script.integration.integration import domains_in
from script.scaffold import MODEL

from . import BenchmarkError, Figures
from .measures import MEASURES, OF_ANY
from .plot import svg
from .ratios import Verdict, table, verdicts

PROGRAM = "script/run benchmark"

RECORD: Final = ROOT / "benchmark.json"
PICTURE: Final = ROOT / "pictures" / "benchmark.svg"

_PACKAGES: Final = ("homeassistant", "pytest", "pytest-homeassistant-custom-component")


def _parser() -> Parser:
    parser = Parser(
        prog=PROGRAM,
        description=f"Measure, side by side, what the scaffold and its integration cost. Writes {RECORD.name} and "
        f"{PICTURE.relative_to(ROOT)}, and prints the ratios as a table for the README.",
    )
    parser.add_argument(
        "domain",
        nargs="?",
        metavar="DOMAIN",
        choices=domains_in(COMPONENTS),
        help=f"another integration, of which {', '.join(OF_ANY)} are measured; writes nothing",
    )
    parser.add_argument(
        "--only",
        nargs="+",
        choices=MEASURES,
        metavar="NAME",
        help=f"only some of {', '.join(MEASURES)}; writes nothing",
    )
    return parser


def _measured(names: Sequence[str]) -> Figures:
    if not (COMPONENTS / MODEL).is_dir():
        raise BenchmarkError(
            f"{MODEL} is not here, which is what it measures; name another integration"
        )
    figures: dict[str, float] = {}
    for name in names:
        print(f"Measuring {name} …", file=sys.stderr, flush=True)
        figures |= MEASURES[name]()
    return figures


def _measured_of(domain: str, names: Sequence[str]) -> Figures:
    """Measure what can be measured of any integration."""
    if others := [name for name in names if name not in OF_ANY]:
        raise BenchmarkError(
            f"{others[0]}: measured with the models alone; of {domain} there are {', '.join(OF_ANY)}"
        )
    figures: dict[str, float] = {}
    for name in names:
        print(f"Measuring {name} of {domain} …", file=sys.stderr, flush=True)
        figures |= OF_ANY[name](domain)
    return figures


def _processor() -> str:
    """Return what Linux calls the processor."""
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _record(figures: Figures, found: Sequence[Verdict]) -> dict[str, Any]:
    """Return the figures with what one has to know to repeat them."""
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {
            "processor": _processor(),
            "cores": os.process_cpu_count(),
            "load": os.getloadavg()[0],
            "system": platform.platform(),
        },
        "versions": {
            "python": platform.python_version(),
            **{package: version(package) for package in _PACKAGES},
        },
        "figures": figures,
        "ratios": {each.ratio.name: each.value for each in found},
    }


def _write(figures: Figures, found: Sequence[Verdict]) -> None:
    RECORD.write_text(json.dumps(_record(figures, found), indent=2) + "\n")
    bars = [
        (name, seconds / figures["empty test"])
        for name, seconds in sorted(figures.items(), key=lambda item: item[1])
        if not name.startswith(("states", "bytes"))
    ]
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(svg(bars, "In empty tests with hass, on a logarithmic scale"))


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, and return 1 if a ratio is not as it has to be."""
    arguments = _parser().parse_args(argv)
    try:
        figures = (
            _measured_of(arguments.domain, arguments.only or list(OF_ANY))
            if arguments.domain
            else _measured(arguments.only or list(MEASURES))
        )
    except (BenchmarkError, OSError) as err:
        print(f"{PROGRAM}: {err}", file=sys.stderr)
        return 2
    found = verdicts(figures)
    for name, value in figures.items():
        print(f"{name:32}{value:12.4g}")
    print("", *table(found), sep="\n")
    if not (arguments.only or arguments.domain):
        _write(figures, found)
    return 0 if all(each.holds for each in found) else 1


if __name__ == "__main__":
    end_with(main, PROGRAM)
