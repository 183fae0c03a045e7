"""Rules for strings.json, icons.json and the layout of JSON."""
