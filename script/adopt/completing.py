"""Add what core wants and a custom component lacks: page, brand images, quality_scale.yaml."""

import ast
from pathlib import Path
import sys
from typing import Any, Final

from script.integration.files import UnreadableError, parsed_json, parsed_yaml
from script.integration.keys import at
from script.integration.tree import Places, Tree, write

from .attempts import Attempts
from .images import accepted
from .page import write_page
from .scale import write_scale
from .taking import Taken

# JSON that is read by its keys
_OBJECTS: Final = ("/manifest.json", "/strings.json", "/icons.json", "/en.json")
_KINDS: Final = {
    ".py": f"Python {sys.version_info.major}.{sys.version_info.minor}",
    ".json": "JSON",
    ".yaml": "YAML",
    ".yml": "YAML",
}


def completed(
    tree: Tree, domain: str, taken: Taken, folder: Path, attempts: Attempts
) -> Tree:
    """Return files with those that are derived from them.

    Args:
        tree: The files, as they are to stay.
        domain: Of the integration.
        taken: Where they come from.
        folder: A new one to work in.
        attempts: Gets what fails.
    """
    places = Places(domain)
    scale = f"{places.integration}quality_scale.yaml"
    manifest = f"{places.integration}manifest.json"
    files = dict(sound(tree))
    # Without rules it claims nothing, and no tool can read it.
    if not isinstance(at(_yaml(files.get(scale, b"")), "rules"), dict):
        files.pop(scale, None)
    write(folder, files)
    brands = places.brands[0]
    images = accepted(taken.images, folder / brands)
    integration = folder / places.integration
    # Without a licence these are nobody's to take.
    readme = taken.readme if taken.licence else ""
    attempts.result("The page", lambda: write_page(integration, readme), None)
    attempts.result("quality_scale.yaml", lambda: write_scale(integration), None)
    added = {
        path: (folder / path).read_bytes()
        for path in (places.page, scale, manifest)
        if (folder / path).is_file()
    }
    return {
        **tree,
        **added,
        **{f"{brands}{name}": content for name, content in images.items()},
    }


def _yaml(content: bytes) -> Any:
    return parsed_yaml(content.decode(), "quality_scale.yaml")


def sound(tree: Tree) -> Tree:
    """Return the files that can be read as what they should be."""
    return {path: each for path, each in tree.items() if not fault(path, each)}


def fault(path: str, content: bytes) -> str:
    """Return why a file of text cannot be read, or ""."""
    try:
        if path.endswith(".json"):
            read = parsed_json(content.decode(), path)
            if path.endswith(_OBJECTS) and not isinstance(read, dict):
                return f"{path}: not a JSON object"
        elif path.endswith((".yaml", ".yml")):
            parsed_yaml(content.decode(), path)
        elif path.endswith(".py"):
            ast.parse(content)
    except UnreadableError as err:
        return str(err)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as err:
        number = getattr(err, "lineno", None)
        line = f":{number}" if number else ""
        kind = next(name for ending, name in _KINDS.items() if path.endswith(ending))
        why = err.msg if isinstance(err, SyntaxError) else err
        return f"{path}{line}: not {kind}: {' '.join(str(why).split())}"
    return ""
