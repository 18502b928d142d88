"""Questions for names, as RFC 1035 has them, and by multicast (RFC 6762, one-shot queries)."""

import socket
import struct

import radios

A, PTR, TXT, SRV = 1, 12, 16, 33
INTERNET = 1
MULTICAST = ("224.0.0.251", 5353)


def ask(name, server, question, kind):
    """What a server answers, asked from a namespace."""
    with radios.inside(name), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        return exchange(client, (server, 53), question, kind)


def ask_all(name, interface, question, kind):
    """What is answered to a question to all, asked from a namespace on the interface of that address."""
    with radios.inside(name), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.setsockopt(
            socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(interface)
        )
        return exchange(client, MULTICAST, question, kind)


def exchange(client, server, question, kind, attempts=3):
    words = b"".join(bytes([len(word)]) + word.encode() for word in question.split("."))
    client.settimeout(3)
    for attempt in range(1, attempts + 1):
        head = struct.pack("!6H", attempt, 0x0100, 1, 0, 0, 0)
        client.sendto(head + words + b"\0" + struct.pack("!2H", kind, INTERNET), server)
        try:
            return sorted(answers(client.recv(4096), kind))
        except TimeoutError:
            pass
    return []


def answers(message, kind):
    """The data of the records of that kind."""
    _, _, questions, *counts = struct.unpack_from("!6H", message)
    place = 12
    for _ in range(questions):
        _, place = read_name(message, place)
        place += 4
    for _ in range(sum(counts)):
        _, place = read_name(message, place)
        found, _, _, length = struct.unpack_from("!2HIH", message, place)
        place += 10
        if found == kind:
            yield read_data(message, place, length, kind)
        place += length


def read_data(message, place, length, kind):
    if kind == A:
        return socket.inet_ntoa(message[place : place + length])
    if kind == PTR:
        return read_name(message, place)[0]
    if kind == SRV:
        port = struct.unpack_from("!H", message, place + 4)[0]
        return read_name(message, place + 6)[0], port
    texts, end = [], place + length
    while place < end:
        size = message[place]
        texts.append(message[place + 1 : place + 1 + size].decode())
        place += 1 + size
    return tuple(texts)


def read_name(message, place):
    """A name, and the place after it."""
    words = []
    while size := message[place]:
        if size >= 0xC0:
            rest, _ = read_name(message, struct.unpack_from("!H", message, place)[0] & 0x3FFF)
            return ".".join([*words, rest]), place + 2
        words.append(message[place + 1 : place + 1 + size].decode())
        place += 1 + size
    return ".".join(words), place + 1
