"""Tests of reading client libraries."""
