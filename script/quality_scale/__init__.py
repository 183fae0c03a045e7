"""The 54 rules of core's quality scale, each with evidence that is checked."""
