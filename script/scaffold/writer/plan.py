"""The plan of an integration around a client library, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from script.client.offer import Step
from script.client.parameters import Parameter, Role

type Import = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Credential:
    """What a user is asked for.

    Attributes:
        const: The constant of Home Assistant's for its key.
        label: What core calls it, in the middle of a sentence.
        autocomplete: What browsers fill in.
        example: What is typed in tests.
        parameter: The name of what takes it, where that is of no role.
        is_own: Whether the integration has the constant itself.
    """

    role: Role | None
    const: str
    key: str
    label: str
    autocomplete: str
    is_secret: bool
    example: str | float | tuple[float, float]
    parameter: str = ""
    is_own: bool = False

    @property
    def is_text(self) -> bool:
        """Return whether it is a text."""
        return isinstance(self.example, str)

    @property
    def is_place(self) -> bool:
        """Return whether it is a latitude and a longitude."""
        return isinstance(self.example, tuple)

    @property
    def type(self) -> str:
        """Return its type, as annotations name it."""
        return "dict[str, float]" if self.is_place else type(self.example).__name__


CREDENTIALS: Final = (
    Credential(
        role=Role.HOST,
        const="CONF_HOST",
        key="host",
        label="host",
        autocomplete="off",
        is_secret=False,
        example="192.0.2.10",
    ),
    Credential(
        role=Role.PORT,
        const="CONF_PORT",
        key="port",
        label="port",
        autocomplete="off",
        is_secret=False,
        example=8080,
    ),
    Credential(
        role=Role.USERNAME,
        const="CONF_USERNAME",
        key="username",
        label="username",
        autocomplete="username",
        is_secret=False,
        example="jane",
    ),
    Credential(
        role=Role.PASSWORD,
        const="CONF_PASSWORD",
        key="password",
        label="password",
        autocomplete="current-password",
        is_secret=True,
        example="password",
    ),
    Credential(
        role=Role.TOKEN,
        const="CONF_API_TOKEN",
        key="api_token",
        label="API token",
        autocomplete="current-password",
        is_secret=True,
        example="token",
    ),
)

# What is asked for instead of a host where a client takes the whole address
URL: Final = replace(
    CREDENTIALS[0],
    const="CONF_URL",
    key="url",
    label="URL",
    autocomplete="url",
    example="http://192.0.2.10",
)

LOCATION: Final = Credential(
    role=None,
    const="CONF_LOCATION",
    key="location",
    label="location",
    autocomplete="off",
    is_secret=False,
    example=(52.5, 13.25),
)


@dataclass(frozen=True, kw_only=True)
class Passed:
    """An argument: the parameter and what a user is asked for, or what is made of that, or neither for the session.

    Attributes:
        made: The class, and the arguments of it.
    """

    parameter: Parameter
    credential: Credential | None
    made: tuple[Import, tuple[Passed, ...]] | None = None

    @property
    def is_session(self) -> bool:
        """Return whether one of Home Assistant's sessions is passed."""
        return self.credential is None and self.made is None


@dataclass(frozen=True, kw_only=True)
class Part:
    """A client that the client has or returns.

    Attributes:
        code: How it is reached from the client, "rest_api()" or "device".
        attribute: Of the coordinator, where it has to be fetched.
        model: Its class, and where that is imported from.
        step: The call that returns it, None if the client just has it.
    """

    code: str
    attribute: str
    model: Import
    step: Step | None


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """What a call returns, and where it is kept.

    Attributes:
        arguments: What of a user's the call is given.
        attribute: Of the coordinator or of its data, "" for the client, which the call updates.
        type: Its class, as annotations name it.
        is_mapping: Whether what it holds is read by keys.
        private: The fields that diagnostics must not show.
        example: What the process that imported the library told of its class.
        getters: What methods of the client return that only read what is updated, by their code.
        key: Of several, the field by which each is the same for good, "" if that is its name in a mapping.
    """

    step: Step
    arguments: tuple[Passed, ...]
    attribute: str
    type: str
    module: str
    is_mapping: bool
    private: frozenset[str]
    example: Mapping[str, Any]
    getters: Mapping[str, str]
    key: str = ""

    @property
    def is_several(self) -> bool:
        """Return whether there are several of its class."""
        return bool(self.step.several)

    @property
    def is_untold(self) -> bool:
        """Return whether it is a dictionary, or several, and nothing tells of what."""
        return self.is_mapping and not self.module


