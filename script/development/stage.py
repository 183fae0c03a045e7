"""Provide a scenario with a simulated device, and with its entry."""

from collections.abc import Mapping
from dataclasses import dataclass
from secrets import token_urlsafe
from typing import Final, override

from script.simulator.simulated import Simulated

from . import DevelopmentError
from .authorization import decide
from .credentials import Credentials
from .outcomes import Json, are_near, outcome, prefilled
from .scene import Flow, Scene
from .subject import is_authorized

# How the integration names what its forms ask for
HOST: Final = "host"
ALLOW_CONTROL: Final = "allow_control"


@dataclass
class Stage[S: Simulated = Simulated](Scene):
    """The parties of one scenario.

    Attributes:
        credentials: What its forms ask for.
    """

    credentials: Credentials
    simulator: S

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
        """Wait until the sensors show what the counterpart itself tells, those that the author left out aside."""

        async def unlike() -> list[str]:
            states: dict[str, list[str]] = {}
            for state in await self.states():
                kind = state["attributes"].get("device_class", "")
                states.setdefault(kind, []).append(state["state"])
            readings = self.simulator.readings
            return [
                kind
                for kind in (readings.keys() & states) or readings
                if not are_near(states.get(kind, []), readings[kind])
            ]

        await self.until("unlike what it tells", unlike, [])

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

    @override
    def is_own(self, flow: Json) -> bool:
        # What runs beside has devices of its own on the same loopback.
        return bool(flow["context"].get("unique_id") == self.simulator.unique_id)

    @override
    def look_at(self, log: str) -> None:
        # Without, no token in the log would say nothing.
        debug = f" DEBUG (MainThread) [homeassistant.components.{self.domain}"
        self.expect("debug lines in the log", debug in log, True)
        self.secrets |= {*self.simulator.given}
