#!/usr/bin/env python3
"""
A path between two network namespaces: a TUN device in each, and in between a one-way delay, random loss, a rate and a
tail-drop queue, the same for both directions. Debian's Python is enough for it, and the kernel needs no netem.

Says "ready" when both devices exist. Ends on SIGTERM, and then prints one line of JSON: what went through each direction,
what was lost and what was dropped, in packets and bytes, and the processor time it took.
"""
import argparse
import collections
import ctypes
import fcntl
import json
import os
import random
import select
import signal
import struct
import sys
import time

TUNSETIFF = 0x400454CA
IFF_TUN = 0x0001
IFF_NO_PI = 0x1000
CLONE_NEWNET = 0x40000000
LARGEST_PACKET = 65_536
# Packets taken from one side before the other has its turn.
BATCH = 64


def open_device(namespace, name):
    """Opens a TUN device inside a named namespace; the file stays ours when we leave it."""
    libc = ctypes.CDLL(None, use_errno=True)
    home = os.open("/proc/self/ns/net", os.O_RDONLY)
    away = os.open(f"/var/run/netns/{namespace}", os.O_RDONLY)
    try:
        enter(libc, away)
        device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
        fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH22x", name.encode(), IFF_TUN | IFF_NO_PI))
        return device
    finally:
        enter(libc, home)
        os.close(home)
        os.close(away)


def enter(libc, namespace):
    if libc.setns(namespace, CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "setns")


class Direction:
    """One way of the path. The queue is virtual: its length is the time until the link is free again."""

    def __init__(self, source, sink, options, seed):
        self.source = source
        self.sink = sink
        self.delay = options.delay_ms / 1_000
        self.loss = options.loss
        self.seconds_a_byte = 8 / options.rate_bps
        self.longest_wait = options.queue_bytes * self.seconds_a_byte
        self.random = random.Random(seed)
        self.free_at = 0.0
        self.flying = collections.deque()
        self.packets = self.bytes = self.lost = self.dropped = 0

    def take(self, now):
        """Takes in what the source has to send; its end may be dropped, and any of it lost."""
        for _ in range(BATCH):
            try:
                packet = os.read(self.source, LARGEST_PACKET)
            except BlockingIOError:
                return
            starts = max(self.free_at, now)
            if starts - now > self.longest_wait:
                self.dropped += 1
                continue
            self.free_at = starts + len(packet) * self.seconds_a_byte
            if self.loss > 0 and self.random.random() < self.loss:
                self.lost += 1
                continue
            self.flying.append((self.free_at + self.delay, packet))

    def deliver(self, now):
        """Hands over what has arrived. Returns when the next will, or None."""
        flying = self.flying
        while flying and flying[0][0] <= now:
            _, packet = flying.popleft()
            self.packets += 1
            self.bytes += len(packet)
            try:
                os.write(self.sink, packet)
            except OSError:
                self.dropped += 1
        return flying[0][0] if flying else None

    def figures(self):
        return {"packets": self.packets, "bytes": self.bytes, "lost": self.lost, "dropped": self.dropped}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--left", required=True, help="a named network namespace")
    parser.add_argument("--right", required=True)
    parser.add_argument("--device", required=True)
    parser.add_argument("--delay-ms", type=float, required=True, help="one way")
    parser.add_argument("--loss", type=float, required=True, help="of packets, 0 to 1")
    parser.add_argument("--rate-bps", type=float, required=True, help="bits a second, each way")
    parser.add_argument("--queue-bytes", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    options = parser.parse_args()

    left = open_device(options.left, options.device)
    right = open_device(options.right, options.device)
    there = Direction(left, right, options, f"{options.seed} there")
    back = Direction(right, left, options, f"{options.seed} back")
    directions = (there, back)

    # Browsers on both sides are busy: the link must not become slower because of that.
    os.nice(-15)
    stopping = []
    signal.signal(signal.SIGTERM, lambda *_: stopping.append(True))
    print("ready", flush=True)
    parent = os.getppid()
    while not stopping:
        now = time.monotonic()
        due = [at for at in (direction.deliver(now) for direction in directions) if at is not None]
        wait = max(0.0, min(due) - time.monotonic()) if due else 0.5
        try:
            ready, _, _ = select.select((left, right), (), (), wait)
        except InterruptedError:
            continue
        now = time.monotonic()
        for direction in directions:
            if direction.source in ready:
                direction.take(now)
        # Whoever started us has ended without a word: the namespaces are none of ours any more.
        if not ready and os.getppid() != parent:
            break
    print(
        json.dumps(
            {"there": there.figures(), "back": back.figures(), "cpuSeconds": time.process_time()}
        ),
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
