"""Weights of the line recogniser made better on faxes, faint print and screens."""
