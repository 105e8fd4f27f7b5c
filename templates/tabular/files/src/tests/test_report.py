"""Tests of src/report.py. Run all tests with `python3 -m unittest` in the project's folder."""

import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from src import report

SCRIPT = Path(report.__file__).resolve()

CLASSIFICATION = {
    "task": "binary",
    "target": "income",
    "classes": ["<=50K", ">50K"],
    "rows": 1000,
    "baseline": "baseline",
    "models": [
        {
            "name": "baseline",
            "kind": "baseline",
            "size_bytes": 2000,
            "metrics": {"accuracy": 0.76, "roc_auc": 0.5, "log_loss": 0.55},
            "difference_to_baseline": {"accuracy": 0, "roc_auc": 0, "log_loss": 0},
            "confusion": [[760, 0], [240, 0]],
        },
        {
            "name": "trees",
            "kind": "trees",
            "size_bytes": 812345,
            "metrics": {"accuracy": 0.87, "roc_auc": 0.9276, "log_loss": 0.28},
            "difference_to_baseline": {"accuracy": 0.11, "roc_auc": 0.4276, "log_loss": -0.27},
            "confusion": [[715, 45], [85, 155]],
        },
    ],
    "selection": {"model": "trees", "metric": "roc_auc", "reason": "`trees` has the highest roc_auc, 0.9276"},
}

REGRESSION = {
    "task": "regression",
    "target": "price",
    "rows": 10,
    "baseline": None,
    "models": [
        {
            "name": "trees",
            "kind": "trees",
            "size_bytes": 1000,
            "metrics": {"rmse": 1.5, "r2": None},
            "difference_to_baseline": None,
        }
    ],
    "selection": {"model": "trees", "metric": "rmse", "reason": "`trees` has the lowest rmse, 1.5"},
}


class ReportTests(unittest.TestCase):
    def test_names_the_selected_model_and_why(self):
        self.assertIn("Selected: **trees**. Why: `trees` has the highest roc_auc", report.report(CLASSIFICATION))

    def test_sets_the_best_value_of_each_metric_in_bold(self):
        text = report.report(CLASSIFICATION)
        self.assertIn("| baseline | 0.7600 | 0.5000 | 0.5500 | 2 |", text)
        self.assertIn("| trees | **0.8700** | **0.9276** | **0.2800** | 812 |", text)

    def test_compares_with_the_baseline(self):
        self.assertIn("`trees` changes roc_auc by +0.4276", report.report(CLASSIFICATION))

    def test_shows_which_classes_are_mistaken(self):
        self.assertIn("| is >50K | 85 | 155 |", report.report(CLASSIFICATION))

    def test_a_regression_has_no_classes_and_may_lack_values(self):
        text = report.report(REGRESSION)
        self.assertIn("| trees | **1.5000** | – | 1 |", text)
        self.assertNotIn("wrong", text)

    def test_writes_the_file(self):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "reports").mkdir()
            (Path(folder) / "reports/evaluation.json").write_text(json.dumps(CLASSIFICATION), encoding="utf-8")
            result = self.run_script(folder)
            self.assertEqual(result.returncode, 0, result.stderr)
            self.assertTrue((Path(folder) / "docs/report.md").read_text(encoding="utf-8").startswith("# Report\n"))

    def test_says_what_to_do_without_an_evaluation(self):
        with tempfile.TemporaryDirectory() as folder:
            result = self.run_script(folder)
            self.assertEqual(result.returncode, 1)
            self.assertIn("`mlkit run` makes it", result.stderr)

    @staticmethod
    def run_script(folder):
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
        return subprocess.run(
            [sys.executable, SCRIPT], cwd=folder, env=environment, capture_output=True, text=True, check=False
        )


if __name__ == "__main__":
    unittest.main()
