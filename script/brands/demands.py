"""Check images as the brands repository does."""

from collections.abc import Iterator
from pathlib import Path
import struct
from typing import Final, NamedTuple
import zlib

# The side of an icon, and the most that the shortest side of a logo may have, in pixels
SIDES: Final = {"": 256, "@2x": 512}

_VARIANTS: Final = ("", "dark_")
_KINDS: Final = ("icon", "logo")
NAMES: Final = {
    f"{variant}{kind}{scale}.png"
    for variant in _VARIANTS
    for kind in _KINDS
    for scale in SIDES
}
_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
# What the best compression may save before an image counts as not compressed
_WASTE: Final = 0.05


class Refusal(NamedTuple):
    """What is wrong with an image, and what to do."""

    path: Path
    message: str
    mend: str


def refusals(folder: Path) -> Iterator[Refusal]:
    """Yield what brands would refuse of an integration's images."""
    there = {path.name: path for path in sorted(folder.glob("*"))}
    for name in there.keys() - NAMES:
        yield Refusal(there[name], "brands knows no such file", "Remove it")
    for variant in _VARIANTS:
        for kind in _KINDS:
            normal, high = (f"{variant}{kind}{scale}.png" for scale in SIDES)
            if {normal, high} & there.keys() or f"{variant}{kind}" == "icon":
                for name in {normal, high} - there.keys():
                    yield Refusal(
                        folder / name,
                        "no PNG image here",
                        "Make it with script/run brands",
                    )
    for name in NAMES & there.keys():
        yield from _image(there[name])
    for name, other in _twins():
        if {name, other} <= there.keys() and there[name].read_bytes() == there[
            other
        ].read_bytes():
            yield Refusal(
                there[name],
                f"it is the same as {other}",
                f"Remove it; brands shows {other} in its place",
            )


def _twins() -> Iterator[tuple[str, str]]:
    """Yield images with those that brands shows where there is none of them."""
    for scale in SIDES:
        for variant in _VARIANTS:
            yield f"{variant}logo{scale}.png", f"{variant}icon{scale}.png"
        for kind in _KINDS:
            yield f"dark_{kind}{scale}.png", f"{kind}{scale}.png"


def _image(path: Path) -> Iterator[Refusal]:
    content = path.read_bytes()
    try:
        chunks = _chunks(content)
        width, height = struct.unpack(">II", chunks[b"IHDR"][:8])
        raw = zlib.decompress(chunks[b"IDAT"])
    except KeyError, struct.error, zlib.error:
        yield Refusal(path, "no PNG image here", "Make it with script/run brands")
        return
    side = SIDES["@2x" if "@2x" in path.name else ""]
    if "icon" in path.name:
        if (width, height) != (side, side):
            yield Refusal(
                path, f"{width} x {height} pixels", f"Make it {side} x {side}"
            )
    elif not side // 2 <= min(width, height) <= side:
        yield Refusal(
            path,
            f"its shortest side has {min(width, height)} pixels",
            f"Make it {side // 2} to {side}",
        )
    if len(zlib.compress(raw, 9)) < (1 - _WASTE) * len(chunks[b"IDAT"]):
        yield Refusal(path, "it is not compressed", "Save it with best compression")
    if not _trimmed(path):
        yield Refusal(path, "it has an empty border", "Cut the border off")


def _chunks(content: bytes) -> dict[bytes, bytes]:
    """Return the content of the chunks of a PNG file by their type, those of one type joined.

    Raises KeyError or struct.error where it is none.
    """
    if not content.startswith(_SIGNATURE):
        raise KeyError(_SIGNATURE)
    chunks: dict[bytes, bytes] = {}
    position = len(_SIGNATURE)
    while position < len(content):
        length, kind = struct.unpack_from(">I4s", content, position)
        data = content[position + 8 : position + 8 + length]
        chunks[kind] = chunks.get(kind, b"") + data
        position += length + 12
    return chunks


def _trimmed(path: Path) -> bool:
    """Return whether something is drawn at each side."""
    # It takes longer to load than all the rest of what judges an integration's images.
    from PIL import Image  # noqa: PLC0415

    with Image.open(path) as image:
        return image.convert("RGBA").getchannel("A").getbbox() == (0, 0, *image.size)
