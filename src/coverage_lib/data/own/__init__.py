"""The analyst's own tables: their folder, what is in it, and how they stand beside the project's."""
