"""Tests of running Home Assistant for development."""
