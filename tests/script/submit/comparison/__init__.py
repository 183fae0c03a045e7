"""Tests of the comparison of steps with the finished integration, by steps that are cut by hand."""
