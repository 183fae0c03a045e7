"""Change files of a tree all at once, and finish that where it was interrupted."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
import fcntl
import json
from pathlib import Path
import shutil
import signal
from tempfile import mkdtemp
from typing import Final

# Below build/ of the tree, which git ignores
_PENDING: Final = "build/.changes"
_GONE: Final = "gone.json"
_HELD: Final = ".held"
FINISHED: Final = "The last call was ended while it wrote; what it wrote is whole now"


def change(root: Path, changes: Mapping[str, bytes | None]) -> None:
    """Give files new content; None removes one.

    What is to be done is written down first, so that whoever is killed half-way leaves it to finish().
    """
    pending = root / _PENDING
    pending.parent.mkdir(parents=True, exist_ok=True)
    stage = Path(mkdtemp(prefix=".changes-", dir=pending.parent))
    try:
        with held(stage):
            _write_down(stage, changes)
            with undisturbed():
                stage.rename(pending)
                finish(root)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _write_down(stage: Path, changes: Mapping[str, bytes | None]) -> None:
    gone = [path for path, content in changes.items() if content is None]
    (stage / _GONE).write_text(json.dumps(gone))
    for path, content in changes.items():
        if content is not None:
            (stage / "new" / path).parent.mkdir(parents=True, exist_ok=True)
            (stage / "new" / path).write_bytes(content)


def finish(root: Path) -> bool:
    """Do what is written down as to be done, and return whether there was anything."""
    pending = root / _PENDING
    for stage in pending.parent.glob(".changes-*"):
        if not is_held(stage):
            shutil.rmtree(stage)
    if not pending.is_dir():
        return False
    for path in json.loads((pending / _GONE).read_text()):
        (root / path).unlink(missing_ok=True)
    new = pending / "new"
    for file in sorted(path for path in new.rglob("*") if path.is_file()):
        target = root / file.relative_to(new)
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_name(f".{target.name}.partial")
        partial.write_bytes(file.read_bytes())
        partial.replace(target)
    # All at once, as half of it would be taken for what is to be done
    done = pending.with_name(f"{pending.name}-done")
    pending.rename(done)
    shutil.rmtree(done)
    return True


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold a folder as long as this program lives: who finds one that nobody holds may remove it."""
    with (folder / _HELD).open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def is_held(folder: Path) -> bool:
    """Return whether a program that lives holds a folder."""
    try:
        with (folder / _HELD).open() as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let who ends the program wait for a moment."""
    kept = {
        each: signal.signal(each, signal.SIG_IGN)
        for each in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for each, handler in kept.items():
            signal.signal(each, handler)
