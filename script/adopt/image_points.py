"""Say which brand images are not taken."""

from collections.abc import Iterator
from pathlib import Path

from script.brands.demands import refusals
from script.integration.tree import Places, write

from .points import Fact, Said, Section
from .rewriting import Adoption


def image_points(adoption: Adoption, folder: Path) -> Iterator[Said]:
    """Yield what brands has against images, which are looked at in a new folder."""
    images, brands = adoption.taken.images, Places(adoption.domain).brands[0]
    write(folder, images)
    whys = {
        name: f"{name} ({each.message}; {each.mend[:1].lower()}{each.mend[1:]})"
        for each in refusals(folder)
        if (name := each.path.name) in images
        and f"{brands}{name}" not in adoption.after
    }
    if whys:
        yield Fact(
            section=Section.QUALITY,
            text=f"Not taken, as brands refuses it: {', '.join(sorted(whys.values()))}.",
        )
