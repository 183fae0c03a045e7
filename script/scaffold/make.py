"""Make the files of a new integration, and put them in their places all at once."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
import re
import shutil
import subprocess
import sys
from tempfile import TemporaryDirectory, mkdtemp
from typing import Final

from script.brands.images import make as draw
from script.documentation.completed import completed
from script.integration.contribution import contribution
from script.integration.tree import Places, Tree, read, write

from . import ScaffoldError
from .answers import Answers
from .auth import with_auth
from .fiction import without_fiction
from .library import fit, fitted_after, fitted_before
from .models import Model
from .rename import described, pascal, renamed
from .withdrawn_rules import unclaimed
from .writer.around import around
from .writer.plan import Plan

# What only the new names can have put in the wrong order or left without use
_MENDED: Final = "I,F401,RUF022"


def files_of(model: Model, root: Path) -> Tree:
    """Return the files of a model and its library."""
    places = Places(model.domain)
    parts = (
        places.integration,
        places.tests,
        places.equivalents,
        places.page,
        *places.brands,
    )
    tree = read(root, (*parts, model.library))
    if not any(path.startswith(places.integration) for path in tree):
        raise ScaffoldError(
            f"{root / places.integration}: not there, and a new integration is made from it; "
            "get it back with `git checkout`"
        )
    return tree


def tree_for(root: Path, answers: Answers) -> Tree:
    """Return the files of a new integration from those of the model that fits, not yet formatted.

    Raises ScaffoldError if none fits.
    """
    model = answers.model
    if answers.plan:
        result = _written_around(files_of(model, root), answers, answers.plan)
        return {**result, Places(answers.domain).page: _page(result, answers.domain)}
    tree = with_auth(files_of(model, root), model, answers.auth, answers.without)
    places = Places(model.domain)
    images = places.brands
    # What a page says of the model, or what no test notices in it, is true of nothing else.
    of_model = {places.page, places.equivalents}
    tree = {path: each for path, each in tree.items() if path not in of_model}
    tree = without_fiction(tree, places.integration)
    fits = fit(tree, answers, answers.offer) if answers.offer else None
    if answers.requirement:
        tree = {path: each for path, each in tree.items() if "/library/" not in path}
    _refuse_clashes(tree, answers)
    if fits:
        tree = fitted_before(tree, model, fits)
    # The model's letters and pictures are not the new integration's; brands shows the icon where there is no logo.
    result = described(
        renamed(
            {
                path: each
                for path, each in tree.items()
                if not path.startswith(images[0]) and path != images[1] + "logo.svg"
            },
            answers,
            fits.names if fits else {},
        ),
        answers,
    )
    if fits:
        result = fitted_after(result, answers.library_module, fits)
    if not answers.has_library:
        result = unclaimed(result, answers.domain)
    return {**result, Places(answers.domain).page: _page(result, answers.domain)}


def _written_around(model: Tree, answers: Answers, plan: Plan) -> Tree:
    """Return the files that are written around a library, with what stays of a model's."""
    places = Places(answers.model.domain)
    kept = (places.integration, f"{places.brands[1]}icon.svg")
    named = renamed(
        {path: each for path, each in model.items() if path.startswith(kept)},
        answers,
        {},
    )
    return around(described(named, answers), plan, answers.thing)


def _page(tree: Tree, domain: str) -> bytes:
    """Return the page that an integration begins with."""
    with TemporaryDirectory() as name:
        write(Path(name), tree)
        return completed(contribution(Path(name, Places(domain).integration))).encode()


def put(root: Path, tree: Tree, answers: Answers) -> None:
    """Write files into a folder beside, and move them in together.

    Raises OSError or ScaffoldError, and then nothing has been moved in.
    """
    parcels = _parcels(answers)
    if taken := next((path for path in parcels if (root / path).exists()), None):
        raise ScaffoldError(f"{root / taken}: exists already; move it away first")
    with beside(root) as folder:
        write(folder, tree)
        _draw(folder, answers.domain)
        _format(folder)
        move(folder, root, [path for path in parcels if (folder / path).exists()])


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
    own = pascal(answers.model.domain)
    words = {
        word
        for path, content in tree.items()
        if path.endswith(".py")
        for word in re.findall(r"\w+", content.decode())
    }
    new = {word.replace(own, pascal(answers.domain)) for word in words if own in word}
    if clash := new & {word for word in words if own not in word}:
        raise ScaffoldError(
            f"domain {answers.domain!r}: its classes would have names that Home Assistant's have "
            f"({min(clash)}); choose another"
        )


@contextmanager
def beside(root: Path) -> Iterator[Path]:
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
    """Put the code of a folder in order.

    Raises ScaffoldError if it is none.
    """
    ruff = [sys.executable, "-m", "ruff"]
    for command in (
        [
            *ruff,
            "check",
            "--quiet",
            "--no-cache",
            "--output-format=concise",
            "--fix",
            "--select",
            _MENDED,
            ".",
        ],
        [*ruff, "format", "--quiet", "--no-cache", "."],
    ):
        result = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, check=False
        )
        if result.returncode:
            problem, *_ = f"{result.stdout}{result.stderr}".splitlines() or [
                f"ruff ended with status {result.returncode}"
            ]
            raise ScaffoldError(
                f"{problem}; nothing is made, as this is a fault of the scaffold: report it with your command"
            )


def move(source: Path, target: Path, paths: list[str]) -> None:
    """Move all of the paths from one folder to another, or none."""
    moved: list[str] = []
    try:
        for path in paths:
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            # Noted before it is done, so that an interrupt between the two is undone as well.
            moved.append(path)
            (source / path).rename(target / path)
    except BaseException:
        for path in moved:
            with suppress(FileNotFoundError):
                (target / path).rename(source / path)
        raise
