"""The peers of `training.py`, each as a careful user would set it up."""

import time

import numpy as np
import pandas as pd

import training_tables

FEW = 40


def prepared(frame, schema):
    """Dates as parts, few categories as such; of many, and texts, the words."""
    columns = {}
    for name, kind in schema.columns.items():
        column = frame[name]
        if kind in ("date", "timestamp"):
            moments = pd.to_datetime(column, errors="coerce", utc=True)
            columns[name] = training_tables.numbers(column, kind)
            for part in ("year", "month", "day", "dayofweek", "hour"):
                columns[f"{name} {part}"] = getattr(moments.dt, part).to_numpy(dtype=float, na_value=np.nan)
        elif kind in ("integer", "number"):
            columns[name] = training_tables.numbers(column, kind)
        else:
            texts = column.astype("string").astype(object)
            columns[name] = texts.where(texts.notna(), np.nan)
    return pd.DataFrame(columns)


def sorted_out(train):
    texts = [name for name in train.columns if train[name].dtype == object]
    few = [name for name in texts if train[name].nunique() <= FEW]
    return [name for name in train.columns if name not in texts], few, [name for name in texts if name not in few]


def one_hot(train, scale):
    from sklearn.compose import make_column_transformer
    from sklearn.impute import SimpleImputer
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, StandardScaler

    numbers, few, many = sorted_out(train)
    steps = [SimpleImputer(keep_empty_features=True)] + ([StandardScaler()] if scale else [])
    return make_column_transformer(
        (make_pipeline(*steps), numbers),
        (OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=2, sparse_output=scale), few + many),
    ) if scale else make_column_transformer(
        (make_pipeline(*steps), numbers),
        (OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=2, sparse_output=False), few),
        *[(target_encoder(), many)] if many else [])


def target_encoder():
    from sklearn.preprocessing import TargetEncoder

    return TargetEncoder(random_state=0)


def categories(train, *others):
    """Frames whose texts are categories of the training rows; an unseen one is missing."""
    _, few, many = sorted_out(train)
    result = []
    for frame in (train, *others):
        frame = frame.copy()
        for name in few + many:
            frame[name] = pd.Categorical(frame[name], categories=sorted(train[name].dropna().unique()))
        result.append(frame)
    return result


def answers(frame, schema, task, parts):
    """For each peer its name, what it answers for the test rows, and the seconds of processor time it took."""
    table = prepared(frame, schema)
    truth = schema.truth(frame)
    train, valid, test = (table.iloc[parts[name]] for name in ("train", "valid", "test"))
    targets = {name: truth[rows] for name, rows in parts.items()}
    both = pd.concat([train, valid])
    both_targets = np.concatenate([targets["train"], targets["valid"]])
    regression = task == "regression"

    def answer(model, rows):
        return model.predict(rows) if regression else model.predict_proba(rows)

    for name, fit in peers(regression, len(schema.classes or [])).items():
        started = time.process_time()
        result = answer(*fit(train, valid, test, both, targets, both_targets))
        yield name, result, time.process_time() - started


def peers(regression, classes):
    return {
        "linear CV": lambda *given: linear(regression, *given), "random forest": lambda *given: forest(regression, *given),
        "HistGB": lambda *given: hist(regression, *given), "XGBoost": lambda *given: xgboost(regression, *given),
        "LightGBM": lambda *given: lightgbm(regression, *given),
    }


def linear(regression, train, valid, test, both, targets, both_targets):
    from sklearn.linear_model import LogisticRegressionCV, RidgeCV
    from sklearn.pipeline import make_pipeline

    model = RidgeCV(np.logspace(-2, 3, 6)) if regression else LogisticRegressionCV(Cs=np.logspace(-3, 2, 6), cv=3, max_iter=300, scoring="neg_log_loss")
    return make_pipeline(one_hot(both, scale=True), model).fit(both, both_targets), test


def forest(regression, train, valid, test, both, targets, both_targets):
    from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
    from sklearn.pipeline import make_pipeline

    model = (RandomForestRegressor if regression else RandomForestClassifier)(200, min_samples_leaf=1 if regression else 2, n_jobs=1, random_state=0)
    return make_pipeline(one_hot(both, scale=False), model).fit(both, both_targets), test


def hist(regression, train, valid, test, both, targets, both_targets):
    from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
    from sklearn.compose import make_column_transformer
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OrdinalEncoder

    numbers, few, many = sorted_out(both)
    encode = make_column_transformer(
        (OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=np.nan), few), ("passthrough", numbers),
        *[(target_encoder(), many)] if many else [])
    kind = HistGradientBoostingRegressor if regression else HistGradientBoostingClassifier
    model = kind(categorical_features=list(range(len(few))), early_stopping=True, max_iter=500, random_state=0)
    return make_pipeline(encode, model).fit(both, both_targets), test


def xgboost(regression, train, valid, test, both, targets, both_targets):
    from xgboost import XGBClassifier, XGBRegressor

    train, valid, test = categories(train, valid, test)
    model = (XGBRegressor if regression else XGBClassifier)(
        n_estimators=1000, learning_rate=0.1, tree_method="hist", enable_categorical=True, early_stopping_rounds=50, n_jobs=1)
    return model.fit(train, targets["train"], eval_set=[(valid, targets["valid"])], verbose=False), test


def lightgbm(regression, train, valid, test, both, targets, both_targets):
    from lightgbm import LGBMClassifier, LGBMRegressor, early_stopping

    train, valid, test = categories(train, valid, test)
    for frame in (train, valid, test):
        frame.columns = [f"c{place}" for place in range(frame.shape[1])]
    model = (LGBMRegressor if regression else LGBMClassifier)(n_estimators=1000, learning_rate=0.1, n_jobs=1, verbosity=-1)
    return model.fit(train, targets["train"], eval_set=[(valid, targets["valid"])], callbacks=[early_stopping(50, verbose=False)]), test
