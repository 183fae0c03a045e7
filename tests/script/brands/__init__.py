"""Tests of drawing and checking brand images."""
