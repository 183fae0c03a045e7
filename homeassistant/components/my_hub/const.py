"""Constants for the My Hub integration."""

from typing import Final

DOMAIN: Final = "my_hub"
