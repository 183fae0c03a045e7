"""Forms of a model: how its user is known, what its entry stands for, how it gets its data; each a patch of its files.

What is of two forms has the changes of both, and where these contradict one another or that is not all, a patch of its own.
After the model has changed, script/run scaffold.auth refreshes a patch.
"""

from functools import reduce
import os
from pathlib import Path
import subprocess
from tempfile import TemporaryDirectory

from script.cut.for_good import without as cut_without
from script.features.found import found
from script.integration.tree import Places, Tree, read, write
from script.merge import merged_file
from script.scaffold import ScaffoldError
from script.scaffold.models import Auth, Model


def patched_parts(model: Model) -> tuple[str, ...]:
    """Return what of a model a patch may change."""
    places = Places(model.domain)
    return (
        places.integration,
        places.tests,
        places.equivalents,
        places.page,
        model.library,
    )


def patch(model: Model, kind: str) -> Path:
    """Return the file that makes a kind of a model."""
    return Path(__file__).parent / model.domain / f"{kind}.patch"


def patched_kinds(model: Model) -> dict[str, Auth]:
    """Return the kinds that patches make of the files of a model, and the authentication of each."""
    kinds = {kind_of(model, auth): auth for auth in model.auths}
    return {kind: auth for kind, auth in kinds.items() if kind}


def kind_of(model: Model, auth: Auth) -> str:
    """Return which of these kinds has an authentication, "" for the files as they are."""
    return "_".join(_layers(model, auth))


def _layers(model: Model, auth: Auth) -> tuple[str, ...]:
    """Return the forms that a kind is of, the authentication among them where it is not the model's own."""
    return model.forms if auth == model.auths[0] else (*model.forms, auth)


def with_auth(tree: Tree, model: Model, auth: Auth, without: frozenset[str]) -> Tree:
    """Return a model's files for a kind of authentication, without features.

    Raises ScaffoldError if the model has changed so that a patch does not apply, or a feature is not there or cannot
    be cut.
    """
    if kind := kind_of(model, auth):
        tree = patched(beneath(tree, model, auth), patch(model, kind))
    if not without:
        return tree
    if missing := without - {each.name for each in found(tree, model.domain)}:
        raise ScaffoldError(
            f"--without {min(missing)}: {model.kind} has none to leave out"
        )
    rest = cut_without(tree, model.domain, without)
    if place := next((each for each in rest.places if each.blocks), None):
        raise ScaffoldError(str(place))
    return rest.tree


def beneath(tree: Tree, model: Model, auth: Auth) -> Tree:
    """Return what the patch of a kind is of: a model's files, or what the forms that it is of make of them.

    Raises ScaffoldError if the model has changed so that the patch of one of these does not apply.
    """
    layers = _layers(model, auth)
    if len(layers) < 2:
        return tree
    # A form that goes with another one alone has no patch of its own.
    files = [file for each in layers if (file := patch(model, each)).exists()]
    first, *others = (patched(tree, file) for file in files)
    return reduce(lambda one, other: _both(one, tree, other), others, first)


def _both(one: Tree, base: Tree, other: Tree) -> Tree:
    """Return files with the changes of two forms, and with those of one where they contradict one another."""
    files = {
        path: merged_file(one.get(path), base.get(path), other.get(path)).content
        for path in {**one, **other}
    }
    return {path: content for path, content in files.items() if content is not None}


def patched(tree: Tree, file: Path) -> Tree:
    """Return files with a patch applied, which has to apply as it is.

    Raises ScaffoldError if it does not.
    """
    with TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, tree)
        result = git(folder, "apply", str(file))
        if result.returncode:
            problem = result.stderr.partition("\n")[0].removeprefix("error: ")
            raise ScaffoldError(
                f"{file.name}: {problem}; the model has changed, so refresh it "
                "(script/run scaffold.auth --help)"
            )
        return read(folder, (".",))


def git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run git in a folder, with no settings of the user's and outside of any repository."""
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith("GIT_")
    }
    own = {
        "GIT_CEILING_DIRECTORIES": str(folder.parent),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "LC_ALL": "C",
    }
    return subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env=inherited | own,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
