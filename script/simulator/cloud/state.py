"""Keep the state of a simulated cloud with its one account."""

from dataclasses import dataclass, field

from script.simulator.devices import Device, paired

from .tokens import Tokens


@dataclass(kw_only=True)
class Cloud:
    """The state of a cloud.

    Attributes:
        id: Of the account, whatever its email is.
        client_id: What Home Assistant is known by where it is authorized with OAuth2.
        expires_in: For how many seconds an access token is good.
        fault: Name of the fault that it has (see faults.FAULTS), if any.
        devices: Those of the account, by their IDs.
        energy_today: What these used since midnight, in kWh.
        is_service: Whether Home Assistant shows the account alone, and not its devices.
    """

    email: str = "alex@example.com"
    password: str = "cloud-secret"
    id: str = "account-4711"
    client_id: str = "home-assistant"
    client_secret: str = "client-secret"
    expires_in: int = 3600
    fault: str | None = None
    devices: dict[str, Device] = field(default_factory=paired)
    energy_today: float = 1.25
    is_service: bool = False
    tokens: Tokens = field(default_factory=Tokens)

    @property
    def power(self) -> float:
        """Return what the devices draw together, in W."""
        return sum(float(each.get("power", 0)) for each in self.devices.values())

    @property
    def meter(self) -> Device:
        """Return what measures that."""
        return {
            "name": "Cellar",
            "model": "My Meter",
            "firmware": "1.1.0",
            "power": self.power,
            "energy_today": self.energy_today,
        }
