"""Where the time of one decoder step goes on a GPU: every operation of mujaz's step, timed alone.

  step.py [--rows 1024] [--beams 1] [--device cuda]

The dimensions are opus-mt-ar-en's, in bf16, in the middle of a sentence. Each time is listed with a lower bound:
the bytes that the operation must move, or the floating-point operations that it must perform, at the rates that the
device reaches with a large copy and a large matrix product. Attention is timed in several implementations, so that a
choice between them can be measured."""

import argparse
import json
import time

import torch
import torch.nn.functional as F

WIDTH, HEADS, INNER, LAYERS, COLUMNS, SOURCE, PAST = 512, 8, 2048, 6, 31_104, 36, 18
SIZE = WIDTH // HEADS


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1024)
    parser.add_argument("--beams", type=int, default=1)
    parser.add_argument("--device", default="cuda")
    o = parser.parse_args()
    torch.backends.cuda.enable_cudnn_sdp(False)
    torch.manual_seed(1)
    step = Step(o)
    with torch.inference_mode():
        step.run()
    print(json.dumps(step.result(), indent=1))


class Step:
    def __init__(self, o):
        self.o, self.rows, self.found = o, o.rows, {}
        self.kind = dict(device=o.device, dtype=torch.bfloat16)

    def time(self, work):
        """The median of twenty runs, in milliseconds."""
        gpu = self.o.device.startswith("cuda")
        times = []
        for _ in range(25):
            if gpu:
                start, end = (torch.cuda.Event(enable_timing=True) for _ in range(2))
                start.record()
                work()
                end.record()
                torch.cuda.synchronize()
                times.append(start.elapsed_time(end))
            else:
                start = time.perf_counter()
                work()
                times.append(1000 * (time.perf_counter() - start))
        return sorted(times[5:])[10]

    def add(self, name, count, work, moved=0, products=0):
        """Times an operation that a step has `count` times; each moves `moved` bytes and does `products` operations."""
        floor = 1000 * max(moved / self.copy, products / self.product)
        self.found[name] = {"ms": self.time(work), "count": count, "floor_ms": floor}

    def linear(self, name, count, into, out, rows=None):
        rows = rows or self.rows
        x, w, b = self.random(rows, into), self.random(out, into), self.random(out)
        moved = 2 * (rows * (into + out) + into * out)
        self.add(name, count, lambda: F.linear(x, w, b), moved, 2 * rows * into * out)
        return F.linear(x, w, b)

    def random(self, *shape):
        return torch.randn(*shape, **self.kind)

    def run(self):
        rows, sentences = self.rows, self.rows // self.o.beams
        small = self.o.device == "cpu"
        big = torch.empty(2**24 if small else 2**30, dtype=torch.int8, device=self.o.device)
        other = torch.empty_like(big)
        self.copy = 2 * big.numel() / (self.time(lambda: other.copy_(big)) / 1000)
        side = 512 if small else 8192
        a = self.random(side, side)
        self.product = 2 * side**3 / (self.time(lambda: a @ a) / 1000)
        del big, other, a

        x = self.random(rows, WIDTH)
        norm = [self.random(WIDTH), self.random(WIDTH)]
        each = 2 * rows * WIDTH
        self.add("add", 3 * LAYERS, lambda: x + x, 3 * each)
        self.add("layer norm", 3 * LAYERS, lambda: F.layer_norm(x, [WIDTH], *norm), 2 * each)
        qkv = self.linear("query, key, value", LAYERS, WIDTH, 3 * WIDTH).view(rows, 3, WIDTH)
        self.linear("query of sources, outputs", 3 * LAYERS, WIDTH, WIDTH)
        inner = self.linear("inner", LAYERS, WIDTH, INNER)
        self.add("silu", LAYERS, lambda: F.silu(inner), 4 * rows * INNER)
        self.linear("outer", LAYERS, INNER, WIDTH)

        cache = self.random(64, 2, rows, WIDTH)
        self.add("keep key and value", LAYERS, lambda: cache[PAST].copy_(qkv[:, 1:].transpose(0, 1)), 4 * each)
        visible = PAST + 1
        past = cache[:visible].view(visible, 2, rows, HEADS, SIZE).permute(1, 2, 3, 0, 4)
        query = qkv[:, 0].view(rows, HEADS, 1, SIZE)
        moved = 2 * visible * each
        self.attention("past", query, past[0], past[1], moved)
        if self.o.beams > 1:
            order = torch.randperm(rows, device=self.o.device)
            taken = torch.empty_like(cache)
            select = lambda: torch.index_select(cache[:visible], 2, order, out=taken[:visible])  # noqa: E731
            self.add("reorder beams", LAYERS, select, 2 * moved)
        keys, values = self.random(2, sentences, HEADS, SOURCE, SIZE)
        query = self.random(sentences, HEADS, self.o.beams, SIZE)
        self.attention("source", query, keys, values, 4 * sentences * SOURCE * WIDTH)

        logits = self.linear("output layer", 1, WIDTH, COLUMNS)
        cells = rows * COLUMNS
        self.add("logits in f32", 1, lambda: logits.float(), 6 * cells)
        scores = logits.float()
        self.add("log-softmax", 1, lambda: F.log_softmax(scores, -1), 8 * cells)
        if self.o.beams == 1:
            self.add("best", 1, lambda: scores.max(-1, keepdim=True), 4 * cells)
            return
        k, blocked = 2 * self.o.beams, scores.view(rows, COLUMNS // 128, 128)

        def best():
            _, block = blocked.amax(-1).topk(k, sorted=False)
            few = blocked.gather(1, block[:, :, None].expand(rows, k, 128)).view(rows, k * 128)
            return few.topk(k)

        self.add("best, by blocks", 1, best, 4 * cells)
        self.add("(topk instead)", 0, lambda: scores.topk(k), 4 * cells)

    def attention(self, name, query, keys, values, moved):
        """Times attention as implemented, and alternatives; their count of 0 leaves them out of the sum."""
        mask = torch.zeros(query.shape[0], 1, 1, (keys.shape[2] + 7) // 8 * 8, **self.kind)[..., : keys.shape[2]]
        masked = lambda: F.scaled_dot_product_attention(query, keys, values, attn_mask=mask)  # noqa: E731
        plain = lambda: F.scaled_dot_product_attention(query, keys, values)  # noqa: E731
        # Sources differ in length and need a mask; the past of a fresh batch needs none.
        now, instead = (masked, plain) if name == "source" else (plain, masked)
        self.add(f"attention to {name}", LAYERS, now, moved)
        self.add(f"(attention to {name}, {'plain' if now is masked else 'masked'})", 0, instead, moved)

        def products():
            scores = (query @ keys.transpose(2, 3)) * SIZE**-0.5
            return torch.softmax(scores + mask, -1) @ values

        def by_hand():
            scores = (query[..., None, :] * keys[:, :, None]).sum(-1, dtype=torch.float32) * SIZE**-0.5
            weights = torch.softmax(scores, -1).to(values.dtype)
            return (weights[..., None] * values[:, :, None]).sum(3)

        self.add(f"(attention to {name}, batched products)", 0, products, moved)
        self.add(f"(attention to {name}, sums)", 0, by_hand, moved)

    def result(self):
        total = sum(f["ms"] * f["count"] for f in self.found.values())
        floor = sum(f["floor_ms"] * f["count"] for f in self.found.values())
        rounded = {k: {n: round(v, 4) for n, v in f.items()} for k, f in self.found.items()}
        return {
            "rows": self.rows,
            "beams": self.o.beams,
            "copy_gb_s": round(self.copy / 1e9),
            "product_tflop_s": round(self.product / 1e12, 1),
            "launches_at_least": sum(f["count"] for f in self.found.values()),
            "step_ms": round(total, 3),
            "floor_ms": round(floor, 3),
            "tokens_per_second_at_most": round(1000 * self.rows / self.o.beams / total),
            "operations": rounded,
        }


main()
