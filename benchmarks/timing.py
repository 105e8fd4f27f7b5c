"""Times commands side by side: in turn, after a warm-up, wall time of the whole process. And a table of what came of it."""

import os
import statistics
import subprocess
import time


def once(command, cwd=None, env=None, stdin=subprocess.DEVNULL):
    """Wall seconds of one run; a command that fails ends the benchmark with what it printed."""
    start = time.perf_counter()
    done = subprocess.run(command, cwd=cwd, env=env, stdin=stdin, capture_output=True, text=True)
    seconds = time.perf_counter() - start
    if done.returncode != 0:
        raise SystemExit(f"{command} failed with {done.returncode}:\n{done.stdout}{done.stderr}")
    return seconds


def median(measure, runs, warmup=1):
    """Median of `measure()` over `runs` runs, after `warmup` that do not count."""
    for _ in range(warmup):
        measure()
    return statistics.median(measure() for _ in range(runs))


def medians_in_turn(measures, runs, warmup=1):
    """Medians of several measures, taken A B A B … so that a machine's drift hits all alike."""
    for _ in range(warmup):
        for measure in measures:
            measure()
    samples = [[measure() for measure in measures] for _ in range(runs)]
    return [statistics.median(column) for column in zip(*samples)]


def quiet_git_environment():
    """An environment in which git has an author and asks nothing."""
    author = {"NAME": "Benchmark", "EMAIL": "benchmark@example.org"}
    names = {f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in author.items()}
    return os.environ | names


def print_table(rows):
    print("| what | measured | target | |\n|---|---|---|---|")
    for what, measured, target, holds in rows:
        print(f"| {what} | {measured} | {target} | {'yes' if holds else 'NO'} |")
