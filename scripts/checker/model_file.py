"""Writes model.json: the regressions, the forests and the thresholds of the checker."""

import json


def write(path, model):
    """Writes each list, and each tree of a forest, on a line of its own."""
    parts = []
    for name, values in model.items():
        fields = ",\n".join(f"  {json.dumps(key)}: {packed(key, value)}" for key, value in values.items())
        parts.append(f" {json.dumps(name)}: {{\n{fields}\n }}")
    path.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8")
    print(f"wrote {path}")


def packed(key, value):
    if key != "trees":
        return json.dumps(value)
    trees = (json.dumps(tree, separators=(",", ":")) for tree in value)
    return "[\n   " + ",\n   ".join(trees) + "\n  ]"
