"""Make the images that brands asks for from one icon.svg and, unless the icon is all, one logo.svg.

The logo may show the icon: `<image href="icon.svg" …/>`. Text has to be paths, as no
font is read.
"""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Final, NamedTuple

from PIL import Image
import resvg_py

from .demands import SIDES

BRANDS: Final = Path(__file__).parents[2] / "companion" / "brands"


class _Shape(NamedTuple):
    demand: str
    fits: Callable[[int, int], bool]


# At these heights, all that brands demands of the sides comes down to their ratio.
_SHAPES: Final = {
    "icon": _Shape("square", lambda width, height: width == height),
    "logo": _Shape(
        "at least half as wide as high", lambda width, height: 2 * width >= height
    ),
}


class BrandError(Exception):
    """A source that gives no image for brands; the message says which and why."""


def make(source: Path) -> dict[str, bytes]:
    """Return the PNG files, by name, of the icon.svg in `source`, and of its logo.svg if there is one.

    Raises BrandError for a file that is missing, or whose image brands would refuse.
    """
    return {
        f"{kind}{scale}.png": _render(source / f"{kind}.svg", height, shape)
        for kind, shape in _SHAPES.items()
        if kind == "icon" or (source / f"{kind}.svg").exists()
        for scale, height in SIDES.items()
    }


def write(domain: str, brands: Path = BRANDS) -> list[Path]:
    """Make an integration's images where brands has them, and return what changed.

    Raises BrandError; then nothing has been written.
    """
    folder = brands / "core_integrations" / domain
    images = {
        folder / name: png for name, png in make(brands / "source" / domain).items()
    }
    changed = [
        path
        for path, png in images.items()
        if not path.is_file() or path.read_bytes() != png
    ]
    folder.mkdir(parents=True, exist_ok=True)
    for path in changed:
        path.write_bytes(images[path])
    return changed


def _render(svg: Path, height: int, shape: _Shape) -> bytes:
    try:
        png = resvg_py.svg_to_bytes(
            svg.read_text(),
            height=height,
            resources_dir=str(svg.parent),
            skip_system_fonts=True,
        )
    except OSError as err:
        raise BrandError(f"{svg}: {err.strerror}") from err
    except ValueError as err:
        raise BrandError(f"{svg}: no SVG: {err}") from err
    with Image.open(BytesIO(png)) as image:
        if not shape.fits(*image.size):
            raise BrandError(f"{svg}: has to be {shape.demand}; change its viewBox")
        if image.getbbox() != (0, 0, *image.size):
            raise BrandError(
                f"{svg}: has an empty border; shrink its viewBox to what is drawn"
            )
        compressed = BytesIO()
        image.save(compressed, "PNG", optimize=True)
    return min(png, compressed.getvalue(), key=len)
