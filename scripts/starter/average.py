"""Average the weights of two models of one shape, the second of which was trained from the first.

    python average.py FIRST/model.safetensors SECOND/model.safetensors --share 0.7 OUT/model.safetensors
"""
import argparse
from pathlib import Path

from safetensors.torch import load_file, save_file

if __name__ == "__main__":
    p = argparse.ArgumentParser()
    p.add_argument("first", type=Path)
    p.add_argument("second", type=Path)
    p.add_argument("out", type=Path)
    p.add_argument("--share", type=float, default=0.5, help="of the second")
    o = p.parse_args()
    first, second = load_file(o.first), load_file(o.second)
    save_file({name: first[name].float().lerp(second[name].float(), o.share).half() for name in second}, o.out,
              metadata={"format": "pt"})
