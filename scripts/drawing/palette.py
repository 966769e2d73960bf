"""Writes pictures of pages with few colours, which makes them small: palette.py FOLDER PICTURE..."""
import pathlib
import sys

from PIL import Image

# Enough for letters with soft edges in the colours of a page.
COLOURS = 32


def main(folder, *pictures):
    for picture in pictures:
        image = Image.open(picture).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        image.save(pathlib.Path(folder, pathlib.Path(picture).name), optimize=True)


main(*sys.argv[1:])
