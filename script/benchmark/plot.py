"""Plot the figures."""

from collections.abc import Sequence
from math import log10
from typing import Final
from xml.etree import ElementTree as ET

from . import shown

_WIDTH: Final = 720
_ROW: Final = 26
_LEFT: Final = 190
_RIGHT: Final = 70
# Both can be read on white and on black.
_TEXT: Final = "#7d8590"
_BAR: Final = "#18a0d7"


def svg(bars: Sequence[tuple[str, float]], caption: str) -> str:
    """Return a bar chart with a logarithmic scale, one name and one positive value a bar."""
    height = _ROW * (len(bars) + 1)
    picture = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {_WIDTH} {height}",
            "font-family": "sans-serif",
            "font-size": "13",
            "fill": _TEXT,
        },
    )
    _text(picture, _LEFT, 0, caption)
    exponents = [log10(value) for _, value in bars]
    # The shortest bar still shows.
    lowest, highest = min(exponents) - 0.2, max(exponents)
    scale = (_WIDTH - _LEFT - _RIGHT) / (highest - lowest)
    for row, ((name, value), exponent) in enumerate(
        zip(bars, exponents, strict=True), start=1
    ):
        length = round((exponent - lowest) * scale)
        _text(picture, _LEFT - 8, row, name, anchor="end")
        box = {"x": _LEFT, "y": row * _ROW + 4, "width": length, "height": _ROW - 8}
        ET.SubElement(
            picture,
            "rect",
            {**{key: str(number) for key, number in box.items()}, "fill": _BAR},
        )
        _text(picture, _LEFT + length + 8, row, shown(value))
    ET.indent(picture)
    return ET.tostring(picture, encoding="unicode") + "\n"


def _text(
    picture: ET.Element, x: int, row: int, content: str, *, anchor: str = "start"
) -> None:
    y = str(row * _ROW + 17)
    text = ET.SubElement(picture, "text", {"x": str(x), "y": y, "text-anchor": anchor})
    text.text = content
