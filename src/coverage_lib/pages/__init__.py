"""Notebooks as pages, the site around them, tables to download, pictures of the pages."""
