"""Test the brand images."""

from io import BytesIO
from pathlib import Path
import sys

from PIL import Image
import pytest

from script.brands.__main__ import main
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
    "source", sorted((BRANDS / "source").iterdir()), ids=lambda source: source.name
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
