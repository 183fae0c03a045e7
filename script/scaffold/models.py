"""The models in this tree, and the answers that lead to each."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from script import ROOT
from script.features.found import found
from script.features.table import STRICT_TYPING
from script.integration.tree import Places, read

from . import ScaffoldError


class Auth(StrEnum):
    """How a device or service knows its user: PASSWORD is one alone, or a PIN."""

    TOKEN = "token"
    USERNAME_PASSWORD = "username_password"
    PASSWORD = "password"
    OAUTH2 = "oauth2"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Model:
    """An integration to make others from.

    Attributes:
        domain: Of the model.
        kind: In the words of contributors.
        integration_types: Which of them it can be, the usual one first.
        iot_class: How it gets its data.
        auths: How it can know its user, its own way first; each of the others is a patch of it.
        forms: Which patches make it of the files of its domain, none if it is these.
    """

    domain: str
    kind: str
    integration_types: tuple[str, ...]
    iot_class: str
    auths: tuple[Auth, ...]
    forms: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Return what users read, "My Device"."""
        return self.domain.replace("_", " ").title()

    @property
    def library(self) -> str:
        """Return the folder of its client library."""
        return f"companion/library/{self.domain.replace('_', '-')}-client/"

    @property
    def connectivity(self) -> str:
        """Return how it is connected."""
        return "cloud" if self.iot_class.startswith("cloud_") else "network"

    @property
    def optional(self) -> tuple[str, ...]:
        """Return the features that one made from the files of its domain may be without; a form may have none of some."""
        integration = read(ROOT, (Places(self.domain).integration,))
        return tuple(
            feature.name
            for feature in found(integration, self.domain)
            if feature.name not in _KEPT
        )

    @property
    def combinations(self) -> Iterator[tuple[str, str, Auth]]:
        """Yield the answers that lead to it: integration type, IoT class, kind of authentication."""
        for integration_type in self.integration_types:
            for auth in self.auths:
                yield integration_type, self.iot_class, auth


# What a kind of authentication has or has not, what a model begins with, and what costs nobody anything
_KEPT: Final = frozenset({"reauth", "sensor", STRICT_TYPING})

MODELS: Final = (
    Model(
        domain="my_device",
        kind="a device on the local network that is polled",
        integration_types=("device", "hub"),
        iot_class="local_polling",
        auths=(Auth.TOKEN, Auth.USERNAME_PASSWORD, Auth.NONE),
    ),
    Model(
        domain="my_device",
        kind="a server that its user runs, as one service without devices, that is polled",
        integration_types=("service",),
        iot_class="local_polling",
        auths=(Auth.TOKEN, Auth.USERNAME_PASSWORD),
        forms=("service",),
    ),
    Model(
        domain="my_hub",
        kind="a hub on the local network that pushes, with devices that come and go",
        integration_types=("hub",),
        iot_class="local_push",
        auths=(Auth.PASSWORD,),
    ),
    Model(
        domain="my_hub",
        kind="a device on the local network that pushes",
        integration_types=("device",),
        iot_class="local_push",
        auths=(Auth.PASSWORD,),
        forms=("device",),
    ),
    Model(
        domain="my_cloud",
        kind="an account of a cloud that is polled, with devices that come and go",
        integration_types=("hub",),
        iot_class="cloud_polling",
        auths=(Auth.USERNAME_PASSWORD, Auth.OAUTH2),
    ),
    Model(
        domain="my_cloud",
        kind="an account of a cloud that is polled, as one service without devices",
        integration_types=("service",),
        iot_class="cloud_polling",
        auths=(Auth.USERNAME_PASSWORD, Auth.OAUTH2),
        forms=("service",),
    ),
    Model(
        domain="my_cloud",
        kind="an account of a cloud that is polled, with one device",
        integration_types=("device",),
        iot_class="cloud_polling",
        auths=(Auth.USERNAME_PASSWORD,),
        forms=("service", "device"),
    ),
    Model(
        domain="my_cloud",
        kind="an account of a cloud that pushes, with devices that come and go",
        integration_types=("hub",),
        iot_class="cloud_push",
        auths=(Auth.USERNAME_PASSWORD,),
        forms=("push",),
    ),
)


def model_for(integration_type: str, iot_class: str, auth: str) -> Model:
    """Return the model that fits the answers.

    Raises ScaffoldError if none does, which names the nearest that can be made.
    """
    wanted = (integration_type, iot_class, auth)
    every = [
        (combination, model) for model in MODELS for combination in model.combinations
    ]
    for combination, model in every:
        if combination == wanted:
            return model
    nearest, model = max(
        every,
        key=lambda each: [
            # How the data comes decides most of the code.
            each[0][1] == iot_class,
            sum(map(str.__eq__, each[0], wanted, strict=True)),
            # Whoever said password may well have meant both.
            each[0][2].endswith(auth),
        ],
    )
    raise ScaffoldError(
        f"integration type {integration_type}, IoT class {iot_class}, authentication {auth}: "
        f"no model here is of this kind; the nearest is {model.kind}: "
        f"--integration-type {nearest[0]} --iot-class {nearest[1]} --auth {nearest[2]}"
    )
