"""Coverage of Indonesia's employment social security, by province."""
