"""Tests of writing an integration around a client library."""
