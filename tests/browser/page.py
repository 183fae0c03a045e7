"""Read a page as somebody sees it, and what is wrong with it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
import re
from typing import Any, Final

from homeassistant.const import (
    CONF_ACCESS_TOKEN,
    CONF_API_KEY,
    CONF_API_TOKEN,
    CONF_PASSWORD,
    CONF_PIN,
    CONF_TOKEN,
)

READER: Final = Path(__file__).with_name("read_page.js").read_text(encoding="utf-8")

# What Home Assistant's page shows where it has no text: a key as a whole, or the last part of one
RAW_KEY: Final = re.compile(
    r"\b(?:component|config|options|entity|exceptions|ui)\.\w|(?:^|\s)[a-z\d]+(?:_[a-z\d]+)+$"
)
SECRET: Final = frozenset(
    {
        CONF_ACCESS_TOKEN,
        CONF_API_KEY,
        CONF_API_TOKEN,
        CONF_PASSWORD,
        CONF_PIN,
        CONF_TOKEN,
    }
)


@dataclass(frozen=True, kw_only=True)
class Field:
    """A field of a form.

    Attributes:
        label: What it is called, without the mark of a required one.
        description: The text beneath it.
        kind: Type of its input element, such as "password".
        value: What it holds.
    """

    name: str
    label: str
    description: str
    kind: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Page:
    """What is seen on a page, or in its dialog where one is open.

    Attributes:
        width: Of the window, in pixels.
        texts: All that is written on it.
        outside: What is written or can be operated left or right of the window.
        covered: The dialog's buttons that no scrolling brings into view.
        step: The step of a flow that the dialog shows, as Home Assistant's API tells it.
        description: The text above a form.
        alerts: The errors on a form.
        rows: The names of the entities listed.
    """

    width: int
    texts: Collection[str]
    title: str
    outside: Collection[str]
    covered: Collection[str]
    step: Mapping[str, Any] | None
    description: str
    alerts: Collection[str]
    fields: Collection[Field]
    rows: Collection[str]

    @property
    def values(self) -> dict[str, str]:
        """Return what the fields hold."""
        return {field.name: field.value for field in self.fields}


def page_of(read: Mapping[str, Any]) -> Page:
    """Return a page from what READER returns."""
    return Page(**{**read, "fields": [Field(**field) for field in read["fields"]]})


def faults(page: Page, domain: str, secrets: Collection[str]) -> list[str]:
    """Return what is wrong with a page of an integration's, one line each.

    Args:
        page: What is seen.
        domain: Of the integration.
        secrets: Texts that may be nowhere on it.
    """
    return [
        *(
            f"raw translation key {text!r}"
            for text in page.texts
            if RAW_KEY.search(text)
        ),
        *("a secret is on the page" for text in page.texts if _has(text, secrets)),
        *(f"off the screen, {page.width} px wide: {text!r}" for text in page.outside),
        *(f"button out of reach, {page.width} px wide: {it!r}" for it in page.covered),
        *("an entity has no name" for name in page.rows if not name),
        *_of_step(page, domain),
        *(fault for field in page.fields for fault in _of_field(page, field, secrets)),
    ]


def _of_step(page: Page, domain: str) -> Iterator[str]:
    match page.step:
        case {"type": "form", "step_id": step, "errors": errors, "handler": handler}:
            # Options have the entry as their handler, and are told by their fields.
            if handler == domain and not page.description:
                yield f"no text for config.step.{step}.description"
            for code in (errors or {}).values():
                if not any(page.alerts) or code in page.alerts:
                    yield f"no text for config.error.{code}"
        case {"type": "abort", "reason": reason} if reason in page.texts:
            yield f"no text for config.abort.{reason}"


def _of_field(page: Page, field: Field, secrets: Collection[str]) -> Iterator[str]:
    assert page.step
    place = f"step.{page.step['step_id']}"
    if field.label in {"", field.name}:
        yield f"no text for {place}.data.{field.name}"
    if not field.description:
        yield f"no text for {place}.data_description.{field.name}"
    if _has(field.value, secrets):
        yield f"{place}: the field {field.name} holds a secret"
    if field.name in SECRET and field.kind != "password":
        yield f"{place}: the field {field.name} is not masked"
    if field.kind == "password" and field.value:
        yield f"{place}: the field {field.name} is filled"


def _has(text: str, secrets: Collection[str]) -> bool:
    return any(secret in text for secret in secrets)
