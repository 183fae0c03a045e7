"""Tests of judging one integration by all tools."""
