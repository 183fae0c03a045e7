"""Test the brand images."""

from io import BytesIO
from pathlib import Path
import sys

from PIL import Image
import pytest

from script.brands.__main__ import main
from script.brands.demands import refusals
from script.brands.images import BRANDS, BrandError, make, write

SQUARE = '<path d="M0 0H8V8H0Z"/>'


def draw(size: str, content: str = SQUARE) -> str:
    """Return an SVG."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}">{content}</svg>'
    )


@pytest.fixture
def brands(tmp_path: Path) -> Path:
    """Return a folder with the sources of one integration."""
    source = tmp_path / "source" / "meter"
    source.mkdir(parents=True)
    icon = '<image href="icon.svg" width="8" height="8"/>'
    (source / "icon.svg").write_text(draw("8 8"))
    (source / "logo.svg").write_text(draw("24 8", f'{icon}<path d="M16 0H24V8H16Z"/>'))
    return tmp_path


@pytest.mark.parametrize(
    "source", sorted((BRANDS / "source").glob("*")), ids=lambda source: source.name
)
def test_stored_images_are_those_of_the_sources(source: Path) -> None:
    """Test that nobody changed a source or an image alone."""
    stored = {
        path.name: path.read_bytes()
        for path in (BRANDS / "core_integrations" / source.name).iterdir()
    }

    assert stored == make(source)


@pytest.mark.parametrize(
    ("name", "size"),
    [
        pytest.param("icon.png", (256, 256), id="icon"),
        pytest.param("icon@2x.png", (512, 512), id="icon-hdpi"),
        pytest.param("logo.png", (768, 256), id="logo"),
        pytest.param("logo@2x.png", (1536, 512), id="logo-hdpi"),
    ],
)
def test_images_fill_the_greatest_size_allowed(
    brands: Path, name: str, size: tuple[int, int]
) -> None:
    """Test what brands prescribes, and that the logo shows the icon."""
    with Image.open(BytesIO(make(brands / "source" / "meter")[name])) as image:
        assert (image.format, image.mode, image.size) == ("PNG", "RGBA", size)
        assert image.getbbox() == (0, 0, *size)


@pytest.mark.parametrize(
    ("name", "svg", "message"),
    [
        pytest.param("icon.svg", "icon", "no SVG", id="no-svg"),
        pytest.param("icon.svg", draw("9 8"), "has to be square", id="not-square"),
        pytest.param("icon.svg", draw("9 9"), "empty border", id="empty-border"),
        pytest.param("logo.svg", draw("3 8"), "half as wide", id="too-narrow"),
        pytest.param(
            "logo.svg",
            draw("8 8", '<image href="mark.svg"/>'),
            "empty border",
            id="no-mark",
        ),
    ],
)
def test_refused_source(brands: Path, name: str, svg: str, message: str) -> None:
    """Test that an SVG that brands would refuse is named, and nothing written."""
    (brands / "source" / "meter" / name).write_text(svg)

    with pytest.raises(BrandError, match=f"{name}: .*{message}"):
        write("meter", brands)

    assert not (brands / "core_integrations").exists()


def test_logo_is_optional(brands: Path) -> None:
    """Test that an integration may have an icon only, which brands then shows as its logo."""
    (brands / "source" / "meter" / "logo.svg").unlink()

    assert [path.name for path in write("meter", brands)] == ["icon.png", "icon@2x.png"]


def saved(image: Image.Image, *, compressed: bool = True) -> bytes:
    """Return a PNG file."""
    file = BytesIO()
    image.save(file, "PNG", optimize=compressed, compress_level=0)
    return file.getvalue()


def bordered(side: int) -> Image.Image:
    """Return an image with an empty border."""
    image = Image.new("RGBA", (side, side))
    image.paste((0, 0, 0, 255), (8, 8, side - 8, side - 8))
    return image


def filled(width: int, height: int, color: str = "black") -> Image.Image:
    """Return an image that is drawn from side to side."""
    return Image.new("RGBA", (width, height), color)


FULL = filled(256, 256)


@pytest.fixture
def images(tmp_path: Path) -> Path:
    """Return a folder with all images of an integration."""
    for side, scale in ((256, ""), (512, "@2x")):
        (tmp_path / f"icon{scale}.png").write_bytes(saved(filled(side, side)))
        (tmp_path / f"logo{scale}.png").write_bytes(saved(filled(2 * side, side)))
    return tmp_path


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        pytest.param("icon.png", None, "icon.png: no PNG image", id="no-icon"),
        pytest.param("logo@2x.png", None, "logo@2x.png: no PNG image", id="half"),
        pytest.param("icon.png", b"GIF89a", "icon.png: no PNG image", id="no-png"),
        pytest.param(
            "icon@2x.png", saved(FULL), "icon@2x.png: 256 x 256 pixels", id="icon-side"
        ),
        pytest.param(
            "logo.png",
            saved(filled(300, 300)),
            "logo.png: its shortest side has 300 pixels",
            id="logo-too-high",
        ),
        pytest.param(
            "logo@2x.png",
            saved(filled(600, 255)),
            "logo@2x.png: its shortest side has 255 pixels",
            id="logo-too-low",
        ),
        pytest.param(
            "icon.png",
            saved(FULL, compressed=False),
            "icon.png: it is not compressed",
            id="not-compressed",
        ),
        pytest.param(
            "icon.png",
            saved(bordered(256)),
            "icon.png: it has an empty border",
            id="empty-border",
        ),
        pytest.param(
            "icon_dark.png", saved(FULL), "icon_dark.png: brands knows no", id="name"
        ),
        pytest.param(
            "dark_icon.png",
            saved(filled(256, 256, "white")),
            "dark_icon@2x.png: no PNG image",
            id="dark",
        ),
    ],
)
def test_refused_image(
    images: Path, name: str, content: bytes | None, message: str
) -> None:
    """Test what brands demands of each image."""
    assert list(refusals(images)) == []
    if content is None:
        (images / name).unlink()
    else:
        (images / name).write_bytes(content)

    found = [f"{path.name}: {said}" for path, said, _ in refusals(images)]

    assert len(found) == 1
    assert found[0].startswith(message)


@pytest.mark.parametrize(("name", "other"), [("logo", "icon"), ("dark_logo", "logo")])
def test_same_image_twice(images: Path, name: str, other: str) -> None:
    """Test that an image that brands shows anyway is refused."""
    for scale in ("", "@2x"):
        source = images / f"{other}{scale}.png"
        (images / f"{name}{scale}.png").write_bytes(source.read_bytes())

    found = {f"{path.name}: {said}" for path, said, _ in refusals(images)}

    assert found == {
        f"{name}{scale}.png: it is the same as {other}{scale}.png"
        for scale in ("", "@2x")
    }


def test_only_changed_images_are_written(brands: Path) -> None:
    """Test that a further run writes what changed and nothing else."""
    folder = brands / "core_integrations" / "meter"

    first = write("meter", brands)
    (folder / "logo.png").write_bytes(b"")

    assert first == [
        folder / name for name in ("icon.png", "icon@2x.png", "logo.png", "logo@2x.png")
    ]
    assert write("meter", brands) == [folder / "logo.png"]
    assert write("meter", brands) == []


def test_unknown_domain(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Test that a domain without sources ends the command with one clear line."""
    monkeypatch.setattr(sys, "argv", ["script.brands", "no_such_domain"])

    assert main() == 2

    missing = BRANDS / "source" / "no_such_domain" / "icon.svg"
    assert capsys.readouterr() == ("", f"{missing}: No such file or directory\n")
