"""Test what is added that a custom component lacks: page, images, quality_scale.yaml."""

from io import BytesIO
import json
from pathlib import Path

from PIL import Image, ImageDraw
import pytest
import yaml

from script.adopt.attempts import Attempts
from script.adopt.completing import fault, sound
from script.adopt.images import accepted
from script.adopt.page import sections
from script.adopt.rewriting import adopted
from script.adopt.taking import take
from script.documentation.parts import Part
from script.integration.blanks import MARK
from script.integration.tree import Places, Tree

from .conftest import MIT, put

COMPONENT = "custom_components/acme_meter"
PLACES = Places("acme_meter")
README = """\
# Acme Meter

![logo](logo.png) The best meter.

## Supported Devices

The Acme Meter 3, and

- the Acme Meter 4.

See [the list](docs/list.md).

## Prerequisites

Install it through HACS first.

Turn the *local API* on in the app.

```yaml
# Limitations
```

## Known limitations

{% raw %}

## Configuration

Type the host.
"""


def made(repository: Path, folder: Path) -> Tree:
    """Return the files that become of a repository."""
    attempts = Attempts()
    after = adopted(take(repository), "acme_meter", folder / "work", attempts).after
    assert not attempts.failed
    return after


def statuses(tree: Tree) -> dict[str, str]:
    """Return what quality_scale.yaml says of each rule."""
    rules = yaml.safe_load(tree[f"{PLACES.integration}quality_scale.yaml"])["rules"]
    return {
        rule: each if isinstance(each, str) else each["status"]
        for rule, each in rules.items()
    }


def test_scale_claims_what_is_proven(repository: Path, tmp_path: Path) -> None:
    """Test that rules are done by evidence alone, exempt where nothing of it is there, else to do."""
    said = statuses(made(repository, tmp_path))
    assert len(said) == 54
    assert said["config-flow-test-coverage"] == "todo"
    assert said["entity-unique-id"] == "done"
    assert said["action-setup"] == "exempt"
    assert {*said.values()} == {"done", "exempt", "todo"}


def test_scale_claims_nothing_of_blanks(repository: Path, tmp_path: Path) -> None:
    """Test that a rule whose part of the page is yet to be written is to do, and one whose part is written is done."""
    tree = made(repository, tmp_path)
    examples, _, rest = (
        tree[PLACES.page].decode().partition("## Examples")[2].partition("## ")
    )
    assert MARK in examples
    assert MARK not in rest.partition("## Removing")[2]
    said = statuses(tree)
    assert said["docs-examples"] == "todo"
    assert said["docs-removal-instructions"] == "done"


@pytest.mark.parametrize(
    "claim",
    ["done", "{status: done, comment: Sure.}", "{status: exempt, comment: No tests.}"],
)
def test_unproven_claims_fall(repository: Path, tmp_path: Path, claim: str) -> None:
    """Test that what the component claims and nothing proves is to do, and that what is proven stays."""
    text = f"rules:\n  # Bronze\n  entity-unique-id: done\n  config-entry-unloading: {claim}\n  test-coverage: {claim}\n"
    put(repository / COMPONENT, {"quality_scale.yaml": text})
    tree = made(repository, tmp_path)
    said = statuses(tree)
    assert said["test-coverage"] == "todo"
    assert said["entity-unique-id"] == "done"
    assert b"# Bronze" in tree[f"{PLACES.integration}quality_scale.yaml"]


def test_unproven_tier_falls(repository: Path, tmp_path: Path) -> None:
    """Test that a manifest claims no tier whose rules are not proven."""
    path = f"{COMPONENT}/manifest.json"
    manifest = json.loads((repository / path).read_text()) | {"quality_scale": "gold"}
    put(repository, {path: json.dumps(manifest)})
    said = json.loads(made(repository, tmp_path)[f"{PLACES.integration}manifest.json"])
    assert said["domain"] == "acme_meter"
    assert "quality_scale" not in said


@pytest.mark.parametrize(
    "text", ["rules: {entity-unique-id: done}\n", "[]\n", "rules:\n"]
)
def test_scale_that_cannot_be_completed(
    repository: Path, tmp_path: Path, text: str
) -> None:
    """Test that a file that has its rules otherwise is written anew."""
    put(repository / COMPONENT, {"quality_scale.yaml": text})
    assert len(statuses(made(repository, tmp_path))) == 54


def test_page(repository: Path, tmp_path: Path) -> None:
    """Test that a page begins with what the code tells, and with its author's sentences."""
    put(repository, {"README.md": README})
    page = made(repository, tmp_path)[PLACES.page].decode()
    assert "ha_domain: acme_meter" in page
    assert "{% include integrations/config_flow.md %}" in page
    assert (
        "## Supported devices\n\nThe Acme Meter 3, and\n\n- the Acme Meter 4.\n" in page
    )
    assert "Turn the *local API* on in the app." in page
    assert "docs/list.md" not in page
    assert "HACS" not in page
    assert page.index("## Prerequisites") < page.index(
        "{% include integrations/config_flow.md %}"
    )


def test_no_sentences_without_licence(repository: Path, tmp_path: Path) -> None:
    """Test that nothing of a README is taken that nobody is allowed to use."""
    put(repository, {"README.md": README})
    (repository / "LICENSE").unlink()
    assert "Acme Meter 4" not in made(repository, tmp_path)[PLACES.page].decode()


