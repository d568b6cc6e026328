"""Sheets and paper: what people bring to a show, and take home from it."""
