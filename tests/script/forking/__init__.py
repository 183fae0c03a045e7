"""Tests of running modules in forked processes."""
