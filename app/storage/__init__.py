"""The log of the show, and the one place that knows a database."""
