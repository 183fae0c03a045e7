"""Provide a scenario with a running Home Assistant, a simulated device and its entry."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
import json
from pathlib import Path
from secrets import token_urlsafe
from time import monotonic
from typing import Final

from script.integration.integration import Integration
from script.simulator.simulated import Simulated

from . import DevelopmentError
from .api import ENTRIES, FLOWS, SECONDS_BETWEEN_LOOKS, Api
from .authorization import decide
from .credentials import Credentials
from .home_assistant import LOG
from .outcomes import Json, are_near, leaks, outcome, prefilled, shown
from .subject import is_authorized

SECONDS_TO_WAIT: Final = 20

# How the integration names what its forms ask for
HOST: Final = "host"
ALLOW_CONTROL: Final = "allow_control"


@dataclass(frozen=True)
class Flow:
    """A flow that shows a form."""

    path: str
    form: Json

    @property
    def step(self) -> str:
        """Return the step at which it is."""
        return str(self.form["step_id"])


@dataclass
class Stage[S: Simulated = Simulated]:
    """The parties of one scenario.

    Attributes:
        integration: What is tried.
        credentials: What its forms ask for.
        secrets: Every secret that was typed, right or wrong, as typed and as sent.
        entry_id: The device's entry, once there is one.
    """

    api: Api
    folder: Path
    integration: Integration
    credentials: Credentials
    simulator: S
    secrets: set[str] = field(default_factory=set, repr=False)
    entry_id: str = ""

    @property
    def domain(self) -> str:
        """Return the integration's domain."""
        return self.integration.domain

    @property
    def blank(self) -> dict[str, object]:
        """Return what the fields for credentials hold before anything is known."""
        return self.credentials.filled(None, None)

    @property
    def known(self) -> dict[str, object]:
        """Return what the fields for credentials hold once something is known."""
        return self.credentials.filled(self.simulator.username, None)

    def right(self, secret: str | None = None) -> dict[str, object]:
        """Return what opens the counterpart, or fails to do so with another secret."""
        return self.credentials.filled(
            self.simulator.username, secret or self.simulator.secret
        )

    def expect(self, step: str, found: object, expected: object) -> None:
        """Print how a step ended.

        Raises DevelopmentError if it was to end otherwise.
        """
        if found != expected:
            raise DevelopmentError(f"{step}: {shown(found)}, not {shown(expected)}")
        print(f"  ✓ {step:<32} {shown(found)}", flush=True)

    async def until(
        self, step: str, look: Callable[[], Awaitable[object]], expected: object
    ) -> None:
        """Look until a step ended as expected, and print that.

        Raises DevelopmentError if it does not in time.
        """
        end = monotonic() + SECONDS_TO_WAIT
        while (found := await look()) != expected and monotonic() < end:
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
        self.expect(step, found, expected)

    async def expect_listed(self) -> None:
        """Print whether the integration is offered as core's own are."""
        descriptions = await self.api.command("integration/descriptions")
        listed = self.domain in descriptions["core"]["integration"]
        self.expect("listed among core's own", listed, True)

    async def open(
        self, step: str, expected: str, path: str = FLOWS, **about: str
    ) -> Flow:
        """Open a flow as the user does."""
        form = await self.api.post(path, about)
        self.expect(step, outcome(form), expected)
        return Flow(f"{path}/{form['flow_id']}", form)

    async def opened(self, step: str, expected: str, source: str) -> Flow:
        """Wait for a flow that Home Assistant opens by itself."""
        await self.until(step, lambda: self.open_steps(source), [expected])
        [flow] = await self._flows(source)
        path = f"{FLOWS}/{flow['flow_id']}"
        return Flow(path, await self.api.get(path))

    async def open_steps(self, source: str) -> list[str]:
        """Return the steps at which flows are that Home Assistant opened by itself."""
        return [flow["step_id"] for flow in await self._flows(source)]

    async def _flows(self, source: str) -> list[Json]:
        return [
            flow
            for flow in await self.api.command("config_entries/flow/progress")
            if flow["handler"] == self.domain
            and flow["context"]["source"] == source
            # What runs beside has devices of its own on the same loopback.
            and flow["context"].get("unique_id") == self.simulator.unique_id
        ]

    async def answer(
        self, step: str, flow: Flow, typed: Mapping[str, object], expected: str
    ) -> Json:
        """Send a flow's form, and return what Home Assistant answers."""
        if secret := typed.get(self.credentials.secret or ""):
            self.secrets |= {str(secret), self.simulator.sent(str(secret))}
        result: Json = await self.api.post(flow.path, typed)
        self.expect(step, outcome(result), expected)
        return result

    async def submit(self, flow: Flow, expected: str) -> Flow:
        """Send a form that asks for nothing, and return how the flow goes on."""
        return Flow(flow.path, await self.answer("confirmed", flow, {}, expected))

    async def authorize(
        self, step: str, flow: Flow, expected: str, *, allows: bool = True
    ) -> Json:
        """Decide where a flow sends its user, and return how it goes on."""
        await decide(self.api.session, flow.form["url"], allows=allows)
        result: Json = await self.api.get(flow.path)
        self.expect(step, outcome(result), expected)
        return result

    async def answer_wrongly(self, flow: Flow, typed: Mapping[str, object]) -> Json:
        """Send a flow's form with a wrong secret, where it asks for one."""
        if not self.credentials.secret:
            return {}
        step = f"wrong {self.credentials.secret}"
        error = f"form {flow.step}, invalid_auth"
        wrong = {**typed, **self.right(token_urlsafe())}
        return await self.answer(step, flow, wrong, error)

    async def add(self) -> None:
        """Set up the counterpart by hand."""
        first = "external" if is_authorized(self.integration) else "form user"
        await self.finish(
            await self.open("Add integration", first, handler=self.domain)
        )

    async def finish(self, flow: Flow) -> None:
        """Set up the counterpart by a flow that is open."""
        created = f"created {self.simulator.name}"
        if "url" in flow.form:
            result = await self.authorize("let in", flow, created)
        else:
            right = {HOST: self.simulator.host} | self.right()
            fields = prefilled(flow.form)
            typed = {name: right[name] for name in fields if name in right}
            result = await self.answer("what is right", flow, typed, created)
        self.entry_id = result["result"]["entry_id"]
        await self.until_loaded()

    async def until_loaded(self, expected: str = "loaded") -> None:
        """Wait until the entry is set up, or as far as it gets."""

        async def states() -> list[str]:
            entries = await self.api.get(f"{ENTRIES}?domain={self.domain}")
            return [
                entry["state"]
                for entry in entries
                if entry["entry_id"] == self.entry_id
            ]

        await self.until("the entry", states, [expected])

    async def stored(self) -> list[Json]:
        """Return the entry as Home Assistant keeps it, its data and its unique ID."""
        storage = self.folder / ".storage" / "core.config_entries"
        if not storage.exists():
            return []
        return [
            {"unique_id": entry["unique_id"], **entry["data"]}
            for entry in json.loads(storage.read_text())["data"]["entries"]
            if entry["entry_id"] == self.entry_id
        ]

    async def until_stored(self, host: str) -> None:
        """Wait until Home Assistant keeps the device's identity, host and credentials."""
        secret = self.credentials.secret

        def hidden(data: Json) -> Json:
            return {secret: data[secret] == self.simulator.secret} if secret else {}

        async def stored() -> list[Json]:
            return [each | hidden(each) for each in await self.stored()]

        expected = {
            "unique_id": self.simulator.unique_id,
            HOST: host,
            **self.credentials.filled(self.simulator.username, True),
        }
        step = f"stored, the {secret} right" if secret else "stored"
        await self.until(step, stored, [expected])

    async def until_agreed(self) -> None:
        """Wait until the sensors show what the counterpart itself tells."""

        async def agreeing() -> list[str]:
            states: dict[str, list[str]] = {}
            for state in await self.states():
                kind = state["attributes"].get("device_class", "")
                states.setdefault(kind, []).append(state["state"])
            return [
                kind
                for kind, measured in self.simulator.readings.items()
                if are_near(states.get(kind, []), measured)
            ]

        await self.until("as it tells itself", agreeing, [*self.simulator.readings])

    async def states(self) -> list[Json]:
        """Return the states of the enabled entities."""
        ids = await self._entities()
        return [
            state for state in await self.api.get("states") if state["entity_id"] in ids
        ]

    async def is_unavailable(self) -> bool:
        """Return whether all enabled entities are unavailable."""
        return {each["state"] for each in await self.states()} == {"unavailable"}

    async def devices(self) -> list[str]:
        """Return the names of its devices."""
        return sorted(
            device["name"]
            for device in await self.api.command("config/device_registry/list")
            if self.entry_id in device["config_entries"]
        )

    async def until_entities(self, domains: list[str]) -> None:
        """Wait until the enabled entities are of certain domains."""

        async def found() -> list[str]:
            return sorted({id_.partition(".")[0] for id_ in await self._entities()})

        await self.until("its entities", found, domains)

    async def call(self, service: str, domain: str) -> None:
        """Call a service, such as "switch/turn_on", on the first entity of a domain."""
        entity = next(id_ for id_ in await self._entities() if id_.startswith(domain))
        await self.api.post(f"services/{service}", {"entity_id": entity})

    async def refuse(self, step: str, service: str, domain: str) -> None:
        """Call a service that has to be refused, without any fault of Home Assistant's.

        Raises DevelopmentError if it is not.
        """
        try:
            await self.call(service, domain)
        except DevelopmentError as err:
            self.expect(step, "500" in str(err), True)
        else:
            raise DevelopmentError(f"{step}: done")

    async def switch_each_way(self) -> None:
        """Switch off and on, and see that it shows and that it is so."""
        for service, expected in (("turn_off", "off"), ("turn_on", "on")):
            await self.call(f"switch/{service}", "switch")

            async def switched() -> list[str]:
                return [
                    each["state"]
                    for each in await self.states()
                    if each["entity_id"].startswith("switch.")
                ][:1]

            await self.until(f"shown after {service}", switched, [expected])
            self.expect(f"so after {service}", self.simulator.is_on, expected == "on")

    async def _entities(self) -> list[str]:
        return [
            entity["entity_id"]
            for entity in await self.api.command("config/entity_registry/list")
            if entity["config_entry_id"] == self.entry_id and not entity["disabled_by"]
        ]

    async def clear(self) -> None:
        """Get the diagnostics that there are, remove the entry, and look for secrets in all that came of it.

        Raises DevelopmentError if there is one.
        """
        if self.integration.parts("diagnostics"):
            await self.api.get(f"diagnostics/config_entry/{self.entry_id}")
        await self.api.delete(f"{ENTRIES}/{self.entry_id}")
        log = (self.folder / LOG).read_text()
        # Without, no token in the log would say nothing.
        debug = f" DEBUG (MainThread) [homeassistant.components.{self.domain}"
        self.expect("debug lines in the log", debug in log, True)
        places = {"log": log, "forms and diagnostics": "\n".join(self.api.answers)}
        if secrets := {*self.secrets, *self.simulator.given}:
            seen = leaks(secrets, places)
            self.expect("secrets to be seen", seen, [])
