"""The projection learned on panels of social insurance: class prior, posterior of each series, quantiles, joint draws, national path.

Scored in ``benchmarks/reference_class`` with each panel left out in turn. No page shows it yet: the pages' projections come from
``measures.projection.model`` until notebook 03 is rebuilt on this one.
"""
