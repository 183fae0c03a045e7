"""Judge one integration or many by the rules of core's hassfest."""

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from script.integration.core import core
from script.integration.files import UnreadableError, forget, read_python
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.rules.judge import judge
from script.rules.validation import PLUGINS

# Where processes of their own are worth their start.
_MANY: Final = 20


def validate(
    paths: Sequence[Path], names: Iterable[str] = tuple(PLUGINS)
) -> tuple[list[Finding], list[str]]:
    """Return what the named rules find in the integrations at `paths`, and what cannot be read."""
    judged = partial(_judged, names=tuple(names))
    if len(paths) < _MANY:
        results = list(map(judged, paths))
    else:
        # Late, because one integration needs none of it.
        from multiprocessing import get_context  # noqa: PLC0415

        with get_context("spawn").Pool() as pool:
            results = pool.map(judged, paths, chunksize=_MANY)
    findings = [finding for found, _ in results for finding in found]
    return sorted(findings), [error for _, error in results if error]


def _judged(path: Path, names: tuple[str, ...]) -> tuple[list[Finding], str | None]:
    integration = Integration(path)
    try:
        # What is installed has been compiled.
        if not path.is_relative_to(core().package):
            for file in integration.files:
                if file.suffix == ".py":
                    read_python(file)
        return judge(integration, [PLUGINS[name] for name in names]), None
    except UnreadableError as err:
        return [], str(err)
    finally:
        forget()
