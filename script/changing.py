"""Change files of a tree all at once, and finish that where it was interrupted."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
import json
from pathlib import Path
import shutil
import signal
from tempfile import mkdtemp
from typing import Final

# Below build/ of the tree, which git ignores
_PENDING: Final = "build/.changes"
_GONE: Final = "gone.json"
FINISHED: Final = "The last call was ended while it wrote; what it wrote is whole now"


def change(root: Path, changes: Mapping[str, bytes | None]) -> None:
    """Give files new content; None removes one.

    What is to be done is written down first, so that whoever is killed half-way leaves it to finish().
    """
    pending = root / _PENDING
    pending.parent.mkdir(parents=True, exist_ok=True)
    stage = Path(mkdtemp(prefix=".changes-", dir=pending.parent))
    try:
        gone = [path for path, content in changes.items() if content is None]
        (stage / _GONE).write_text(json.dumps(gone))
        for path, content in changes.items():
            if content is not None:
                (stage / "new" / path).parent.mkdir(parents=True, exist_ok=True)
                (stage / "new" / path).write_bytes(content)
        with _undisturbed():
            stage.rename(pending)
            finish(root)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def finish(root: Path) -> bool:
    """Do what is written down as to be done, and return whether there was anything."""
    pending = root / _PENDING
    for stage in pending.parent.glob(".changes-*"):
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
    shutil.rmtree(pending)
    return True


@contextmanager
def _undisturbed() -> Iterator[None]:
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