@dataclass(frozen=True, kw_only=True)
class Entity:
    """An entity that shows a field.

    Attributes:
        source: What has the field.
        path: How the field is reached from there, "phases.voltage".
        optional: The beginnings of the path that may be None.
        type: The name of its type, "" if that is not known.
        name: For users; None if Home Assistant names it by its device class.
        device_class: Its value, such as "power".
        unit: The constant or member of Home Assistant's.
        state_class: The member of Home Assistant's.
        enum: The module of its enum, with the names of the members.
        setter: What sets it, or for a button, what is pressed.
        parameter: Of the setter that takes the new value.
        target: Of the setter what takes one of several devices, and the field of it that is passed, "" for itself.
        limits: The least and the greatest value of a number.
    """

    key: str
    platform: str
    source: Fetched
    path: str
    optional: tuple[str, ...]
    type: str
    name: str | None
    device_class: str | None
    unit: str | None
    state_class: str | None
    enum: tuple[str, tuple[str, ...]] | None
    is_diagnostic: bool
    setter: Step | None = None
    parameter: Parameter | None = None
    target: tuple[Parameter, str] | None = None
    limits: tuple[float, float] | None = None


@dataclass(frozen=True, kw_only=True)
class Error:
    """An exception that the library raises, for a test."""

    id: str
    name: str
    module: str
    code: str
    imports: tuple[Import, ...]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is to be written.

    Attributes:
        title: Of the integration, as users read it.
        device_name: Of its device, where that does not tell one of its own, or of several what comes before an identity.
        client: The class, and where it is imported from.
        session: The function of Home Assistant's that has one, None if the library has its own.
        is_blocking: Whether the client is made and called in an executor.
        login, close: The calls for it, None if there is none to make.
        is_identified: Whether anything tells who or what it is; else entries differ by what a user sees of them.
        identity: What tells that, or else what is fetched to try the connection.
        identity_path: How the identity is reached in that.
        device: The fields of a device for the device registry, by the parameter of DeviceInfo.
        macs: The fields of a device with a MAC address.
        title_path: The field of the identity that names an entry.
        name_path: The field of a device that names it.
        unsure: The fields of entities whose unit nothing tells.
        assumed: What was taken for granted where nothing tells it, each with how the author says otherwise.
        refused: The exception of refused credentials, None if there are none.
        failed: The exceptions for anything else.
    """

    domain: str
    title: str
    device_name: str
    client: Import
    credentials: tuple[Credential, ...]
    constructor: tuple[Passed, ...]
    session: str | None
    keeps_cookies: bool
    is_blocking: bool
    login: Step | None
    login_arguments: tuple[Passed, ...]
    close: Step | None
    parts: tuple[Part, ...]
    is_identified: bool
    identity: Fetched
    identity_path: str
    identity_type: str
    is_identity_optional: bool
    device: Mapping[str, str]
    macs: tuple[str, ...]
    title_path: str | None
    name_path: str | None
    states: tuple[Fetched, ...]
    entities: tuple[Entity, ...]
    unsure: tuple[str, ...]
    assumed: tuple[str, ...]
    refused: Error | None
    failed: tuple[Import, ...]
    errors: tuple[Error, ...]
    zeroconf: Mapping[str, str] | None
    is_typed: bool
    is_cloud: bool
    is_service: bool

    @property
    def several(self) -> Fetched | None:
        """Return what an entry has several of, None if it is of one device."""
        return next((each for each in self.states if each.is_several), None)

    @property
    def default_name(self) -> str:
        """Return the name of an entry that nothing else names."""
        return self.title if self.several else self.device_name

    @property
    def described(self) -> Fetched:
        """Return what tells of a device."""
        return self.several or self.identity

    @property
    def is_alone(self) -> bool:
        """Return whether there is one entry at most, as nothing that is entered tells several apart."""
        return not self.credentials

    @property
    def is_fetched_once(self) -> bool:
        """Return whether what tells which device it is has to be fetched once, as entities or a check need it."""
        return self._has_own_call and (not self.several or self.is_checked)

    @property
    def fetched(self) -> tuple[Fetched, ...]:
        """Return what the coordinator fetches."""
        return (*([self.identity] if self.is_fetched_once else []), *self.states)

    @property
    def place(self) -> Credential | None:
        """Return where that is what it tells about, None if that is not asked for."""
        return next((each for each in self.credentials if each.is_place), None)

    @property
    def address(self) -> Credential | None:
        """Return where it is reached, None if that is not asked for."""
        return next((each for each in self.credentials if each.role is Role.HOST), None)

    @property
    def is_checked(self) -> bool:
        """Return whether another device may answer at the address of an entry, and can be told."""
        return self._has_own_call and self.is_identified and self.address is not None

    @property
    def _has_own_call(self) -> bool:
        """Return whether what tells which device or account it is comes by a call of its own."""
        polled = {each.step.code for each in self.states}
        return bool(self.identity.attribute) and self.identity.step.code not in polled
