"""Tables as they are taken in: sources, periods, regions, boundaries, the rules they must keep, and the build of tidy tables."""