def test_page_of_the_repository(repository: Path, tmp_path: Path) -> None:
    """Test that a page that its author has written is completed, and nothing else said in it."""
    put(
        repository,
        {
            "README.md": README,
            "docs/acme.markdown": "---\ntitle: Acme Meter\nha_domain: acme_meter\n---\n\nMine.\n",
        },
    )
    page = made(repository, tmp_path)[PLACES.page].decode()
    assert "Mine." in page
    assert "Acme Meter 4" not in page


def test_sections() -> None:
    """Test which paragraphs of a README are taken, and under which headings."""
    assert dict(sections(README)) == {
        Part.SUPPORTED: ["The Acme Meter 3, and", "- the Acme Meter 4."],
        Part.PREREQUISITES: ["Turn the *local API* on in the app."],
    }


def image(side: int, *, border: int = 0) -> bytes:
    """Return a square PNG image, with an empty border."""
    drawn = Image.new("RGBA", (side, side))
    box = (border, border, side - border - 1, side - border - 1)
    ImageDraw.Draw(drawn).rectangle(box, fill=(3, 169, 244, 255))
    file = BytesIO()
    drawn.save(file, "PNG", optimize=True)
    return file.getvalue()


@pytest.mark.parametrize(
    ("images", "expected"),
    [
        pytest.param(
            {"icon.png": image(256), "icon@2x.png": image(512)},
            {"icon.png", "icon@2x.png"},
            id="right",
        ),
        pytest.param(
            {"icon.png": image(256), "logo.png": image(300)},
            {"icon.png"},
            id="logo too large",
        ),
        pytest.param({"icon.png": image(200)}, set(), id="too small"),
        pytest.param({"icon.png": image(256, border=9)}, set(), id="empty border"),
        pytest.param({"icon.png": b"<svg/>"}, set(), id="no PNG"),
        pytest.param(
            {"icon.png": image(256), "logo.png": image(256)}, {"icon.png"}, id="twice"
        ),
    ],
)
def test_images(tmp_path: Path, images: Tree, expected: set[str]) -> None:
    """Test that images are taken that brands accepts, and no others."""
    found = accepted(images, tmp_path / "images")
    assert found == {name: images[name] for name in expected}


def test_images_are_placed(repository: Path, tmp_path: Path) -> None:
    """Test that brand images get the place that brands has for them."""
    put(repository, {"brand/icon.png": image(256), "brand/icon@2x.png": image(512)})
    tree = made(repository, tmp_path)
    assert f"{PLACES.brands[0]}icon.png" in tree
    assert f"{PLACES.brands[0]}icon@2x.png" in tree


@pytest.mark.parametrize(
    ("path", "content", "why"),
    [
        ("a.py", b"x = 1", ""),
        ("a.py", b"x = ", "a.py:1: not Python"),
        ("a.py", b"\0", "a.py: not Python"),
        ("a.py", b"(" * 5000, "a.py:1: not Python"),
        ("a.json", b"[]", ""),
        ("d/strings.json", b"[]", "d/strings.json: not a JSON object"),
        ("a.json", b"{", "a.json: not JSON"),
        ("a.json", b"[" * 200_000, "a.json: not JSON"),
        ("a.yaml", b"a: [", "a.yaml: not YAML"),
        ("a.png", b"\xff", ""),
    ],
)
def test_faults(path: str, content: bytes, why: str) -> None:
    """Test that a file that no tool can read is known, and its neighbours are not."""
    found = fault(path, content)
    assert found.startswith(why)
    assert bool(found) == bool(why)
    assert (path in sound({path: content})) == (not why)


def test_library_gets_the_licence(repository: Path, tmp_path: Path) -> None:
    """Test that a client that is split off is under the terms of the whole."""
    manifest = json.loads((repository / COMPONENT / "manifest.json").read_text())
    client = (
        '"""Client."""\n\nimport aiohttp\n\n\nclass AcmeClient:\n    """Talks to a meter."""\n\n'
        "    def __init__(self, session: aiohttp.ClientSession, host: str) -> None:\n"
        '        """Keep the session."""\n        self._session = session\n        self._host = host\n\n'
        "    async def power(self) -> float:\n"
        '        """Return the power."""\n'
        '        async with self._session.get(f"http://{self._host}/power") as response:\n'
        '            return float((await response.json())["power"])\n'
    )
    put(
        repository / COMPONENT,
        {"api.py": client, "manifest.json": json.dumps(manifest)},
    )
    init = repository / COMPONENT / "__init__.py"
    init.write_text(
        init.read_text()
        .replace(
            "from homeassistant.core",
            "from .api import AcmeClient\nfrom homeassistant.core",
        )
        .replace(
            "    await hass",
            "    entry.runtime_data = AcmeClient(None, entry.data['host'])\n    await hass",
        )
    )
    tree = made(repository, tmp_path)
    assert tree["companion/library/acme-meter-client/LICENSE"].decode() == MIT
    assert f"{PLACES.integration}api.py" not in tree
    assert (
        b"from acme_meter_client import AcmeClient"
        in tree[f"{PLACES.integration}__init__.py"]
    )
