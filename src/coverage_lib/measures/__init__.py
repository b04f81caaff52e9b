"""What is computed, data frame in and data frame out: coverage, published figures, disparity, projection, one province."""
