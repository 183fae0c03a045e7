"""The check that core's tests make of all translations: what is shown must be translated."""
