"""The network."""

import torch
from torch import nn


class Network(nn.Module):
    """A network for rows of numbers and texts, as the data loader makes them.

    Missing numbers take the median of training, all numbers its scale; every text has a vector that is learned. Answers
    the logit of each class, [N, classes], or for a regression one number, [N, 1], in units of the target's spread.
    """

    def __init__(self, numbers, texts, outputs, hidden):
        """`numbers` is the training rows' numbers, `texts` how many values each column of texts has."""
        super().__init__()
        self.number_count = numbers.shape[1]
        filled = numbers.nan_to_num(nan=float("inf"))
        known = numbers.isfinite()
        # The middle one of the known values; 0 for a column without any.
        middle = ((known.sum(dim=0) - 1) // 2).clamp(min=0)
        median = filled.sort(dim=0).values.gather(0, middle[None])[0].nan_to_num(posinf=0.0)
        rows = torch.where(known, numbers, median)
        self.register_buffer("median", median)
        self.register_buffer("mean", rows.mean(dim=0))
        spread = rows.std(dim=0)
        self.register_buffer("spread", torch.where(spread > 0, spread, 1.0))
        widths = [min(16, count // 2 + 1) for count in texts]
        self.texts = nn.ModuleList(nn.Embedding(count + 1, width) for count, width in zip(texts, widths, strict=True))
        layers, width = [], self.number_count + sum(widths)
        for units in hidden:
            layers += [nn.Linear(width, units), nn.ReLU(), nn.Dropout(0.1)]
            width = units
        self.layers = nn.Sequential(*layers, nn.Linear(width, outputs))

    def forward(self, rows):
        numbers = rows[:, : self.number_count]
        numbers = torch.where(torch.isnan(numbers), self.median, numbers)
        parts = [(numbers - self.mean) / self.spread]
        for place, embedding in enumerate(self.texts, start=self.number_count):
            parts.append(embedding(rows[:, place].long()))
        return self.layers(torch.cat(parts, dim=1))


class Answers(nn.Module):
    """A trained network as it is exported: probabilities in place of logits, the target's unit in place of spreads."""

    def __init__(self, network, mean=0.0, spread=1.0, classifies=True):
        super().__init__()
        self.network = network
        self.classifies = classifies
        self.mean, self.spread = mean, spread

    def forward(self, rows):
        answers = self.network(rows)
        return answers.softmax(dim=1) if self.classifies else answers * self.spread + self.mean
