"""Registered weights: one folder a trained model, found and verified by registry.py."""
