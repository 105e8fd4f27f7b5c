"""The model: features and estimator in one scikit-learn pipeline, so that training and serving cannot differ."""

from sklearn.compose import ColumnTransformer
from sklearn.ensemble import (
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

MODELS = ["boosting", "forest", "linear"]


def build(model, task, numbers, texts, trees, seed):
    """An unfitted pipeline.

    `model` is one of MODELS, `task` is "classification" or "regression", `numbers` and `texts` name the columns of
    each sort, `trees` is how many trees an ensemble has.
    """
    parts = []
    if numbers:
        # Trees ask only which number is larger, and need no common scale.
        scaling = [StandardScaler()] if model == "linear" else []
        parts.append(("numbers", make_pipeline(SimpleImputer(strategy="median"), *scaling), numbers))
    if texts:
        # A value that training has not seen is none of the known ones.
        encoder = OneHotEncoder(handle_unknown="ignore", sparse_output=False, dtype="float32")
        parts.append(("texts", encoder, texts))
    return Pipeline([("features", ColumnTransformer(parts)), ("model", estimator(model, task, trees, seed))])


def estimator(model, task, trees, seed):
    classifies = task == "classification"
    if model == "boosting":
        kind = HistGradientBoostingClassifier if classifies else HistGradientBoostingRegressor
        return kind(max_iter=trees, early_stopping=False, random_state=seed)
    if model == "forest":
        kind = RandomForestClassifier if classifies else RandomForestRegressor
        return kind(n_estimators=trees, min_samples_leaf=5, random_state=seed)
    if model == "linear":
        return LogisticRegression(max_iter=1000) if classifies else Ridge()
    raise ValueError(f"there is no model {model}; there are {', '.join(MODELS)}")
