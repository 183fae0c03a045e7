"""Merge texts line by line, as git does."""

from pathlib import Path
import subprocess
from tempfile import TemporaryDirectory


def with_markers(ours: str, base: str, theirs: str) -> tuple[str, bool]:
    """Return what git makes of three versions, and whether they contradict one another."""
    with TemporaryDirectory(prefix="merge-") as name:
        files = [Path(name) / each for each in ("finished", "cut", "review")]
        for file, content in zip(files, (ours, base, theirs), strict=True):
            file.write_text(content, encoding="utf-8", newline="")
        labels = [f"-L{file.name}" for file in files]
        result = subprocess.run(
            ["git", "merge-file", "--stdout", *labels, *files],
            capture_output=True,
            check=False,
        )
    # Otherwise the number of conflicts, up to 127.
    if not 0 <= result.returncode <= 127:
        raise OSError(f"git merge-file: {result.stderr.decode().strip()}")
    return result.stdout.decode(), result.returncode != 0


def merged_lines(ours: str, base: str, theirs: str) -> str | None:
    """Return a text with the changes of both sides, or None where they touch the same lines."""
    text, has_conflicts = with_markers(ours, base, theirs)
    return None if has_conflicts else text
