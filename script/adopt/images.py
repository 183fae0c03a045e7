"""Take the brand images that brands accepts as they are."""

from pathlib import Path

from script.brands.demands import refusals
from script.integration.tree import Tree


def accepted(images: Tree, folder: Path) -> Tree:
    """Return the images, by name, that brands has nothing against.

    Args:
        images: Those there are.
        folder: A new one to look at them in.
    """
    folder.mkdir(parents=True)
    for name, content in images.items():
        (folder / name).write_bytes(content)
    while refused := {each.path for each in refusals(folder) if each.path.is_file()}:
        for path in refused:
            path.unlink()
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
