"""Tests of what is found wrong with a page, on pages made up for it."""

from collections.abc import AsyncGenerator
import json

from playwright.async_api import Browser, Page as Window
import pytest
import pytest_asyncio

from .page import READER, faults, page_of
from .visitor import PHONE

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.usefixtures("socket_enabled"),
]

DOMAIN = "meter"
STEP = {"type": "form", "step_id": "user", "handler": DOMAIN, "errors": {}}
SECRET = "a-secret"

# As Home Assistant nests it: a form in a shadow root, each of its fields in another, in a dialog
FORM = """
<dialog><meter-flow></meter-flow><button>Submit</button></dialog>
<script>
  document.querySelector("dialog").showModal();
  const rooted = (element, html) => (element.attachShadow({mode: "open"}).innerHTML = html, element);
  const [flow] = document.getElementsByTagName("meter-flow");
  rooted(flow, "<step-flow-form></step-flow-form>");
  const form = flow.shadowRoot.firstChild;
  form.step = %(step)s;
  rooted(form, `<ha-markdown>%(description)s</ha-markdown>%(alert)s<ha-selector></ha-selector>`);
  const field = form.shadowRoot.querySelector("ha-selector");
  field.name = "password";
  rooted(field, `%(field)s`);
</script>
"""
FIELD = "<label>Password*</label><input type=password><p>Of your account.</p>"
GOOD = {
    "step": json.dumps(STEP),
    "description": "Connect the meter.",
    "alert": "",
    "field": FIELD,
}


@pytest_asyncio.fixture(loop_scope="session")
async def window(browser: Browser) -> AsyncGenerator[Window]:
    """Return a window as wide as a phone."""
    async with await browser.new_page(viewport=PHONE) as window:
        yield window


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, [], id="nothing"),
        pytest.param(
            {"description": ""},
            ["no text for config.step.user.description"],
            id="description",
        ),
        pytest.param(
            {"description": "component.meter.config"},
            ["raw translation key 'component.meter.config'"],
            id="key",
        ),
        pytest.param(
            {"description": "no_text"}, ["raw translation key 'no_text'"], id="word"
        ),
        pytest.param(
            {"description": f"Was {SECRET}."}, ["a secret is on the page"], id="secret"
        ),
        pytest.param(
            {"step": json.dumps(STEP | {"errors": {"base": "unknown"}})},
            ["no text for config.error.unknown"],
            id="error",
        ),
        pytest.param(
            {
                "step": json.dumps(STEP | {"errors": {"base": "unknown"}}),
                "alert": "<ha-alert>unknown</ha-alert>",
            },
            ["no text for config.error.unknown"],
            id="error-as-key",
        ),
        pytest.param(
            {
                "step": json.dumps({"type": "abort", "reason": "gone"}),
                "description": "gone",
                "field": "",
            },
            ["no text for config.abort.gone"],
            id="abort",
        ),
        pytest.param(
            {"field": FIELD.replace("Password", "password")},
            ["no text for step.user.data.password"],
            id="label",
        ),
        pytest.param(
            {"field": FIELD.replace("Of your account.", "")},
            ["no text for step.user.data_description.password"],
            id="field-description",
        ),
        pytest.param(
            {"field": FIELD.replace("type=password", "")},
            ["step.user: the field password is not masked"],
            id="not-masked",
        ),
        pytest.param(
            {"field": FIELD.replace("type", f"value={SECRET} type")},
            [
                "step.user: the field password holds a secret",
                "step.user: the field password is filled",
            ],
            id="filled",
        ),
        pytest.param(
            {"description": "<a href=# style='position: fixed; left: 350px'>More</a>"},
            ["off the screen, 360 px wide: 'More'"],
            id="off-screen",
        ),
        pytest.param(
            {"description": "<p style='position: fixed; inset: 0'>In the way</p>"},
            ["button out of reach, 360 px wide: 'Submit'"],
            id="covered",
        ),
    ],
)
async def test_faults(
    window: Window, changes: dict[str, str], expected: list[str]
) -> None:
    """Each fault is found and named, through shadow roots."""
    await window.set_content(FORM % (GOOD | changes))
    page = page_of(await window.evaluate(READER))
    assert [*dict.fromkeys(faults(page, DOMAIN, {SECRET}))] == expected


async def test_nameless_entity(window: Window) -> None:
    """An entity in a list has a name; what is hidden has not to be right."""
    await window.set_content(
        "<partial-panel-resolver><hui-generic-entity-row></hui-generic-entity-row>"
        "<p hidden>no_text</p></partial-panel-resolver>"
    )
    page = page_of(await window.evaluate(READER))
    assert faults(page, DOMAIN, {SECRET}) == ["an entity has no name"]
