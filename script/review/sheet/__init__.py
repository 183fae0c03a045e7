"""Answer core's review guide point by point: held, broken, not there, or for a human."""
