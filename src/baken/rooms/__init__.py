"""The subjects of Baken, one room each; a room imports only rooms below it and the core."""
