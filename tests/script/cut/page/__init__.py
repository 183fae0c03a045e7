"""Tests of cutting documentation pages."""
