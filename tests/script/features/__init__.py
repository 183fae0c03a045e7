"""Tests of what the features of an integration consist of."""
