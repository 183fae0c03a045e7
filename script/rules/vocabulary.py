"""Vocabularies that several rules share."""

from typing import Final

# Keys that core wraps in Secret wherever they stand in a schema
SECRETS: Final = {
    "access_token",
    "api_key",
    "api_secret",
    "api_token",
    "auth_key",
    "client_secret",
    "encryption_key",
    "passkey",
    "password",
    "pin",
    "private_key",
    "secret",
    "token",
}
