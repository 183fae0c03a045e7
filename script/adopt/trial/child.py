"""Do one job of a trial in the process that it has for it: import, set up, or test."""

from collections.abc import Callable, Mapping
import importlib
import json
import os
from pathlib import Path
import sys
from typing import Any, Final

from .blame import blame, described
from .confinement import end_with_parent, limit, stay_local
from .process import END, EVENTS
from .result import IMPORT

type Job = Mapping[str, Any]

_BRIDGE: Final = "tests.bridge"


def tell(event: str, **said: Any) -> None:
    """Tell the process that waits."""
    line = json.dumps({"event": event, **said}, default=str)
    with Path(os.environ[EVENTS]).open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")


def tell_trouble(step: str, error: BaseException, stage: Path) -> None:
    """Tell of an exception, and of the line that it comes from."""
    path, line = blame(error, stage)
    tell("trouble", step=step, path=path, line=line, message=described(error))


def _import(job: Job, stage: Path) -> None:
    _ready()
    for name in job["modules"]:
        tell("start", name=name)
        try:
            importlib.import_module(name)
        except (Exception, SystemExit) as error:  # noqa: BLE001
            tell_trouble(IMPORT, error, stage)
            tell("failed", name=name)
        else:
            tell("imported", name=name)


def _set_up(job: Job, stage: Path) -> None:
    _ready()
    from .setting_up import set_up  # noqa: PLC0415

    set_up(job, stage)


def _test(job: Job, stage: Path) -> None:
    from .testing import test  # noqa: PLC0415

    test(job["arguments"])


def _ready() -> None:
    """Let the installed Home Assistant find the integration, and load its test helpers."""
    importlib.import_module(_BRIDGE)
    from script.overlay import mount  # noqa: PLC0415
    from script.translations.develop import develop_each  # noqa: PLC0415

    mount()
    develop_each()


_JOBS: Final[Mapping[str, Callable[[Job, Path], None]]] = {
    "import": _import,
    "set up": _set_up,
    "test": _test,
}


def main() -> None:
    """Do the job in the file that the first argument names, in the folder where this runs."""
    job = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    limit(**job["limits"])
    tell("confined", apart=stay_local())
    # Later than that, as a process of another user does not hear of it.
    end_with_parent()
    _JOBS[job["job"]](job, Path.cwd())
    tell(**END)
    # Threads of others must not keep it.
    os._exit(0)


if __name__ == "__main__":
    main()
