"""Tests of the documentation tool."""
