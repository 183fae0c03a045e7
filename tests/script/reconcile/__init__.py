"""Tests of bringing what review has changed into the finished integration."""
