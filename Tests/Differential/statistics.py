"""Writes a table, and what pandas, SciPy and scikit-learn say of its columns.

    statistics.py ROWS SEED

t.csv has columns of numbers with ties, long tails and missing values, and columns of categories; expected.json has the figures of each
column, and of each pair what the two have to do with each other.
"""

import json
import sys

import numpy as np
import pandas as pd
from scipy import stats
from scipy.stats import contingency
from sklearn.metrics import mutual_info_score

rows, seed = int(sys.argv[1]), int(sys.argv[2])
random = np.random.default_rng(seed)
base = random.normal(size=rows)
kind = random.choice(["a", "b", "c d", "é"], rows, p=[0.5, 0.3, 0.15, 0.05])
frame = pd.DataFrame({
    "even": base * 3 + 100,
    "near": base + random.normal(size=rows) / 4,
    "ties": np.round(base * 2 - 1),
    "tail": np.exp(random.normal(size=rows) * 2),
    "holes": np.where(random.random(rows) < 0.2, np.nan, base * 1e-6),
    "kind": kind,
    "flag": np.where(random.random(rows) < np.where(kind == "a", 0.8, 0.3), "yes", "no"),
    "gaps": np.where(random.random(rows) < 0.1, "", np.where(base > 0, "up", "down")),
})
frame.to_csv("t.csv", index=False)
# As it is read.
frame = pd.read_csv("t.csv", dtype={"gaps": "string"})


def undefined(value):
    return float(value) if np.isfinite(value) else None



columns, pairs = {}, {}
for name in frame.columns:
    x = frame[name].dropna()
    found = columns[name] = {"count": int(x.size), "missing": int(frame[name].isna().sum()), "distinct": int(x.nunique())}
    if x.dtype.kind not in "fi":
        continue
    low, high = x.quantile(0.25), x.quantile(0.75)
    found.update({
        "zeros": int((x == 0).sum()),
        "outliers": int(((x < low - 1.5 * (high - low)) | (x > high + 1.5 * (high - low))).sum()),
        "mean": float(x.mean()), "deviation": float(x.std()), "minimum": float(x.min()), "maximum": float(x.max()),
        "median": float(x.median()), "skewness": undefined(x.skew()), "kurtosis": undefined(x.kurt()),
        "quantiles": [float(x.quantile(share)) for share in [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99]],
        "counts": [int(count) for count in np.histogram(x, 20)[0]], "edges": [float(edge) for edge in np.histogram(x, 20)[1]],
    })

names = list(frame.columns)
for index, first in enumerate(names):
    for second in names[index + 1:]:
        both = frame[[first, second]].dropna()
        x, y = both[first], both[second]
        found = pairs[f"{first}|{second}"] = {"rows": int(len(both))}
        codes = []
        for name, values in ((first, x), (second, y)):
            # The edges are those of all of the column's numbers, whatever the other lacks.
            if values.dtype.kind in "fi":
                whole = frame[name].dropna()
                edges = np.unique(np.quantile(whole, np.arange(1, 10) / 10))
                codes.append(np.searchsorted(edges, values, side="right"))
            else:
                codes.append(pd.factorize(values)[0])
        found["mutual_information"] = float(mutual_info_score(codes[0], codes[1]))
        if x.dtype.kind in "fi" and y.dtype.kind in "fi":
            found["pearson"] = float(stats.pearsonr(x, y).statistic)
            found["spearman"] = float(stats.spearmanr(x, y).statistic)
        elif x.dtype.kind not in "fi" and y.dtype.kind not in "fi":
            table = pd.crosstab(x.astype(object), y.astype(object)).to_numpy()
            found["cramers_v"] = float(contingency.association(table, method="cramer"))
json.dump({"columns": columns, "pairs": pairs}, open("expected.json", "w"))
