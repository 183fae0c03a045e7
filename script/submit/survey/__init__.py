"""Cut the integrations of the installed Home Assistant into series, and judge each step."""
