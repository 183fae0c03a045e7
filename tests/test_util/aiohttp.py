"""Stand-in for core's tests.test_util.aiohttp."""

from pytest_homeassistant_custom_component.test_util.aiohttp import (
    AiohttpClientMocker,
    AiohttpClientMockResponse,
    MockLongPollSideEffect,
    mock_aiohttp_client,
)

__all__ = [
    "AiohttpClientMockResponse",
    "AiohttpClientMocker",
    "MockLongPollSideEffect",
    "mock_aiohttp_client",
]
