"""Make the files of a new integration, and put them in their places all at once."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
import re
import shutil
import subprocess
import sys
from tempfile import mkdtemp
from typing import Final

from script.brands.images import make as draw
from script.features.cut import cut
from script.features.tree import Places, Tree, read

from . import MODEL, ScaffoldError
from .answers import Answers, Auth
from .auth import with_auth
from .rename import described, pascal, renamed

_LOGO: Final = b"""\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 256 256">
  <image href="icon.svg" width="256" height="256"/>
</svg>
"""
# What only the new names can have put in the wrong order or left without use
_MENDED: Final = "I,F401,RUF022"


def model(root: Path) -> Tree:
    """Return the files of the model and its library."""
    places = Places(MODEL)
    library = f"companion/library/{MODEL.replace('_', '-')}-client/"
    tree = read(
        root, (places.integration, places.tests, places.page, *places.brands, library)
    )
    if not any(path.startswith(places.integration) for path in tree):
        raise ScaffoldError(
            f"{root / places.integration}: not there, and a new integration is made from it; "
            "get it back with `git checkout`"
        )
    return tree


def tree_for(tree: Tree, answers: Answers) -> Tree:
    """Return the files of a new integration from those of the model, not yet formatted."""
    without = answers.without | ({"reauth"} if answers.auth is Auth.NONE else set())
    tree = with_auth(cut(tree, MODEL, without), answers.auth)
    images = tuple(Places(MODEL).brands)
    if answers.requirement:
        tree = {path: each for path, each in tree.items() if "/library/" not in path}
    _refuse_clashes(tree, answers)
    # The model's letters are not the new integration's; its images are drawn anew.
    result = described(
        renamed(
            {
                path: each
                for path, each in tree.items()
                if not path.startswith(images[0])
            },
            answers,
        ),
        answers,
    )
    return {**result, Places(answers.domain).brands[1] + "logo.svg": _LOGO}


def put(root: Path, tree: Tree, answers: Answers) -> None:
    """Write files into a folder beside, and move them in together.

    Raises OSError or ScaffoldError, and then nothing has been moved in.
    """
    parcels = _parcels(answers)
    if taken := next((path for path in parcels if (root / path).exists()), None):
        raise ScaffoldError(f"{root / taken}: exists already; move it away first")
    with _beside(root) as folder:
        for path, content in tree.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        _draw(folder, answers.domain)
        _format(folder)
        _move(folder, root, [path for path in parcels if (folder / path).exists()])


def _parcels(answers: Answers) -> list[str]:
    """Return what is moved as a whole."""
    places = Places(answers.domain)
    return [
        f"companion/library/{answers.library}",
        *(path.rstrip("/") for path in places.brands),
        places.page,
        places.tests.rstrip("/"),
        places.integration.rstrip("/"),
    ]


def _refuse_clashes(tree: Tree, answers: Answers) -> None:
    """Refuse a domain that would make a name of Home Assistant's."""
    words = {
        word
        for path, content in tree.items()
        if path.endswith(".py")
        for word in re.findall(r"\w+", content.decode())
    }
    new = {
        word.replace("MyDevice", pascal(answers.domain))
        for word in words
        if "MyDevice" in word
    }
    if clash := new & {word for word in words if "MyDevice" not in word}:
        raise ScaffoldError(
            f"domain {answers.domain!r}: its classes would have names that Home Assistant's have "
            f"({min(clash)}); choose another"
        )


@contextmanager
def _beside(root: Path) -> Iterator[Path]:
    """Provide a folder in the tree that is gone at the end."""
    folder = Path(mkdtemp(prefix=".scaffold-", dir=root))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def _draw(folder: Path, domain: str) -> None:
    images, source = (folder / path for path in Places(domain).brands)
    images.mkdir(parents=True)
    for name, image in draw(source).items():
        (images / name).write_bytes(image)


def _format(folder: Path) -> None:
    ruff = [sys.executable, "-m", "ruff"]
    for command in (
        [
            *ruff,
            "check",
            "--quiet",
            "--no-cache",
            "--fix",
            "--select",
            _MENDED,
            str(folder),
        ],
        [*ruff, "format", "--quiet", "--no-cache", str(folder)],
    ):
        subprocess.run(command, check=True)


def _move(folder: Path, root: Path, paths: list[str]) -> None:
    """Move what was made to its places, or nothing of it."""
    moved: list[str] = []
    try:
        for path in paths:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            # Noted before it is done, so that an interrupt between the two is undone as well.
            moved.append(path)
            (folder / path).rename(root / path)
    except BaseException:
        for path in moved:
            with suppress(FileNotFoundError):
                (root / path).rename(folder / path)
        raise
