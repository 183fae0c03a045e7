"""Somebody at the page who has no mouse."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
import io
from pathlib import Path
from time import monotonic
from typing import Final

from PIL import Image
from playwright.async_api import (
    ConsoleMessage,
    Locator,
    Page as Window,
    ViewportSize,
    expect,
)

from script.development.outcomes import outcome

from .page import RAW_KEY, READER, Page, faults, page_of

DESK: Final = ViewportSize(width=1000, height=800)
PHONE: Final = ViewportSize(width=360, height=740)

SECONDS_TO_WAIT: Final = 10
SECONDS_BETWEEN_LOOKS: Final = 0.05
# More than any dialog or menu has
STOPS: Final = 20
COLOURS: Final = 64

# What has the focus, as the name of the field that it is in, or as what is written on it
FOCUSED: Final = """() => {
  let focused = document.activeElement, field;
  while (focused?.shadowRoot?.activeElement) {
    if (focused.localName === "ha-selector") field = focused.name;
    if (focused.localName === "ha-form-string") field = focused.schema.name;
    focused = focused.shadowRoot.activeElement;
  }
  if (focused?.localName === "input") return field;
  if (focused?.localName === "button") focused = focused.getRootNode().host;
  return focused?.textContent.trim();
}"""


@dataclass
class Visitor:
    """Somebody at the page who has no mouse, and looks over all that comes.

    Attributes:
        domain: The integration that the page is about.
        secrets: Texts that may be nowhere on a page.
        errors: What the browser's console told and was not expected.
        pictures: Folder for pictures of what is seen, if any are wanted.
    """

    window: Window
    domain: str
    secrets: set[str] = field(default_factory=set, repr=False)
    errors: list[str] = field(default_factory=list)
    pictures: Path | None = None

    def __post_init__(self) -> None:
        """Listen to the console."""
        self.window.on("console", self._read)
        self.window.on("pageerror", lambda error: self.errors.append(str(error)))

    def _read(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(f"{message.text} {message.location['url']}")

    @property
    def dialog(self) -> Locator:
        """Return the dialog that is open."""
        return self.window.locator("dialog[open]").last

    def button(self, name: str) -> Locator:
        """Return a button by all that is written on it or said of it."""
        return self.window.get_by_role("button", name=name, exact=True)

    async def go(self, path: str) -> None:
        """Open a page of Home Assistant."""
        await self.window.goto(path)

    async def press(self, control: Locator) -> None:
        """Press a button, link or menu item."""
        await control.press("Enter")

    async def choose(self, menu: Locator, item: str) -> None:
        """Open a menu and press an item of it."""
        await self.press(menu)
        await self._move_to(item, "ArrowDown")
        await self.window.keyboard.press("Enter")

    async def fill(self, values: Mapping[str, object]) -> None:
        """Fill fields of the form that is open, each reached by Tab."""
        for name, value in values.items():
            await self._move_to(name, "Tab")
            if not isinstance(value, bool):
                await self.window.keyboard.type(str(value))
            elif await self.window.locator("input:focus").is_checked() != value:
                await self.window.keyboard.press("Space")

    async def submit(self, button: str = "Submit") -> None:
        """Press a button of the dialog, reached by Tab."""
        await self._move_to(button, "Tab")
        await self.window.keyboard.press("Enter")

    async def leave(self, button: str) -> None:
        """Press the last button of a dialog."""
        await self.submit(button)
        await expect(self.dialog).to_have_count(0)

    async def toggle(self, switch: Locator) -> None:
        """Turn a switch."""
        await switch.press("Space")

    async def is_refused(self, switch: Locator) -> str:
        """Turn a switch in vain, and return what the page says to that."""
        # The page tells of a refused action, and besides leaves its error to the browser.
        async with self.window.expect_event("pageerror"):
            await self.toggle(switch)
        self.errors.pop()
        text = await self.window.locator("ha-toast span").first.inner_text()
        assert not RAW_KEY.search(text), f"raw translation key {text!r}"
        return text

    async def _move_to(self, name: str, key: str) -> None:
        """Press a key until the focus is on something."""
        passed = []
        for _ in range(STOPS):
            await self.window.keyboard.press(key)
            if (now := await self.window.evaluate(FOCUSED)) == name:
                return
            passed.append(now)
        raise AssertionError(f"{key} leads past {passed}, not to {name!r}")

    async def sees(self, step: str, picture: str | None = None) -> Page:
        """Wait for a step of a flow, such as "form user, invalid_auth", and look it over."""

        def found(page: Page) -> str:
            return outcome(dict(page.step)) if page.step else "no step"

        await self._until(
            lambda page: [] if (now := found(page)) == step else [now], step
        )
        return await self.looks_over(step, picture)

    async def looks_over(self, what: str, picture: str | None = None) -> Page:
        """Return what is seen, which nothing may be wrong with, at a desk nor on a phone."""
        for size in (PHONE, DESK):
            await self.window.set_viewport_size(size)
            page = await self._until(self._faults, what)
        if picture:
            await self.take(picture, self.dialog)
        return page

    def _faults(self, page: Page) -> list[str]:
        console = (f"in the console: {error}" for error in self.errors)
        return [*faults(page, self.domain, self.secrets), *console]

    async def _until(self, wrong: Callable[[Page], list[str]], what: str) -> Page:
        """Look until nothing is wrong any more."""
        end = monotonic() + SECONDS_TO_WAIT
        while found := wrong(page := page_of(await self.window.evaluate(READER))):
            if monotonic() > end:
                raise AssertionError(f"{what}: {'; '.join(dict.fromkeys(found))}")
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
        return page

    async def take(self, name: str, what: Locator) -> None:
        """Take a picture of a part of the page, if pictures are wanted."""
        if self.pictures:
            taken = io.BytesIO(await what.screenshot(animations="disabled"))
            with Image.open(taken) as image:
                # A quarter of the size, and nobody sees it
                small = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
            small.save(self.pictures / f"{name}.png", optimize=True)
