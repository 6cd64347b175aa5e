#!/usr/bin/env python3
"""Writes a copy of an OpenType font whose digits are its tabular ones.

Inter draws proportional digits and keeps the tabular ones behind the OpenType feature `tnum`, which Qt reaches only
from 6.7 on. Numbers in the console change every few seconds and must not jump, so the build makes them the default:
the character map is rewritten to point digits at the glyphs that the feature would substitute. The copy has a family
name of its own, so that an installed Inter never stands in for it. Nothing else changes.

    tabular_figures.py INPUT.otf OUTPUT.otf FAMILY

Only the standard library. Sources: the OpenType specification's chapters on `cmap`, `GSUB` and the table directory.
"""

import struct
import sys


def u16(data, at):
    return struct.unpack_from(">H", data, at)[0]


def u32(data, at):
    return struct.unpack_from(">I", data, at)[0]


def read_tables(font):
    """{tag: bytes} of an OpenType file, and its version tag."""
    tables = {}
    for i in range(u16(font, 4)):
        entry = 12 + 16 * i
        tag = font[entry:entry + 4].decode("ascii")
        offset, length = u32(font, entry + 8), u32(font, entry + 12)
        tables[tag] = font[offset:offset + length]
    return font[:4], tables


def coverage(gsub, at):
    if u16(gsub, at) == 1:
        return [u16(gsub, at + 4 + 2 * i) for i in range(u16(gsub, at + 2))]
    glyphs = []
    for i in range(u16(gsub, at + 2)):
        first, last = u16(gsub, at + 4 + 6 * i), u16(gsub, at + 6 + 6 * i)
        glyphs.extend(range(first, last + 1))
    return glyphs


def single_substitutions(gsub, feature):
    """{glyph: glyph} of a feature that is made of single substitutions."""
    feature_list, lookup_list = u16(gsub, 6), u16(gsub, 8)
    result = {}
    for i in range(u16(gsub, feature_list)):
        record = feature_list + 2 + 6 * i
        if gsub[record:record + 4] != feature.encode("ascii"):
            continue
        table = feature_list + u16(gsub, record + 4)
        for j in range(u16(gsub, table + 2)):
            lookup = lookup_list + u16(gsub, lookup_list + 2 + 2 * u16(gsub, table + 4 + 2 * j))
            kind = u16(gsub, lookup)
            for k in range(u16(gsub, lookup + 4)):
                sub = lookup + u16(gsub, lookup + 6 + 2 * k)
                sub_kind = kind
                if kind == 7:  # an extension points at the real one
                    sub_kind, sub = u16(gsub, sub + 2), sub + u32(gsub, sub + 4)
                if sub_kind != 1:
                    continue
                glyphs = coverage(gsub, sub + u16(gsub, sub + 2))
                if u16(gsub, sub) == 1:
                    delta = u16(gsub, sub + 4)
                    result.update({g: (g + delta) & 0xFFFF for g in glyphs})
                else:
                    result.update({g: u16(gsub, sub + 6 + 2 * n) for n, g in enumerate(glyphs)})
    return result


def read_cmap(cmap):
    """{code point: glyph} of the best Unicode subtable (format 12, else 4)."""
    best = None
    for i in range(u16(cmap, 2)):
        entry = 4 + 8 * i
        at = u32(cmap, entry + 4)
        if u16(cmap, at) == 12:
            best = at
            break
        if u16(cmap, at) == 4 and best is None:
            best = at
    if best is None:
        raise ValueError("no cmap subtable of format 4 or 12")
    mapping = {}
    if u16(cmap, best) == 12:
        for i in range(u32(cmap, best + 12)):
            first, last, glyph = struct.unpack_from(">III", cmap, best + 16 + 12 * i)
            for code in range(first, last + 1):
                mapping[code] = glyph + code - first
        return mapping
    segments = u16(cmap, best + 6) // 2
    ends, starts = best + 14, best + 16 + 2 * segments
    deltas, offsets = starts + 2 * segments, starts + 4 * segments
    for i in range(segments):
        first, last = u16(cmap, starts + 2 * i), u16(cmap, ends + 2 * i)
        delta, offset = u16(cmap, deltas + 2 * i), u16(cmap, offsets + 2 * i)
        for code in range(first, last + 1):
            if code == 0xFFFF:
                continue
            glyph = code
            if offset:
                glyph = u16(cmap, offsets + 2 * i + offset + 2 * (code - first))
                if glyph == 0:
                    continue
            mapping[code] = (glyph + delta) & 0xFFFF
    return mapping


