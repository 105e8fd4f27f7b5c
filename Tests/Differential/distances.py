"""Writes two tables, and what SciPy and NumPy say of how their columns differ.

    distances.py ROWS OTHER_ROWS SEED

a.csv and b.csv have columns of numbers with ties, long tails and missing values, and columns of categories; expected.json has a
figure for each test and column, and the chance where there is one.
"""

import json
import sys

import numpy as np
import pandas as pd
from scipy import stats
from scipy.spatial.distance import jensenshannon

rows, other_rows, seed = (int(word) for word in sys.argv[1:])
random = np.random.default_rng(seed)


def table(count, shift):
    even = random.normal(size=count) + shift
    return pd.DataFrame({
        "even": even,
        "ties": np.round(random.normal(size=count) * 3 + shift),
        "tail": np.exp(random.normal(size=count) * 3),
        "holes": np.where(random.random(count) < 0.2, np.nan, even * 1e-6),
        "same": random.normal(size=count),
        "kind": random.choice(["a", "b", "c d", "é"], count, p=[0.4 - shift / 10, 0.3, 0.2, 0.1 + shift / 10]),
        "flag": random.choice(["yes", "no"], count),
    })


a, b = table(rows, 0), table(other_rows, 0.3)
a.to_csv("a.csv", index=False)
b.to_csv("b.csv", index=False)
# As they are read.
a, b = pd.read_csv("a.csv"), pd.read_csv("b.csv")


def shares(counts):
    return counts / counts.sum()


def stability(p, q):
    p, q = np.maximum(p, 1e-4), np.maximum(q, 1e-4)
    return float(((q - p) * np.log(q / p)).sum())


expected = {}
for name in a.columns:
    x, y = a[name].dropna(), b[name].dropna()
    found = expected[name] = {}
    if x.dtype.kind == "f":
        test = stats.ks_2samp(x, y, method="exact")
        found["ks"] = [float(test.statistic), float(test.pvalue)]
        found["wasserstein"] = [float(stats.wasserstein_distance(x, y) / x.std(ddof=0))]
        edges = np.histogram_bin_edges(np.concatenate([x, y]), bins="sturges")
        p, q = (shares(np.histogram(values, edges)[0]) for values in (x, y))
        found["js"], found["linf"] = [float(jensenshannon(p, q))], [float(abs(p - q).max())]
        edges = np.unique(np.quantile(x, np.arange(1, 10) / 10))
        p, q = (shares(np.bincount(np.searchsorted(edges, values, side="right"), minlength=len(edges) + 1)) for values in (x, y))
        found["psi"] = [stability(p, q)]
    else:
        counts = pd.DataFrame({"a": x.value_counts(), "b": y.value_counts()}).fillna(0)
        test = stats.chi2_contingency(counts.to_numpy(), correction=False)
        p, q = shares(counts["a"].to_numpy()), shares(counts["b"].to_numpy())
        found["chi2"] = [float(abs(p - q).max()), float(test.pvalue)]
        found["js"], found["linf"] = [float(jensenshannon(p, q))], [float(abs(p - q).max())]
        found["psi"] = [stability(p, q)]
json.dump(expected, open("expected.json", "w"))
