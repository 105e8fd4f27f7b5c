"""Measures how good a network's answers are while it learns. The built-in stage `evaluate` measures the result."""

import torch
from torch.nn import functional


def loss(answers, targets):
    """What training makes small: cross entropy for classes, the mean square for numbers."""
    if targets.dtype == torch.int64:
        return functional.cross_entropy(answers, targets)
    return functional.mse_loss(answers[:, 0], targets)


def measure(answers, targets):
    """Loss and accuracy, or for numbers R²."""
    result = {"loss": loss(answers, targets).item()}
    if targets.dtype == torch.int64:
        result["accuracy"] = (answers.argmax(dim=1) == targets).float().mean().item()
    else:
        unexplained = ((answers[:, 0] - targets) ** 2).sum()
        result["r2"] = (1 - unexplained / ((targets - targets.mean()) ** 2).sum()).item()
    return result
