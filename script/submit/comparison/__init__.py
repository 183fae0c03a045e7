"""Compare a step with the finished integration by their syntax trees alone.

Nothing here knows how a step was cut. That it agrees with the cutter is worth something only because of that.
"""
