"""Constants for the My Cloud integration."""

from typing import Final

DOMAIN: Final = "my_cloud"
