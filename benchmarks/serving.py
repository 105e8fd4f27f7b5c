"""Measures the server beside FastAPI and BentoML and prints a table. Run it with `make bench`.

    serving.py MLKIT_SERVER BUNDLE --bentoml benchmarks/.venv-bentoml/bin/python

Times are the servers' own processor time for one request, from /proc, so that the clients' share of the machine does not
count; metrics and the access log are on. The model is BUNDLE's; ONNX Runtime's own time is what the server counts of it.
"""

import argparse
import http.client
import json
import os
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import time

import load


class Started:
    def __init__(self, command, port=None, **options):
        begun = time.perf_counter()
        # What nobody reads would in time hold up who writes it.
        output = subprocess.DEVNULL if port else subprocess.PIPE
        self.process = subprocess.Popen(command, stdout=output, stderr=subprocess.DEVNULL, text=True, **options)
        self.port = port or int(re.search(r":(\d+)$", self.process.stdout.readline().strip()).group(1))
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                break
            except OSError:
                time.sleep(0.01)
        self.seconds = time.perf_counter() - begun

    def memory(self):
        status = open(f"/proc/{self.process.pid}/status").read()
        return int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) / 1024

    def cost(self, data, connections, requests):
        return load.microseconds(self.process.pid, self.port, data, connections, requests)

    def ask(self, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        connection.request("POST" if body else "GET", path, body)
        return json.loads(connection.getresponse().read())

    def model(self):
        """Microseconds of one run of the model, over all so far."""
        success = self.ask("/v2/models/stats")["model_stats"][0]["inference_stats"]["success"]
        return success["ns"] / success["count"] / 1000

    def stop(self):
        self.process.terminate()
        self.process.wait(30)


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def peer(command, bundle, probe=None):
    """A server of the same model in Python. One that listens before it can answer is asked until it does."""
    port = free_port()
    environment = {
        **os.environ, "BUNDLE": str(bundle), "OMP_NUM_THREADS": "1", "ORT_DISABLE_TELEMETRY": "1", "BENTOML_DO_NOT_TRACK": "True"}
    server = Started(
        [*command, "--port", str(port)], port, env=environment, cwd=pathlib.Path(__file__).parent)
    while probe:
        try:
            load.ask(port, probe, 1, 1)
            break
        except (RuntimeError, OSError):
            time.sleep(0.2)
    return server


def median(measure, rounds=3):
    return sorted(measure() for _ in range(rounds))[rounds // 2]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("server")
    parser.add_argument("--bentoml", help="a Python that has BentoML; it is left out without")
    parser.add_argument("bundle", type=lambda text: pathlib.Path(text).resolve())
    arguments = parser.parse_args()
    row = json.loads((arguments.bundle / "sample-request.json").read_text())["rows"][0]
    body = json.dumps({"rows": [row]}).encode()
    one, many = load.request("/predict", body), load.request("/predict", json.dumps({"rows": [row] * 1000}).encode())
    # The same bytes, which this path does not look at.
    unread = load.request("/v2/health/live", body).replace(b"POST", b"GET", 1)
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        ours = Started([arguments.server, str(arguments.bundle), "--port", "0", "--access-log", folder + "/log"])
        first = time.perf_counter()
        ours.ask("/predict", body)
        first = ours.seconds + time.perf_counter() - first
        rows.append(("start and first answer", f"{first * 1e3:.0f} ms", "<= 50 ms", first <= 0.05))
        rows.append(("memory at rest", f"{ours.memory():.0f} MB", "<= 50 MB", ours.memory() <= 50))
        theirs = peer([sys.executable, "-m", "uvicorn", "fastapi_server:app", "--log-level", "warning"], arguments.bundle)
        bento = arguments.bentoml and peer([arguments.bentoml, "-m", "bentoml", "serve", "bentoml_server:Model"], arguments.bundle, one)
        for connections in (16, 32):
            cost = median(lambda: ours.cost(one, connections, 20_000))
            model = ours.model()
            empty = median(lambda: ours.cost(unread, connections, 20_000))
            bound = 1.4 * (empty + model)
            rows.append((
                f"one row, {connections} connections", f"{cost:.0f} us; bytes unread {empty:.0f}, model {model:.0f}",
                f"<= 1.4 of both: {bound:.0f}", cost <= bound))
            other = median(lambda: theirs.cost(one, connections, 2000))
            rows.append(("", f"FastAPI {other:.0f} us: {cost / other:.2f} of it", "<= 0.20", cost <= other / 5))
            if bento:
                other = median(lambda: bento.cost(one, connections, 500))
                rows.append(("", f"BentoML {other:.0f} us: {cost / other:.3f} of it", "<= 0.033", cost <= other / 30))
        cost = median(lambda: ours.cost(many, 4, 100))
        other = median(lambda: theirs.cost(many, 4, 40))
        rows.append(("1,000 rows", f"{cost:.0f} us, FastAPI {other:.0f}: {cost / other:.2f} of it", "<= 0.25", cost <= other / 4))
        for server in (ours, theirs, bento):
            if server:
                server.stop()
    print("| what | measured | target |\n|---|---|---|")
    for what, measured, target, isMet in rows:
        print(f"| {what} | {measured} | {target}{'' if isMet else ': missed'} |")
    return 0 if all(row[3] for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
