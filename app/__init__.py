"""Standby runs a fashion show backstage: one server, many screens, one truth."""

__version__ = "0.1.0"
