"""Bring what review has changed in a step into the finished integration."""
