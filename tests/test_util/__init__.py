"""Stand-ins for core's tests.test_util."""
