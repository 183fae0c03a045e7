"""Run the hassfest of a core checkout, and compare."""

from collections.abc import Iterable, Iterator
import os
from pathlib import Path
import re
from shutil import copytree, ignore_patterns
import subprocess
import sys
from tempfile import TemporaryDirectory
from typing import Final

from script.integration.files import read_text
from script.integration.finding import Finding

# Core aliases two libraries when it is imported, which has to happen before anything imports them.
_RUN: Final = "import homeassistant, runpy; runpy.run_module('script.hassfest', run_name='__main__')"
_REPORTED: Final = re.compile(
    r"^\* (?:\[(?:ERROR|WARNING)\] )?\[(?P<check>[A-Z_]+)\] (?P<message>.+)$",
    re.MULTILINE,
)

_OF_A_CHECKOUT: Final = ("homeassistant/__init__.py", "script/hassfest/__main__.py")

# Core sees to these elsewhere: prettier, the review.
_NOT_IN_CORE: Final = frozenset({"application_credentials", "json"})


class CheckoutError(Exception):
    """A checkout whose hassfest gives no verdict; the message says why."""


def compared(
    findings: Iterable[Finding], paths: Iterable[Path], checkout: Path
) -> list[Finding]:
    """Return what a checkout's hassfest finds in the integrations, and where it differs from ours.

    Raises CheckoutError.
    """
    if not all((checkout / name).is_file() for name in _OF_A_CHECKOUT):
        raise CheckoutError(
            f"{checkout}: no checkout of core with script/hassfest; name the folder of one"
        )
    ours = list(findings)
    return [found for path in paths for found in _compared_one(ours, path, checkout)]


def _compared_one(
    findings: list[Finding], path: Path, checkout: Path
) -> Iterator[Finding]:
    theirs = _verdict(path, checkout)
    for check, message in theirs:
        yield Finding(
            path=path,
            check=f"core's {check}",
            message=message,
            mend="Core's own hassfest says so",
        )
    in_core = {check for check, _ in theirs}
    here = {
        # Core has what is named besides.
        finding.also[-1] if finding.also else finding.check
        for finding in findings
        if finding.path.is_relative_to(path) and finding.check not in _NOT_IN_CORE
    }
    for check in sorted(in_core ^ here):
        yield Finding(
            path=path,
            check="difference",
            message=f"{check}: only {'core' if check in in_core else 'this tool'} finds fault with it",
            mend="Core's word counts; tell those who keep this tool",
        )


def _verdict(path: Path, checkout: Path) -> list[tuple[str, str]]:
    """Return the check and message of what core's hassfest reports."""
    with TemporaryDirectory() as folder:
        stage = Path(folder)
        _lay_out(stage, path, checkout)
        run = subprocess.run(
            [
                sys.executable,
                "-c",
                _RUN,
                "--action=validate",
                f"--integration-path=homeassistant/components/{path.name}",
            ],
            cwd=stage,
            # The stage leads into the checkout, where nothing is to be left.
            env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
    reported = [
        (match["check"].lower(), match["message"].rstrip("."))
        for match in _REPORTED.finditer(run.stdout)
    ]
    if run.returncode != (1 if reported else 0):
        last = (run.stderr or run.stdout).strip().splitlines()[-1:]
        raise CheckoutError(
            f"{checkout}: its hassfest gave no verdict (exit code {run.returncode}): {''.join(last)}"
        )
    return reported


def _lay_out(stage: Path, path: Path, checkout: Path) -> None:
    """Make a tree that is the checkout with the integration in it, where core's rules hold for it."""
    inner = Path("homeassistant", "components")
    for level, left_out in (
        (Path(), {"homeassistant", ".strict-typing"}),
        (inner.parent, {inner.name}),
        (inner, {path.name}),
    ):
        (stage / level).mkdir(exist_ok=True)
        for entry in (checkout / level).iterdir():
            if entry.name not in left_out:
                (stage / level / entry.name).symlink_to(entry.absolute())
    copytree(
        path,
        stage / inner / path.name,
        ignore=ignore_patterns("__pycache__", "translations"),
    )
    strict = read_text(checkout / ".strict-typing") or ""
    # As the pull request would have it.
    line = f"homeassistant.components.{path.name}.*"
    (stage / ".strict-typing").write_text(f"{strict}{line}\n", encoding="utf-8")
