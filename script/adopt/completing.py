"""Add what core wants and a custom component lacks: page, brand images, quality_scale.yaml."""

from pathlib import Path

from script.integration.files import UnreadableError, parsed_json, parsed_yaml
from script.integration.tree import Places, Tree, write

from .images import accepted
from .page import write_page
from .scale import write_scale
from .style import is_python
from .taking import Taken


def completed(tree: Tree, domain: str, taken: Taken, folder: Path) -> Tree:
    """Return files with those that are derived from them.

    Args:
        tree: The files, as they are to stay.
        domain: Of the integration.
        taken: Where they come from.
        folder: A new one to work in.
    """
    places = Places(domain)
    sound = {path: each for path, each in tree.items() if not fault(path, each)}
    write(folder, sound)
    brands = places.brands[0]
    images = accepted(taken.images, folder / brands)
    integration = folder / places.integration
    # Without a licence these are nobody's to take.
    write_page(integration, taken.readme if taken.licence else "")
    write_scale(integration)
    added = {
        path: (folder / path).read_bytes()
        for path in (places.page, f"{places.integration}quality_scale.yaml")
    }
    return {
        **tree,
        **added,
        **{f"{brands}{name}": content for name, content in images.items()},
    }


def fault(path: str, content: bytes) -> str:
    """Return why a file of text cannot be read, or ""."""
    try:
        if path.endswith(".json"):
            parsed_json(content.decode(), path)
        elif path.endswith((".yaml", ".yml")):
            parsed_yaml(content.decode(), path)
        elif path.endswith(".py") and not is_python(content):
            return f"{path}: not Python"
    except (UnreadableError, UnicodeDecodeError, RecursionError) as err:
        return str(err) or f"{path}: cannot be read"
    return ""
