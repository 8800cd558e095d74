"""Trained models: weights, model cards and the code that trained them. :mod:`models.registry` finds and verifies them."""
