"""Reads a PNG picture as far as ours go: eight bits a channel, not interlaced."""

import struct
import zlib
from dataclasses import dataclass

SIGNATURE = b"\x89PNG\r\n\x1a\n"
CHANNELS = {0: 1, 2: 3, 4: 2, 6: 4}

Pixel = tuple[int, int, int, int]


@dataclass(frozen=True)
class Picture:
    """Rows of pixels, each red, green, blue and alpha from 0 to 255."""

    rows: tuple[tuple[Pixel, ...], ...]

    @property
    def size(self) -> tuple[int, int]:
        return len(self.rows[0]), len(self.rows)

    @property
    def pixels(self) -> list[Pixel]:
        return [pixel for row in self.rows for pixel in row]


def read(data: bytes) -> Picture:
    assert data.startswith(SIGNATURE)
    chunks, at = [], len(SIGNATURE)
    while at < len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        assert zlib.crc32(kind + body) == int.from_bytes(data[at + 8 + length : at + 12 + length], "big")
        chunks.append((kind, body))
        at += 12 + length
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", chunks[0][1])
    assert (depth, interlaced) == (8, 0)
    channels = CHANNELS[colour]
    raw = zlib.decompress(b"".join(body for kind, body in chunks if kind == b"IDAT"))
    return Picture(
        tuple(_coloured(line, channels) for line in _unfiltered(raw, width * channels, height, channels))
    )


def _unfiltered(raw: bytes, stride: int, height: int, channels: int) -> list[bytearray]:
    """Undo what each line says was done to it: it holds differences to its neighbours."""
    lines: list[bytearray] = []
    above = bytearray(stride)
    for number in range(height):
        start = number * (stride + 1)
        kind, line = raw[start], bytearray(raw[start + 1 : start + 1 + stride])
        for i in range(stride):
            left = line[i - channels] if i >= channels else 0
            corner = above[i - channels] if i >= channels else 0
            guess = (0, left, above[i], (left + above[i]) // 2, _nearest(left, above[i], corner))[kind]
            line[i] = (line[i] + guess) % 256
        lines.append(line)
        above = line
    return lines


def _nearest(left: int, above: int, corner: int) -> int:
    guess = left + above - corner
    return min((left, above, corner), key=lambda each: abs(guess - each))


def _coloured(line: bytearray, channels: int) -> tuple[Pixel, ...]:
    found: list[Pixel] = []
    for i in range(0, len(line), channels):
        values = line[i : i + channels]
        red, green, blue = values[:3] if channels > 2 else (values[0],) * 3
        found.append((red, green, blue, values[-1] if channels in (2, 4) else 255))
    return tuple(found)


def written(width: int, height: int, pixel: Pixel | tuple[int, int, int]) -> bytes:
    """Write a picture of one colour, with alpha if the pixel has it."""
    header = struct.pack(">IIBBBBB", width, height, 8, 6 if len(pixel) == 4 else 2, 0, 0, 0)
    body = zlib.compress((b"\0" + bytes(pixel) * width) * height)
    return together((b"IHDR", header), (b"IDAT", body), (b"IEND", b""))


def together(*chunks: tuple[bytes, bytes]) -> bytes:
    """Write chunks one after the other, each with its checksum, whether or not they make a picture."""
    return SIGNATURE + b"".join(
        len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")
        for kind, data in chunks
    )
