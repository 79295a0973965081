"""Measurements and trials that start real servers. ``python -m bench`` runs them all."""
