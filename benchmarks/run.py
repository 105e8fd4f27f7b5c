"""Measures mlkit beside its peers and prints a table. Run it with `make bench`.

    run.py MLKIT [--before MLKIT] [--skip-training]

Both sides run on this machine, in one go; times are medians of whole processes, taken in turn.
"""

import argparse
import json
import pathlib
import sys
import tempfile
import time

import history
import scaffolding
import timing

SEED_PARAMETERS = {"seed": 42, "train": {"rounds": 200, "max_depth": 6, "learning_rate": 0.1}}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("mlkit", type=scaffolding.program)
    parser.add_argument("--before", type=scaffolding.program, help="an earlier build, which starts and scaffolds in turn")
    parser.add_argument("--skip-training", action="store_true")
    arguments = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        rows += scaffolding.all_rows(arguments.mlkit, arguments.before)
        rows += history.measured(arguments.mlkit, folder / "history")
        if not arguments.skip_training:
            rows += training(arguments.mlkit, folder)
    timing.print_table(rows)
    return 0 if all(row[3] for row in rows) else 1


def training(mlkit, folder):
    """The whole path on the census data, and the peers on the same split."""
    environment = timing.quiet_git_environment()
    timing.once([mlkit, "new", "census", "--template", "tabular", "--defaults"], cwd=folder, env=environment)
    project = folder / "census"
    seconds = timing.once([mlkit, "run"], cwd=project, env=environment)
    rows = [("mlkit run, whole path", f"{seconds:.1f} s", "", True)]
    # Files of the last two seconds are hashed each time: they could change again within a tick of the clock.
    for words, pause in (("right after that", 0), ("later", 3)):
        time.sleep(pause)
        nothing = timing.median(lambda: timing.once([mlkit, "run"], cwd=project, env=environment), runs=15, warmup=1)
        rows.append((f"mlkit run, nothing to do, {words}", f"{nothing * 1e3:.1f} ms", "<= 50 ms", nothing <= 0.05))
    return rows + quality(mlkit, project) + quantization(project)


def quality(mlkit, project):
    """Test AUC of each candidate, from `mlkit predict`, beside its peer fitted on the same training rows."""
    import peers

    theirs = peers.scores(str(project), SEED_PARAMETERS)
    bounds = {
        "trees": ("at most 0.001 below XGBoost", lambda mine, peer: mine >= peer - 0.001),
        "linear": ("within 0.001 of scikit-learn", lambda mine, peer: abs(mine - peer) <= 0.001),
        "network": ("at least scikit-learn's MLP(64, 32)", lambda mine, peer: mine >= peer),
    }
    rows = []
    for name, (words, holds) in bounds.items():
        answers = project / f"{name}.parquet"
        timing.once(
            [mlkit, "predict", f"models/{name}/model.onnx", "data/test/ingest.parquet", "-o", answers, "--keep", peers.TARGET],
            cwd=project,
        )
        mine, peer = peers.score_of_answers(answers), theirs[name]
        rows.append((f"test AUC, {name}", f"{mine:.4f}, peer {peer:.4f}", words, holds(mine, peer)))
    for name in bounds:
        metrics = json.loads((project / f"models/{name}/metrics.json").read_text())
        difference = metrics["export_difference"]
        rows.append((f"ONNX against trainer, {name}", f"{difference:.1e}", "<= 1e-5", difference <= 1e-5))
    return rows


def quantization(project):
    report = json.loads((project / "reports/quantization.json").read_text())
    size = report["size"]["ratio"]
    accuracy = -report["metrics"]["accuracy"]["difference"]
    loss = abs(report["metrics"]["log_loss"]["difference"])
    return [
        ("int8 network, size", f"{size:.3f} of float", "<= 0.40", size <= 0.40),
        ("int8 network, accuracy", f"{-accuracy * 100:+.2f} points", "within 0.5 points", abs(accuracy) <= 0.005),
        ("int8 network, log-loss", f"{loss:.4f} apart", "within 0.005", loss <= 0.005),
    ]


if __name__ == "__main__":
    sys.exit(main())
