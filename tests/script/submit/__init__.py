"""Tests of cutting an integration into pull requests."""
