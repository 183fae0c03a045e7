"""The pictures of Home Assistant's page that the README and the documentation page show."""
