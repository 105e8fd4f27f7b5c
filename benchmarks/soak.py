"""Holds a server under fire: honest clients that ask for four fifths of what it can do, hostile ones beside them, and versions
that change.

    soak.py MLKIT_SERVER FOLDER [--seconds N] [--rate N] [--by MLKIT]

FOLDER has two bundles or more and `current`, as `deploy/` does; `current` goes round them every two seconds. With `--by`,
FOLDER is that of a project, and `mlkit deploy promote` and `rollback` change what is served, in turn. Each bundle
has a `sample-request.json`; its row is asked for ten times in a request, so that the server has more to do than who asks it.
First it is found how many requests a second keep the server's core busy for 80 % of the time, hostile clients and changes
included; then honest clients ask at that rate, whether or not earlier requests have been answered: how long one took
counts from when it was due. The same rate without hostile clients and changes tells how long a quiet server takes.

The server has a core to itself, as on a machine of its own, and all clients share another; the hostile ones give way to
the honest, whose times would otherwise be those of waiting for a core.

`clients_late_p99_ms` is how late the clients asked by themselves, however quick the server was, and `clients_longest_pause_ms` how long
they did not look: where these are much of `p99_ms`, the machine has too much else to do for the times to mean anything.

Prints what was seen as JSON, and ends with an error if an honest client was failed, or was answered by a version what
another would have said, if the slowest hundredth took more than ten times as long as with the quiet server, or if the
server took more than 200 MB.
"""

import argparse
import array
import json
import multiprocessing
import os
import pathlib
import random
import re
import select
import signal
import socket
import subprocess
import sys
import threading
import time

IDLE = 10_000
CONNECTIONS = 32
LOAD = 0.8
ROWS = 10


def pin(core):
    """Keeps this process to a core, where there are several."""
    if (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {core})


class Server:
    def __init__(self, binary, folder):
        self.process = subprocess.Popen(
            [binary, folder, "--port", "0", "--limit", "body_time=5", "--limit", "head_time=5", "--limit", "drain_delay=0"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=lambda: pin(0))
        line = self.process.stdout.readline()
        self.port = int(re.search(r":(\d+)$", line.strip()).group(1))

    def memory(self, name="VmHWM"):
        for line in open(f"/proc/{self.process.pid}/status"):
            if line.startswith(name):
                return int(line.split()[1]) / 1024
        return 0

    def seconds(self):
        """Processor time so far."""
        fields = open(f"/proc/{self.process.pid}/stat").read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60), self.process.stderr.read()


