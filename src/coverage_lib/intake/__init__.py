"""Taking in tables of one's own, in words: what a file holds, what is wrong with it, the template, what was added."""
