"""Writes folding-table.txt from the Unicode Character Database (UnicodeData.txt, DerivedNormalizationProps.txt) and
Unihan (Unihan_Variants.txt), all of one version, in the folder given:

    python3 make-folding-table.py FOLDER > folding-table.txt
"""
import re
import sys
from collections import defaultdict
from pathlib import Path

folder = Path(sys.argv[1])
# Latin letters with a stroke, bar or ligature have no decomposition in Unicode; these are the usual ASCII spellings (as in
# CLDR's Latin-ASCII transform).
STROKED = dict(zip("øłđħŧıæœðþ", ["o", "l", "d", "h", "t", "i", "ae", "oe", "d", "th"]))
# Left out: Hebrew and Arabic presentation forms and mathematical symbols, Hangul compatibility letters.
LEFT_OUT = [(0xFB1D, 0xFDFF), (0xFE70, 0xFEFE), (0x1EE00, 0x1EEFF), (0x3131, 0x318E), (0x3200, 0x321E), (0x3260, 0x327E), (0xFFA0, 0xFFDC)]
MARKS = [(0x0300, 0x036F), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE20, 0xFE2F)]


def within(code, ranges):
    return any(first <= code <= last for first, last in ranges)


def lines(name):
    for line in (folder / name).read_text(encoding="utf-8").splitlines():
        line = line.split("#")[0].strip()
        if line:
            yield line


category, canonical = {}, {}
for line in lines("UnicodeData.txt"):
    fields = line.split(";")
    code = int(fields[0], 16)
    category[code] = fields[2]
    if fields[5] and "<" not in fields[5]:
        canonical[code] = "".join(chr(int(part, 16)) for part in fields[5].split())

# NFKC_Casefold: compatibility (width, ligatures, circled…) and case in one map.
casefold = {}
for line in lines("DerivedNormalizationProps.txt"):
    fields = [field.strip() for field in line.split(";")]
    if fields[1] == "NFKC_CF":
        first, _, last = fields[0].partition("..")
        for code in range(int(first, 16), int(last or first, 16) + 1):
            casefold[code] = "".join(chr(int(part, 16)) for part in fields[2].split())

# Where a traditional character has several simplified ones, the first other than itself within the basic plane, else the
# first: 乾 folds to 干 on both sides of a comparison, which finds a little more and misses nothing.
simplified, backwards = {}, defaultdict(list)
for line in lines("Unihan_Variants.txt"):
    source, field, values = line.split("\t")
    code = int(source[2:], 16)
    codes = [int(value, 16) for value in re.findall(r"U\+([0-9A-F]+)", values)]
    if field == "kSimplifiedVariant":
        others = [value for value in codes if value != code]
        if others:
            simplified[code] = next((value for value in others if value < 0x10000), others[0])
    elif field == "kTraditionalVariant":
        for value in codes:
            if value != code:
                backwards[value].append(code)
for traditional, forms in backwards.items():
    simplified.setdefault(traditional, forms[0])


def step(char):
    code = ord(char)
    if code in casefold:
        return casefold[code]
    if code in canonical:
        return canonical[code]
    if char in STROKED:
        return STROKED[char]
    return chr(simplified[code]) if code in simplified else char


def is_kept(char):
    return category.get(ord(char), "Lo")[0] in "LNM"


def fold(char):
    text, seen = char, []
    while True:
        following = "".join(step(c) for c in text if not within(ord(c), MARKS))
        if following == text:
            break
        # Unihan calls a few characters each the simplified form of the other: the lowest stands for all.
        if following in seen:
            text = min(seen[seen.index(following):])
            break
        seen.append(following)
        text = following
    return re.sub(r"/+", "/", "".join(c if is_kept(c) else "/" for c in text)).strip("/")


sources = defaultdict(list)
for code in sorted(set(casefold) | set(canonical) | set(simplified) | {ord(c) for c in STROKED}):
    target = fold(chr(code))
    if target and target != chr(code) and not within(code, LEFT_OUT):
        sources[target].append(chr(code))

print("""# What characters fold to, for comparing names: first what, then every character that folds to it; / parts words.
# Made by make-folding-table.py from the Unicode Character Database and Unihan 15.0 (NFKC_Casefold, canonical
# decomposition without combining marks, kSimplifiedVariant and kTraditionalVariant): modified data.
# Copyright (c) 1991-2022 Unicode, Inc., under the Unicode License v3: folding-table.LICENSE.txt.""")
for target in sorted(sources):
    print(target, "".join(sources[target]))
