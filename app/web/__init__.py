"""The doors: HTTP, WebSocket, and how a device joins."""
