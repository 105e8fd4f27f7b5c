"""Holds a server under fire: honest clients at a steady rate, hostile ones beside them, and versions that change.

    soak.py MLKIT_SERVER FOLDER [--seconds N] [--rate N]

FOLDER has two bundles or more and `current`, as `deploy/` does; `current` goes round them every two seconds. Each bundle
has a `sample-request.json`. Prints what was seen as JSON, and ends with an error if an honest client was failed, or was
answered by a version what another would have said, if its slow answers took more than ten times as long as those of the
quiet server, or if the server took more than 200 MB.
"""

import argparse
import http.client
import json
import multiprocessing
import pathlib
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time

IDLE = 10_000


class Server:
    def __init__(self, binary, folder):
        self.process = subprocess.Popen(
            [binary, folder, "--port", "0", "--limit", "body_time=5", "--limit", "head_time=5", "--limit", "drain_delay=0"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        self.port = int(re.search(r":(\d+)$", line.strip()).group(1))

    def memory(self, name="VmHWM"):
        for line in open(f"/proc/{self.process.pid}/status"):
            if line.startswith(name):
                return int(line.split()[1]) / 1024
        return 0

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60), self.process.stderr.read()


class Honest(threading.Thread):
    """Asks at its share of the rate on one connection, and holds each answer to what its version says."""

    def __init__(self, port, body, expected, interval, stopped):
        super().__init__(daemon=True)
        self.port, self.body, self.expected, self.interval, self.stopped = port, body, expected, interval, stopped
        self.times, self.failures, self.versions = [], [], set()

    def run(self):
        connection = None
        due = time.monotonic()
        while not self.stopped.is_set():
            due += self.interval
            time.sleep(max(due - time.monotonic(), 0))
            begun = time.monotonic()
            try:
                connection = connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
                connection.request("POST", "/predict", self.body)
                response = connection.getresponse()
                answer = json.loads(response.read())
            except Exception as error:
                self.failures.append(repr(error))
                connection = None
                continue
            self.times.append(time.monotonic() - begun)
            if response.status != 200:
                self.failures.append(f"{response.status} {answer}")
                continue
            version = answer["model"]["version"]
            self.versions.add(version)
            if answer["predictions"] != self.expected.get(version):
                self.failures.append(f"{version} answered {answer['predictions']}")


class Hostile(threading.Thread):
    """Goes through one kind of misuse again and again."""

    def __init__(self, port, stopped):
        super().__init__(daemon=True)
        self.port, self.stopped = port, stopped

    def connect(self):
        return socket.create_connection(("127.0.0.1", self.port), timeout=5)

    def run(self):
        while not self.stopped.is_set():
            try:
                self.misuse()
            except OSError:
                pass
            self.stopped.wait(0.2)


class Idle(Hostile):
    """Opens connections and leaves them, as many as there may be."""

    def misuse(self):
        held = []
        while len(held) < IDLE and not self.stopped.is_set():
            try:
                held.append(self.connect())
            except OSError:
                break
            if len(held) % 50 == 0:
                self.stopped.wait(0.02)
        self.stopped.wait(5)
        for connection in held:
            connection.close()


class Dripping(Hostile):
    """Sends a body a byte at a time."""

    def misuse(self):
        connections = [self.connect() for _ in range(50)]
        for connection in connections:
            connection.sendall(b"POST /predict HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n")
        for _ in range(20):
            for connection in connections:
                connection.send(b" ")
            if self.stopped.wait(0.5):
                return


class HalfClosed(Hostile):
    def misuse(self):
        for _ in range(50):
            connection = self.connect()
            connection.sendall(b"POST /predict HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc")
            connection.shutdown(socket.SHUT_WR)
            connection.recv(1000)
            connection.close()


class Pipelining(Hostile):
    """Sends requests and never reads."""

    def misuse(self):
        connection = self.connect()
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        for _ in range(200):
            connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n" * 1000)


class Huge(Hostile):
    """Sends the largest body there may be: rows that are none, and one long text."""

    def misuse(self):
        connection = self.connect()
        body = b'{"rows":[' + b"{}," * 5_000_000 + b"{}]}"
        if random.random() < 0.5:
            body = b'{"rows":[{"' + b"x" * 15_000_000 + b'":1}]}'
        connection.sendall(b"POST /predict HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        connection.recv(100_000)
        connection.close()


class Slow(Hostile):
    """Asks for much and reads slowly."""

    def misuse(self):
        connection = self.connect()
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.sendall(b"GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n" * 20)
        for _ in range(40):
            connection.recv(512)
            if self.stopped.wait(0.1):
                return


def misuse(port, stopped):
    """In a process of its own: threads of one process take turns, and honest clients would wait for hostile ones."""
    threads = [kind(port, stopped) for kind in (Idle, Dripping, HalfClosed, Pipelining, Huge, Slow)]
    for thread in threads:
        thread.start()
    stopped.wait()


def run(port, body, expected, seconds, rate, is_hostile, turn):
    stopped = threading.Event()
    ended = multiprocessing.Event()
    hostile = multiprocessing.Process(target=misuse, args=(port, ended), daemon=True)
    if is_hostile:
        hostile.start()
    honest = [Honest(port, body, expected, 8 / rate, stopped) for _ in range(8)]
    for thread in honest:
        thread.start()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        turn()
        time.sleep(min(2, max(end - time.monotonic(), 0)))
    stopped.set()
    for thread in honest:
        thread.join(60)
    ended.set()
    if is_hostile:
        hostile.join(10)
        hostile.kill()
    times = sorted(time for client in honest for time in client.times)
    return {
        "requests": len(times), "failures": [failure for client in honest for failure in client.failures][:10],
        "failed": sum(len(client.failures) for client in honest), "versions": len(set().union(*(c.versions for c in honest))),
        "p50_ms": round(times[len(times) // 2] * 1e3, 2), "p99_ms": round(times[len(times) * 99 // 100] * 1e3, 2),
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("server")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--rate", type=float, default=400, help="honest requests a second")
    parser.add_argument("--unmeasured", action="store_true", help="judge answers alone, not how long they took")
    arguments = parser.parse_args()
    versions = sorted(path.parent.name for path in arguments.folder.glob("*/bundle.json"))
    body = (arguments.folder / versions[0] / "sample-request.json").read_bytes()
    server = Server(arguments.server, str(arguments.folder))

    def promote(version):
        beside = arguments.folder / "current.new"
        beside.write_text(version + "\n")
        beside.replace(arguments.folder / "current")

    def ask():
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        connection.request("POST", "/predict", body)
        return json.loads(connection.getresponse().read())

    expected = {}
    for version in versions:
        promote(version)
        while version not in expected:
            answer = ask()
            expected[answer["model"]["version"]] = answer["predictions"]
            time.sleep(0.05)
    quiet = run(server.port, body, expected, min(arguments.seconds / 6, 30), arguments.rate, False, lambda: None)
    turns = iter(range(10**9))
    fire = run(
        server.port, body, expected, arguments.seconds, arguments.rate, True,
        lambda: promote(versions[next(turns) % len(versions)]))
    memory = server.memory()
    status, errors = server.stop()
    # Two threads of one Python process take turns: a few milliseconds are the clients' own.
    allowed = max(10 * quiet["p99_ms"], 20)
    seen = {"quiet": quiet, "fire": fire, "memory_mb": round(memory, 1), "status": status, "errors": errors[:1000]}
    print(json.dumps(seen, indent=1))
    sound = fire["failed"] == 0 and fire["versions"] == len(versions)
    sound = sound and (arguments.unmeasured or fire["p99_ms"] <= allowed)
    return 0 if sound and memory <= 200 and status == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
