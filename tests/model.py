"""Tests that try a tool on the model integration, which may have been removed."""

from pathlib import Path

from script.scaffold import MODEL


def left_out(tests: Path) -> list[str]:
    """Return what has nothing to be tried on, as paths in the folder of the tests.

    That is each folder in which a file names the model, as its fixtures are then of the model; of `script`, which
    has none, each file that does.
    """
    if (tests.parent / "homeassistant" / "components" / MODEL).is_dir():
        return []
    paths = (path.relative_to(tests) for path in sorted(tests.glob("*/**/*.py")))
    named = (
        path if path.parent == Path("script") else path.parent
        for path in paths
        if path.parts[0] != "components" and MODEL in (tests / path).read_text()
    )
    return [str(path) for path in dict.fromkeys(named)]
