"""Tests of the code: `python3 -m unittest` in the project's folder runs them."""
