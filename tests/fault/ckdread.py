# SPDX-License-Identifier: MIT
"""Reads Hercules CKD and CCKD images for tests: another reader than the one
that is tested."""
import bz2
import struct
import zlib


class Damaged(Exception):
    pass


class Image:
    """tracks() gives each track's records, as a dictionary from record number
    to key and data."""

    def __init__(self, path):
        self.file = open(path, "rb")
        head = self.file.read(512)
        self.ident = head[:8]
        self.heads, self.size = struct.unpack("<II", head[8:16])
        if self.ident != b"CKD_P370":
            self._tables()

    def close(self):
        self.file.close()

    def _at(self, at, size):
        self.file.seek(at)
        data = self.file.read(size)
        if len(data) != size:
            raise Damaged("the file ends at byte %d" % (at + len(data)))
        return data

    def _tables(self):
        second = self._at(512, 512)
        self.order = ">" if second[3] & 2 else "<"
        nl1, nl2 = struct.unpack(self.order + "II", second[4:12])
        self.null = second[44]
        self.entry = []
        for pos in struct.unpack("%s%dI" % (self.order, nl1),
                                 self._at(1024, 4 * nl1)):
            if pos in (0, 0xffffffff):
                self.entry += [(pos, self.null, 0)] * nl2
            else:
                self.entry += struct.iter_unpack(self.order + "IHH",
                                                 self._at(pos, 8 * nl2))

    def track(self, number):
        """The bytes behind the home address; a number: a track that was never
        written, of Hercules' null format 0 to 2."""
        home = struct.pack(">HH", number // self.heads, number % self.heads)
        if self.ident == b"CKD_P370":
            data = self._at(512 + number * self.size, self.size)
            if not any(data[:29]):
                return 1
            if data[1:5] != home:
                raise Damaged("track %d: home address" % number)
            return data[5:]
        pos, length, _ = self.entry[number]
        if pos == 0:
            return length
        data = self._at(pos, length)
        if data[1:5] != home:
            raise Damaged("track %d: image of another" % number)
        return {0: bytes, 1: zlib.decompress,
                2: bz2.decompress}[data[0]](data[5:])

    def records(self, number):
        data = self.track(number)
        if isinstance(data, int):
            return {0: {0: bytes(8), 1: b""}, 1: {0: bytes(8)}}[data]
        found, at = {}, 0
        while True:
            # A mark cut at a multiple of 512 is one: image/ckd.c.
            part = 512 - (at + 5) % 512
            if data[at:at + min(part, 8)] == b"\xff" * min(part, 8):
                break
            if at + 8 > len(data):
                break
            rec, key = data[at + 4], data[at + 5]
            size = key + int.from_bytes(data[at + 6:at + 8], "big")
            if at + 8 + size > len(data):
                raise Damaged("track %d record %d passes its end" %
                              (number, rec))
            found[rec] = data[at + 8:at + 8 + size]
            at += 8 + size
        return found
