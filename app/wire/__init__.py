"""The words that cross the network."""
