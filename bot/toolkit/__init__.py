"""What the content means: its shapes, how it is read, and where to find a thing in it."""