class Honest:
    """Asks on some connections, each a request at a time, and holds each answer to what a version says, byte for byte."""

    def __init__(self, port, body, answers):
        self.port, self.answers = port, answers
        self.data = b"POST /predict HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
        self.times, self.late, self.failures, self.versions, self.pause = array.array("f"), array.array("f"), [], set(), 0.0
        self.poll, self.sockets, self.waiting, self.due, self.free = select.epoll(), {}, {}, {}, []
        for _ in range(CONNECTIONS):
            self.connect()

    def connect(self):
        one = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        number = one.fileno()
        self.sockets[number], self.waiting[number] = one, b""
        self.poll.register(one, select.EPOLLIN)
        self.free.append(number)

    def drop(self, number):
        """A connection that the server ended; if it was asked something, that is a failure."""
        if number in self.due:
            self.failures.append(f"a connection was closed: {self.waiting[number][:200]}")
            del self.due[number]
        if number in self.free:
            self.free.remove(number)
        self.poll.unregister(number)
        self.sockets.pop(number).close()
        self.connect()

    def send(self, due):
        number = self.free.pop()
        try:
            self.sockets[number].sendall(self.data)
        except OSError as error:
            self.failures.append(repr(error))
            return self.drop(number)
        self.due[number] = due

    def receive(self, number):
        try:
            new = self.sockets[number].recv(1 << 16)
        except OSError as error:
            self.failures.append(repr(error))
            new = b""
        if not new:
            return self.drop(number)
        answer = self.waiting[number] + new
        head, end, body = answer.partition(b"\r\n\r\n")
        if body not in self.answers:
            length = re.search(rb"content-length: (\d+)", head)
            if not end or (length and len(body) < int(length[1])):
                self.waiting[number] = answer
                return
            self.failures.append(repr(answer[:300]))
        elif not head.startswith(b"HTTP/1.1 200 "):
            self.failures.append(repr(answer[:300]))
        else:
            self.versions.add(self.answers[body])
        self.waiting[number] = b""
        self.times.append(time.monotonic() - self.due.pop(number))
        self.free.append(number)

    def run(self, seconds, rate=None, turn=None):
        """Asks at a rate, or as fast as answers come. `turn` is called every two seconds."""
        begun = now = time.monotonic()
        sent, turned, is_waiting = 0, begun, False
        while now < begun + seconds or self.due:
            while self.free and now < begun + seconds and (rate is None or begun + sent / rate <= now):
                due = now if rate is None else begun + sent / rate
                if not is_waiting:
                    self.late.append(now - due)
                self.send(due)
                sent += 1
            # What is due and has no connection waits for the server; all else that is late is so by the clients themselves.
            is_waiting = not self.free
            for number, _ in self.poll.poll(0 if rate or not self.due else 1):
                if number in self.sockets:
                    self.receive(number)
            now, before = time.monotonic(), now
            self.pause = max(self.pause, now - before)
            if turn and now >= turned + 2:
                turn()
                turned += 2
            if now > begun + seconds + 60:
                self.failures.append(f"{len(self.due)} requests were not answered")
                break
        return sent / seconds

    def seen(self):
        times, late = sorted(self.times), sorted(self.late) or [0]
        return {
            "requests": len(times), "failed": len(self.failures), "failures": self.failures[:10],
            "p50_ms": round(times[len(times) // 2] * 1e3, 2), "p99_ms": round(times[len(times) * 99 // 100] * 1e3, 2),
            "longest_ms": round(times[-1] * 1e3, 1), "clients_late_p99_ms": round(late[len(late) * 99 // 100] * 1e3, 2),
            "clients_longest_pause_ms": round(self.pause * 1e3, 1),
        }


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
    os.nice(5)
    threads = [kind(port, stopped) for kind in (Idle, Dripping, HalfClosed, Pipelining, Huge, Slow)]
    for thread in threads:
        thread.start()
    stopped.wait()


class UnderFire:
    """Hostile clients for as long as it lasts."""

    def __init__(self, port):
        self.ended = multiprocessing.Event()
        self.process = multiprocessing.Process(target=misuse, args=(port, self.ended), daemon=True)

    def __enter__(self):
        self.process.start()
        time.sleep(2)

    def __exit__(self, *_):
        self.ended.set()
        self.process.join(10)
        self.process.kill()


def measured(server, honest, seconds, rate, turn=None):
    before, begun = server.seconds(), time.monotonic()
    honest.run(seconds, rate, turn)
    return {
        **honest.seen(), "versions": len(honest.versions),
        "server_busy": round((server.seconds() - before) / (time.monotonic() - begun), 2),
    }


def found_rate(server, honest, turn):
    """At first that of clients which ask as fast as they can. They leave the hostile ones, on the same core, less time than
    those that keep to a rate, so that is corrected. Each trial lasts twice as long as the idle clients take to come and go."""
    rate = LOAD * honest().run(10, turn=turn)
    for _ in range(3):
        rate *= LOAD / max(measured(server, honest(), 20, rate, turn)["server_busy"], LOAD / 2)
    return rate


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("server")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--rate", type=float, help="honest requests a second; found out if left out")
    parser.add_argument("--by", type=lambda text: str(pathlib.Path(text).resolve()), help="the mlkit that changes versions")
    parser.add_argument("--unmeasured", action="store_true", help="judge answers alone, not how long they took")
    arguments = parser.parse_args()
    pin(1)
    versions = sorted(path.parent.name for path in arguments.folder.glob("*/bundle.json"))
    row = json.loads((arguments.folder / versions[0] / "sample-request.json").read_text())["rows"][0]
    body = json.dumps({"rows": [row] * ROWS}).encode()
    server = Server(arguments.server, str(arguments.folder))

    def promote(version):
        beside = arguments.folder / "current.new"
        beside.write_text(version + "\n")
        beside.replace(arguments.folder / "current")

    def ask():
        with socket.create_connection(("127.0.0.1", server.port), timeout=30) as one:
            one.sendall(b"POST /predict HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
            return b"".join(iter(lambda: one.recv(1 << 16), b"")).partition(b"\r\n\r\n")[2]

    answers = {}
    for version in versions:
        promote(version)
        while version not in answers.values():
            answer = ask()
            answers[answer] = json.loads(answer)["model"]["version"]
            time.sleep(0.05)

    def honest():
        return Honest(server.port, body, answers)

    turns, commands = iter(range(10**9)), []

    def turn():
        number = next(turns)
        if arguments.by is None:
            promote(versions[number % len(versions)])
            return
        change = ["rollback"] if number % 2 else ["promote", versions[number // 2 % (len(versions) - 1)]]
        # Who waits here asks nothing meanwhile, and would take that for the server's time.
        if commands and commands[-1].poll() is None:
            return
        if commands and commands[-1].returncode != 0:
            raise SystemExit(f"a change of versions failed: {commands[-1].args}")
        commands.append(subprocess.Popen(
            [arguments.by, "deploy", *change, "--because", f"turn {number}"], cwd=arguments.folder.parent,
            stdout=subprocess.DEVNULL))

    if arguments.rate is None:
        with UnderFire(server.port):
            arguments.rate = found_rate(server, honest, turn)
    quiet = measured(server, honest(), min(arguments.seconds / 6, 30), arguments.rate)
    with UnderFire(server.port):
        fire = measured(server, honest(), arguments.seconds, arguments.rate, turn)
    memory = server.memory()
    status, errors = server.stop()
    seen = {
        "rate": round(arguments.rate), "changes_by_command": len(commands), "quiet": quiet, "fire": fire,
        "memory_mb": round(memory, 1), "status": status, "errors": errors[:1000],
    }
    print(json.dumps(seen, indent=1))
    sound = fire["failed"] == 0 and fire["versions"] == len(versions)
    sound = sound and (arguments.unmeasured or fire["p99_ms"] <= 10 * quiet["p99_ms"])
    return 0 if sound and memory <= 200 and status == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
