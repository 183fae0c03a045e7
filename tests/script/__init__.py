"""Tests of the tools."""

from pathlib import Path
import subprocess


def commit(root: Path) -> None:
    """Have git know a tree as it stands."""
    identity = ("-c", "user.name=Test", "-c", "user.email=test@example.com")
    for arguments in (
        ("init", "--quiet"),
        ("add", "--all"),
        (*identity, "commit", "--quiet", "--message", "As it stands"),
    ):
        subprocess.run(["git", "-C", root, *arguments], check=True)
