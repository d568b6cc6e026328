"""The running evening: who writes, who is told, what the clock asks."""
