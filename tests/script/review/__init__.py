"""Tests for the review."""