def ranges(mapping):
    """[first, last, glyph of the first] of code points that run beside their glyphs."""
    groups = []
    for code in sorted(mapping):
        glyph = mapping[code]
        if groups and groups[-1][1] == code - 1 and groups[-1][2] + code - groups[-1][0] == glyph:
            groups[-1][1] = code
        else:
            groups.append([code, code, glyph])
    return groups


def write_cmap(mapping):
    """A cmap table for Windows: format 4 for the first plane (without it FreeType makes one up from glyph names), and
    format 12 for all of Unicode."""
    groups = ranges({code: glyph for code, glyph in mapping.items() if code < 0xFFFF})
    groups.append([0xFFFF, 0xFFFF, 0])
    count = len(groups)
    power = count.bit_length() - 1
    search = 2 << power
    ends = b"".join(struct.pack(">H", last) for _, last, _ in groups)
    starts = b"".join(struct.pack(">H", first) for first, _, _ in groups)
    deltas = b"".join(struct.pack(">H", (glyph - first) & 0xFFFF) for first, _, glyph in groups[:-1])
    arrays = ends + b"\0\0" + starts + deltas + struct.pack(">H", 1) + b"\0\0" * count
    basic = struct.pack(">7H", 4, 14 + len(arrays), 0, 2 * count, search, power, 2 * count - search) + arrays

    body = b"".join(struct.pack(">III", *group) for group in ranges(mapping))
    full = struct.pack(">HHIII", 12, 0, 16 + len(body), 0, len(body) // 12) + body
    return struct.pack(">HHHHIHHI", 0, 2, 3, 1, 20, 3, 10, 20 + len(basic)) + basic + full


def rename(name, family):
    """The name table with another family; style names, copyright and licence stay."""
    records, storage = [], u16(name, 4)
    texts = {}
    for i in range(u16(name, 2)):
        platform, encoding, language, kind, length, offset = struct.unpack_from(">6H", name, 6 + 12 * i)
        if (platform, encoding, language) == (3, 1, 0x409):
            texts[kind] = name[storage + offset:storage + offset + length].decode("utf-16-be")
    style = texts.get(17, texts.get(2, "Regular"))
    full = family if style == "Regular" else family + " " + style
    texts.update({1: full, 2: "Regular", 3: full, 4: full, 6: full.replace(" ", "-"), 16: family, 17: style})
    for unwanted in (21, 22, 25):
        texts.pop(unwanted, None)
    body = b""
    for kind in sorted(texts):
        data = texts[kind].encode("utf-16-be")
        records.append(struct.pack(">6H", 3, 1, 0x409, kind, len(data), len(body)))
        body += data
    return struct.pack(">HHH", 0, len(records), 6 + 12 * len(records)) + b"".join(records) + body


def checksum(data):
    data += b"\0" * (-len(data) % 4)
    return sum(struct.unpack(">%dI" % (len(data) // 4), data)) & 0xFFFFFFFF


def write_font(version, tables):
    count = len(tables)
    power = count.bit_length() - 1
    search = 16 << power
    head = bytearray(tables["head"])
    struct.pack_into(">I", head, 8, 0)  # checkSumAdjustment, set below
    tables = dict(tables, head=bytes(head))
    directory, body = b"", b""
    offset = 12 + 16 * count
    head_at = 0
    for tag in sorted(tables):
        data = tables[tag]
        if tag == "head":
            head_at = offset + len(body)
        directory += tag.encode("ascii") + struct.pack(">III", checksum(data), offset + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    font = bytearray(version + struct.pack(">HHHH", count, search, power, 16 * count - search) + directory + body)
    struct.pack_into(">I", font, head_at + 8, (0xB1B0AFBA - checksum(bytes(font))) & 0xFFFFFFFF)
    return bytes(font)


def main():
    source, target, family = sys.argv[1:]
    with open(source, "rb") as file:
        version, tables = read_tables(file.read())
    tabular = single_substitutions(tables["GSUB"], "tnum")
    mapping = read_cmap(tables["cmap"])
    # Digits only: the feature also widens the full stop and the comma, which belong to prose.
    for code in range(ord("0"), ord("9") + 1):
        if mapping[code] not in tabular:
            raise ValueError("%s has no tabular figure for %s" % (source, chr(code)))
        mapping[code] = tabular[mapping[code]]
    tables["cmap"] = write_cmap(mapping)
    tables["name"] = rename(tables["name"], family)
    tables.pop("DSIG", None)
    with open(target, "wb") as file:
        file.write(write_font(version, tables))


if __name__ == "__main__":
    main()
