"""Rules for who looks after an integration, and for its images."""

from collections.abc import Iterator
import struct
import zlib

from script.brands.demands import refusals
from script.integration.fact import Fact, fact_in, gap
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import strings_at
from script.rules.examples import Example

from .tier_rule import Tier, TierRule, never


def _png(side: int) -> bytes:
    """Return a black square."""
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    pixels = zlib.compress(bytes((side // 8 + 1) * side), 9)
    chunks = ((b"IHDR", header), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data))
        + kind
        + data
        + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def _brand(**sides: int) -> Example:
    """Return an example with square images."""
    folder = "/companion/brands/core_integrations/example"
    images = {name.replace("_2x", "@2x"): _png(side) for name, side in sides.items()}
    return Example({f"{folder}/{name}.png": image for name, image in images.items()})


def _owners(integration: Integration) -> Iterator[Fact]:
    """Yield the owners."""
    for name in strings_at(integration.manifest, "codeowners"):
        yield fact_in(
            integration.path / "manifest.json", f"{name} owns it", "codeowners"
        )


@TierRule(
    tier=Tier.SILVER,
    code="integration-owner",
    title="the manifest has codeowners",
    why="Somebody has to answer when it breaks, and is asked to review what others change.",
    mend="Add the GitHub name of who looks after it to codeowners",
    evidence=_owners,
    against=never,
    good=(
        Example({"manifest.json": {"codeowners": ["@example"]}}),
        Example({"manifest.json": {"codeowners": ["@example", "@another"]}}),
    ),
    bad=(
        Example({"manifest.json": {"codeowners": []}}),
        Example({"manifest.json": {"codeowners": None}}),
    ),
)
def integration_owner(integration: Integration) -> Iterator[Finding]:
    """Report an integration without an owner."""
    if not integration.manifest.get("codeowners"):
        yield gap(
            integration.path / "manifest.json",
            "no codeowners",
            'Add the GitHub name of who looks after it: ["@name"]',
        )


def _images(integration: Integration) -> Iterator[Fact]:
    """Yield the images."""
    for path in sorted(integration.brand.glob("*.png")):
        yield Fact(path, 0, "there is an image")


@TierRule(
    tier=Tier.BRONZE,
    code="brands",
    title="icon and logo have the demanded sizes",
    why="They are what users recognize the integration by, on screens of all kinds.",
    mend="Make them with script/run brands",
    evidence=_images,
    against=never,
    good=(
        _brand(icon=256, icon_2x=512),
        # A logo may be smaller than an icon.
        _brand(icon=256, icon_2x=512, logo=200, logo_2x=400),
    ),
    bad=(
        _brand(icon=256),
        _brand(icon=128, icon_2x=512),
        Example({"quality_scale.yaml": {}}),
    ),
)
def brands(integration: Integration) -> Iterator[Finding]:
    """Report images that brands would refuse."""
    for path, message, mend in refusals(integration.brand):
        yield gap(path, message, mend)
