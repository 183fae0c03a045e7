"""An integration as data: its files, and what Home Assistant says they mean."""
