"""A made-up show with a made-up crew, who come in through the same doors as everybody."""
