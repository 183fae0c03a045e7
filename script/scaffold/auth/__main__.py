"""Refresh the patch of a kind: script/run scaffold.auth MODEL KIND FOLDER."""

import argparse
from collections.abc import Sequence
from pathlib import Path
import re
import sys
from tempfile import TemporaryDirectory
from typing import Final

from script import ROOT
from script.arguments import Parser, end_with
from script.integration.tree import Tree, read, write
from script.scaffold import ScaffoldError
from script.scaffold.make import files_of
from script.scaffold.models import MODELS, Auth, Model

from . import beneath, git, patch, patched_kinds, patched_parts

PROGRAM: Final = "script/run scaffold.auth"

# What git adds for readers, cut in the midst of a word
_HEADING: Final = re.compile(r"^(@@ .+? @@).+$", re.MULTILINE)
_EPILOG: Final = f"""\
After the model has changed:
  {PROGRAM} my_device none build/none          writes the model with all of the patch that still applies
  (mend there what *.rej files say, and whatever the change asks for)
  {PROGRAM} my_device none build/none --take   takes the difference to the model as the patch"""


def _parser() -> Parser:
    parser = Parser(
        prog=PROGRAM,
        description="Write the model as another kind to a folder, and take it back as the kind's patch.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    patches = [
        (model.domain, kind) for model in MODELS for kind in patched_kinds(model)
    ]
    models, kinds = (list(dict.fromkeys(each)) for each in zip(*patches, strict=True))
    parser.add_argument(
        "model", choices=models, metavar="MODEL", help=", ".join(models)
    )
    parser.add_argument("kind", choices=kinds, metavar="KIND", help=", ".join(kinds))
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument(
        "--take", action="store_true", help="take the patch from the folder"
    )
    return parser


def _kind(domain: str, kind: str) -> tuple[Model, Auth]:
    """Return the model and the authentication of a kind.

    Raises ScaffoldError if there is none of that model.
    """
    kinds = {
        name: (model, auth)
        for model in MODELS
        if model.domain == domain
        for name, auth in patched_kinds(model).items()
    }
    if kind not in kinds:
        raise ScaffoldError(
            f"{kind}: no kind of {domain}; take one of {', '.join(kinds)}"
        )
    return kinds[kind]


def _patchable(model: Model) -> Tree:
    return {
        path: each
        for path, each in files_of(model, ROOT).items()
        if path.startswith(patched_parts(model))
    }


def put(tree: Tree, file: Path, folder: Path) -> str:
    """Write files with what applies of a patch, and return what git says of the rest.

    Raises ScaffoldError if the folder is there.
    """
    if folder.exists():
        raise ScaffoldError(f"{folder}: exists already; move it away first")
    write(folder, tree)
    return git(folder.resolve(), "apply", "--reject", str(file)).stderr


def difference(tree: Tree, model: Model, folder: Path) -> str:
    """Return the patch that makes of files those in a folder.

    Raises ScaffoldError if nothing of them is there, or a part of a patch that did not apply still is.
    """
    other = read(folder, patched_parts(model))
    if not other:
        raise ScaffoldError(f"{folder}: no files of the model; write them there first")
    if rejected := next((path for path in other if path.endswith(".rej")), None):
        raise ScaffoldError(
            f"{folder / rejected}: mend the file beside as it says, and remove it"
        )
    with TemporaryDirectory() as name:
        write(Path(name, "a"), tree)
        write(Path(name, "b"), other)
        prefixes = ("--src-prefix=", "--dst-prefix=")
        text = git(
            Path(name), "diff", "--no-index", "--no-renames", *prefixes, "a", "b"
        ).stdout
    return _HEADING.sub(r"\1", text)


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the arguments say and return the exit code."""
    arguments = _parser().parse_args(argv)
    try:
        model, auth = _kind(arguments.model, arguments.kind)
        file = patch(model, arguments.kind)
        tree = beneath(_patchable(model), model, auth)
        if arguments.take:
            file.write_text(difference(tree, model, arguments.folder), encoding="utf-8")
            print(f"Written: {file.relative_to(ROOT)}")
        else:
            print(put(tree, file, arguments.folder), end="")
            print(f"Written: {arguments.folder}")
    except (ScaffoldError, OSError) as err:
        print(f"{PROGRAM}: {err}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    end_with(main, PROGRAM)
