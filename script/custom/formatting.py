"""Format modules, with their imports in order."""

from script.codemods.formatting import formatted as formatted_modules
from script.integration.files import UnreadableError
from script.integration.tree import Tree

from . import CustomError


def formatted(tree: Tree, *, unused: bool = False) -> Tree:
    """Return files with the modules among them formatted.

    With `unused`, imports that nothing uses are left out.
    """
    modules = {path: each for path, each in tree.items() if path.endswith(".py")}
    rules = ("I", "F401") if unused else ("I",)
    try:
        return {**tree, **formatted_modules(modules, *rules)}
    except UnreadableError as err:
        raise CustomError(str(err)) from err
