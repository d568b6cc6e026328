"""One conversation with one device, without a network."""
