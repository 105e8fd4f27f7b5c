"""Asks a server on many connections at a time and tells what it cost: seconds of its processor time, from /proc."""

import os
import select
import socket
import time

TICK = os.sysconf("SC_CLK_TCK")


def request(path, body):
    return b"POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (
        path.encode(), len(body), body)


def processor_seconds(pid):
    """Of a process and its children that live, and theirs."""
    seconds = 0
    for task in [pid, *children(pid)]:
        fields = open(f"/proc/{task}/stat").read().rsplit(")", 1)[1].split()
        seconds += (int(fields[11]) + int(fields[12])) / TICK
    return seconds


def children(pid):
    found = []
    for task in os.listdir(f"/proc/{pid}/task"):
        for child in open(f"/proc/{pid}/task/{task}/children").read().split():
            found += [int(child), *children(int(child))]
    return found


def ask(port, data, connections, requests):
    """Sends `requests` requests, one at a time on each connection; every answer must be 200."""
    poll = select.epoll()
    sockets, waiting = {}, {}
    for _ in range(connections):
        one = socket.create_connection(("127.0.0.1", port))
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        poll.register(one, select.EPOLLIN)
        sockets[one.fileno()], waiting[one.fileno()] = one, b""
        one.sendall(data)
    sent, done = connections, 0
    while done < sent:
        for number, _ in poll.poll():
            answer = waiting[number] + sockets[number].recv(1 << 20)
            head, end, body = answer.partition(b"\r\n\r\n")
            length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0]) if end else 0
            if not end or len(body) < length:
                if not answer:
                    raise RuntimeError("a connection was closed")
                waiting[number] = answer
                continue
            if not head.startswith(b"HTTP/1.1 200"):
                raise RuntimeError(answer[:500])
            waiting[number] = b""
            done += 1
            if sent < requests:
                sockets[number].sendall(data)
                sent += 1
    for one in sockets.values():
        one.close()


def microseconds(pid, port, data, connections, requests):
    """The server's processor time for one request."""
    ask(port, data, connections, max(requests // 10, connections))
    before = processor_seconds(pid)
    ask(port, data, connections, requests)
    return (processor_seconds(pid) - before) / requests * 1e6
