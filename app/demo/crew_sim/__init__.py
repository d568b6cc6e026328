"""The simulated crew: people who know only the public socket (PROTOCOL.md), each with a device of their own."""
