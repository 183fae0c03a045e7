"""Tests of compiling translations."""
