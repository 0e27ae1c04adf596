"""Train the encoder and write analysis/weights/: python -m training.encoder."""
