"""Tables as agencies publish them: a file becomes a long table, or is refused with every reason."""
