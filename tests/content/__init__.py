"""What officers may rely on when they change sentences."""
