"""Forms of a model: how its user is known, what its entry stands for, how it gets its data; each a patch of its files.

After the model has changed, script/run scaffold.auth refreshes a patch.
"""

from itertools import compress
import os
from pathlib import Path
import subprocess
from tempfile import TemporaryDirectory

from script.cut.for_good import without as cut_without
from script.features.found import found
from script.integration.tree import Places, Tree, read, write
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


def patched_types(model: Model) -> tuple[str, ...]:
    """Return the types of integrations that a patch makes of a model; not every one needs a patch."""
    types = model.integration_types
    return tuple(each for each in types if patch(model, each).exists())


def patched_kinds(model: Model) -> tuple[str, ...]:
    """Return the kinds that a patch makes of the files of a model."""
    kinds = (
        kind_of(model, auth, integration_type)
        for auth in model.auths
        for integration_type in model.integration_types
    )
    return tuple(dict.fromkeys(filter(None, kinds)))


def kind_of(model: Model, auth: Auth, integration_type: str) -> str:
    """Return which of these kinds has an authentication and a type, "" for the files as they are."""
    is_patched = (
        bool(model.form),
        auth != model.auths[0],
        integration_type in patched_types(model),
    )
    return "_".join(compress((model.form, auth, integration_type), is_patched))


def with_auth(
    tree: Tree,
    model: Model,
    auth: Auth,
    without: frozenset[str],
    integration_type: str = "",
) -> Tree:
    """Return a model's files for a kind of authentication and a type of integration, without features.

    Raises ScaffoldError if the model has changed so that the patch does not apply, or a feature is not there or cannot
    be cut.
    """
    if kind := kind_of(model, auth, integration_type):
        tree = patched(tree, patch(model, kind))
    if not without:
        return tree
    if missing := without - {each.name for each in found(tree, model.domain)}:
        raise ScaffoldError(
            f"--without {min(missing)}: what is made as {integration_type} has none to leave out"
        )
    rest = cut_without(tree, model.domain, without)
    if place := next((each for each in rest.places if each.blocks), None):
        raise ScaffoldError(str(place))
    return rest.tree


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
