"""Everything that trains a model or predicts with it, here or elsewhere: what main.py calls."""
