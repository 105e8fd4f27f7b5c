"""The same models in scikit-learn and XGBoost, on the split that mlkit made."""

import numpy as np
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from xgboost import XGBClassifier

TARGET = "income"
POSITIVE = ">50K"


def split(project, name):
    table = pd.read_parquet(f"{project}/data/{name}/ingest.parquet")
    for column in table.select_dtypes(exclude="number"):
        table[column] = table[column].astype(object).where(table[column].notna(), np.nan)
    return table.drop(columns=TARGET), (table[TARGET] == POSITIVE).astype(int)


def score_of_answers(file):
    """AUC of what `mlkit predict --keep income` wrote."""
    table = pd.read_parquet(file)
    return roc_auc_score(table[TARGET] == POSITIVE, table[f"probability_{POSITIVE}"])


def features(table):
    numeric = [name for name in table if pd.api.types.is_numeric_dtype(table[name])]
    texts = [name for name in table if name not in numeric]
    return make_column_transformer(
        (make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), numeric),
        (make_pipeline(SimpleImputer(strategy="most_frequent"), OneHotEncoder(handle_unknown="ignore")), texts),
    )


def models(parameters):
    return {
        "linear": LogisticRegression(max_iter=2000, tol=1e-6),
        "network": MLPClassifier((64, 32), early_stopping=True, max_iter=200, random_state=parameters["seed"]),
        "trees": XGBClassifier(
            tree_method="hist",
            n_estimators=parameters["train"]["rounds"],
            max_depth=parameters["train"]["max_depth"],
            learning_rate=parameters["train"]["learning_rate"],
            n_jobs=1,
            random_state=parameters["seed"],
        ),
    }


def scores(project, parameters):
    """Test AUC of each peer, fitted on mlkit's training split."""
    train, train_labels = split(project, "train")
    test, test_labels = split(project, "test")
    fitted = features(train).fit(train)
    x_train, x_test = fitted.transform(train), fitted.transform(test)
    return {
        name: roc_auc_score(test_labels, model.fit(x_train, train_labels).predict_proba(x_test)[:, 1])
        for name, model in models(parameters).items()
    }
