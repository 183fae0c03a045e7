"""Stand-in for core's tests.typing."""

from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    MockHAClientWebSocket,
    MqttMockHAClient,
    MqttMockHAClientGenerator,
    MqttMockPahoClient,
    RecorderInstanceContextManager,
    RecorderInstanceGenerator,
    WebSocketGenerator,
)

__all__ = [
    "ClientSessionGenerator",
    "MockHAClientWebSocket",
    "MqttMockHAClient",
    "MqttMockHAClientGenerator",
    "MqttMockPahoClient",
    "RecorderInstanceContextManager",
    "RecorderInstanceGenerator",
    "WebSocketGenerator",
]
