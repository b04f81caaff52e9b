"""Charts: a data frame in, an exhibit out, with words from the language catalogue.

``marks`` holds what the charts share; ``levels`` draws coverage, its path and its gap, ``segments`` formal against informal,
``outlook`` projections and targets.
"""
