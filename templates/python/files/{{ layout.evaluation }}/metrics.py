"""Measures how good answers are."""

import numpy as np
from sklearn.metrics import (
    accuracy_score,
    log_loss,
    mean_absolute_error,
    r2_score,
    roc_auc_score,
    root_mean_squared_error,
)


def of_classes(truth, probabilities, classes):
    """Metrics of a classification; `probabilities` is [N, classes], in the order of `classes`."""
    classes = list(classes)
    positive = np.asarray(truth) == classes[-1]
    metrics = {"accuracy": accuracy_score(truth, np.asarray(classes)[probabilities.argmax(axis=1)])}
    if len(classes) == 2:
        metrics["roc_auc"] = roc_auc_score(positive, probabilities[:, 1])
    else:
        metrics["roc_auc"] = roc_auc_score(truth, probabilities, multi_class="ovr", labels=classes)
    metrics["log_loss"] = log_loss(truth, probabilities, labels=classes)
    return {name: float(value) for name, value in metrics.items()}


def of_numbers(truth, predictions):
    """Metrics of a regression."""
    metrics = {
        "rmse": root_mean_squared_error(truth, predictions),
        "mae": mean_absolute_error(truth, predictions),
        "r2": r2_score(truth, predictions),
    }
    return {name: float(value) for name, value in metrics.items()}


def of_pipeline(pipeline, rows, truth):
    """Metrics of a fitted pipeline on some rows."""
    if hasattr(pipeline, "classes_"):
        return of_classes(truth, pipeline.predict_proba(rows), pipeline.classes_)
    return of_numbers(truth, pipeline.predict(rows))


def of_baseline(fitted_on, truth, classes=None):
    """Metrics of the same answer for every row: the shares of the classes in `fitted_on`, or its mean."""
    if classes is None:
        return of_numbers(truth, np.full(len(truth), np.mean(fitted_on)))
    shares = [float(np.mean(np.asarray(fitted_on) == name)) for name in classes]
    return of_classes(truth, np.tile(shares, (len(truth), 1)), classes)
