"""AutoGluon's side of `auto.py`, in an environment of its own: FOLDER has train.parquet, test.parquet and job.json; answers go to
answers.npy."""

import json
import pathlib
import sys

import numpy as np
import pandas as pd
from autogluon.tabular import TabularPredictor


def spelling(value):
    return str(value).lower() if isinstance(value, (bool, np.bool_)) else str(value)


def main(folder):
    job = json.loads((folder / "job.json").read_text())
    train, test = (pd.read_parquet(folder / f"{name}.parquet") for name in ("train", "test"))
    classes, target = job["classes"], job["target"]
    if classes:
        train[target] = train[target].map(spelling)
    kind = "regression" if classes is None else "binary" if len(classes) == 2 else "multiclass"
    predictor = TabularPredictor(
        target, problem_type=kind, eval_metric="root_mean_squared_error" if classes is None else "log_loss", path=str(folder / "models"),
        verbosity=0)
    predictor.fit(train, presets="medium_quality", time_limit=job["seconds"], num_cpus=job["cores"], num_gpus=0)
    rows = test.drop(columns=target)
    answers = predictor.predict(rows).to_numpy() if classes is None else predictor.predict_proba(rows)[classes].to_numpy()
    np.save(folder / "answers.npy", answers.astype(float))
    board = predictor.leaderboard(silent=True)
    print(f"{len(board)} models, best {board.iloc[0].model}")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
