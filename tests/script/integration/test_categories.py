"""Test finding the category that a text is most like."""

import pytest

from script.integration.categories import likeliest


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Acme thermostat", "climate.thermostats_heating"),
        ("Acme doorbell", "security_safety.doorbells_intercoms"),
        ("zzzz qqqq", None),
    ],
)
def test_likeliest(text: str, category: str | None) -> None:
    """Test that words that are rare elsewhere tell, and that none tell nothing."""
    assert likeliest(text) == category
