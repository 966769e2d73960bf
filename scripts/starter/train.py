"""Train the starter translator: a small Marian model (Hugging Face layout), Arabic to English.

    python train.py WORK OUT --minutes 120 --workers 2

WORK holds train.tsv (set, Arabic, English) and spm.model. OUT/checkpoint.pt is written every few
minutes; the same command continues from it until the minutes are used up, then writes OUT/hf.
On a GPU one process trains. On a CPU each worker has one thread, and gradients are averaged over gloo,
because two threads inside one operator become very slow as soon as anything else runs.
The loop is shared with headline.py; a Task holds what differs.
"""
import argparse, json, os, random, time
from collections import namedtuple
from pathlib import Path

import sentencepiece
import torch
import torch.distributed as dist
from transformers import MarianConfig, MarianMTModel


# model(o, vocabulary) makes a model; start(model, weights) sets its initial weights; batches(o, rank, workers, pieces)
# returns a function that takes the share of the minutes used so far and returns the next batch; export(o, model,
# average, pieces) writes OUT/hf.
Task = namedtuple("Task", "model start batches export")


def parser(timed=True):
    """The options of every task; --minutes is optional unless `timed`."""
    p = argparse.ArgumentParser()
    p.add_argument("work", type=Path)
    p.add_argument("out", type=Path)
    p.add_argument("--minutes", type=float, required=timed, help="training time over all calls: of the processor on a CPU, of the clock on a GPU")
    p.add_argument("--workers", type=int, default=2, help="processes on a CPU")
    p.add_argument("--dim", type=int, default=256)
    p.add_argument("--enc", type=int, default=3)
    p.add_argument("--dec", type=int, default=2)
    p.add_argument("--ffn", type=int, default=1024)
    p.add_argument("--heads", type=int, default=4)
    p.add_argument("--tokens", type=int, default=6000, help="padded source + target tokens of a worker's batch")
    p.add_argument("--lr", type=float, default=8e-4)
    p.add_argument("--warmup", type=int, default=400)
    p.add_argument("--cool", type=float, default=0.3, help="last share of the time, with the rate falling to zero")
    p.add_argument("--dropout", type=float, default=0.0)
    p.add_argument("--init", type=Path, help="model.safetensors or ema.pt to start from")
    p.add_argument("--weights", default="", help="set=share of its pairs in each pass; above 1 repeats")
    p.add_argument("--seed", type=int, default=1)
    return p


def arguments():
    p = parser()
    p.add_argument("--sample", type=float, default=0.0, help="share of source sentences with sampled segmentation")
    p.add_argument("--reverse", type=float, default=0.0, help="share of English to Arabic examples")
    p.add_argument("--bt", type=Path, help="back-translated pairs, Arabic<TAB>English")
    return p.parse_args()


class Data:
    """An endless stream of batches of similar lengths; each worker gets its own share of the rows (set, ...)."""

    CHUNK = 30000  # number of rows that are sorted by length together

    def __init__(self, rows, o, rank, workers, pieces):
        self.o, self.pieces = o, pieces
        self.rng = random.Random(o.seed * 1000 + rank + int(time.time()))
        weights = dict(w.split("=") for w in o.weights.split(",") if w)
        self.rows = [(r, float(weights.get(r[0], 1))) for r in rows][rank::workers]

    def example(self, row):
        """Source and target ids of a row, or None."""
        raise NotImplementedError

    def key(self, example):
        return len(example[1]), len(example[0])

    def one_pass(self):
        for row, weight in self.rows:
            for _ in range(int(weight) + (self.rng.random() < weight - int(weight))):
                yield row

    def batches(self):
        while True:
            rows = list(self.one_pass())
            self.rng.shuffle(rows)
            for start in range(0, len(rows), self.CHUNK):
                examples = [e for e in map(self.example, rows[start:start + self.CHUNK]) if e]
                examples.sort(key=self.key)
                groups, group, width = [], [], (0, 0)
                for e in examples:
                    wider = max(width[0], len(e[0])), max(width[1], len(e[1]))
                    if group and sum(wider) * (len(group) + 1) > self.o.tokens:
                        groups.append(group)
                        group, wider = [], (len(e[0]), len(e[1]))
                    group.append(e)
                    width = wider
                groups.append(group)
                self.rng.shuffle(groups)
                yield from groups


class Pairs(Data):
    """Arabic and English sentences."""

    def example(self, row):
        ids = self.pieces.encode
        name, ar, en = row
        if self.rng.random() < self.o.sample:
            x = self.pieces.encode(ar, enable_sampling=True, alpha=0.3, nbest_size=-1)
        else:
            x = ids(ar)
        y = ids(en)
        if len(x) > 160 or len(y) > 160:
            return None
        if name == "bt":
            return [self.pieces.piece_to_id(">>bt<<")] + x + [0], y + [0]
        if self.rng.random() < self.o.reverse:
            return [self.pieces.piece_to_id(">>ara<<")] + y + [0], x + [0]
        return x + [0], y + [0]


def pairs(o, rank, workers, pieces):
    rows = [line.rstrip("\n").split("\t") for line in open(o.work / "train.tsv", encoding="utf-8")]
    if o.bt:
        rows += [["bt", *line.rstrip("\n").split("\t")] for line in open(o.bt, encoding="utf-8")]
    stream = Pairs(rows, o, rank, workers, pieces).batches()
    return lambda spent: next(stream)


def model_of(o, vocabulary):
    pad = vocabulary - 1
    model = MarianMTModel(MarianConfig(
        vocab_size=vocabulary, d_model=o.dim, encoder_layers=o.enc, decoder_layers=o.dec, encoder_ffn_dim=o.ffn,
        decoder_ffn_dim=o.ffn, encoder_attention_heads=o.heads, decoder_attention_heads=o.heads,
        max_position_embeddings=512, activation_function="swish", scale_embedding=True, dropout=o.dropout,
        attention_dropout=0.0, activation_dropout=0.0, pad_token_id=pad, eos_token_id=0, decoder_start_token_id=pad,
        forced_eos_token_id=0, tie_word_embeddings=True, share_encoder_decoder_embeddings=True,
        init_std=o.dim ** -0.5, bad_words_ids=[[pad]], static_position_embeddings=True,
        add_final_layer_norm=False, normalize_before=False, normalize_embedding=False))
    xavier(model)
    return model


def xavier(model):
    for name, p in model.named_parameters():
        if p.dim() == 2 and "embed" not in name and "shared" not in name:
            torch.nn.init.xavier_uniform_(p)


def start(model, weights):
    print("init", model.load_state_dict(weights, strict=False), flush=True)


def weights_of(path):
    if path.suffix == ".safetensors":
        from safetensors.torch import load_file
        return {k: v.float() for k, v in load_file(path).items()}
    return torch.load(path, map_location="cpu")


def train(rank, o, workers, task):
    gpu = torch.cuda.is_available()
    device = "cuda" if gpu else "cpu"
    torch.set_num_threads(1 if not gpu else 4)
    # cuDNN's attention, which PyTorch prefers on Hopper, makes a new plan for every batch shape.
    torch.backends.cuda.enable_cudnn_sdp(False)
    torch.manual_seed(o.seed)
    if workers > 1:
        dist.init_process_group("gloo", init_method=f"file://{o.out.resolve()}/rendezvous", rank=rank, world_size=workers)
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(o.work / "spm.model"))
    vocabulary = pieces.get_piece_size() + 1
    pad = vocabulary - 1
    model = task.model(o, vocabulary)
    if o.init:
        task.start(model, weights_of(o.init))
    model.to(device)
    if not gpu:
        model.set_attn_implementation("eager")
    # The optimiser's weights stay in float32; the model computes in bf16 if the hardware supports it.
    master = [p.detach().clone().float().requires_grad_() for p in learned(model)]
    if gpu or torch.ops.mkldnn._is_mkldnn_bf16_supported():
        model.bfloat16()
    optimiser = torch.optim.AdamW(master, lr=o.lr, betas=(0.9, 0.98), eps=1e-9, weight_decay=0.01, fused=True)
    average = [p.detach().clone() for p in master]
    step, spent = 0, 0.0
    saved = o.out / "checkpoint.pt"
    if saved.exists():
        c = torch.load(saved, map_location=device)
        step, spent = c["step"], c["spent"]
        for mine, theirs in zip(master + average, c["master"] + c["average"]):
            mine.data.copy_(theirs)
        optimiser.load_state_dict(c["optimiser"])
    push(master, model)
    batch_at = task.batches(o, rank, workers, pieces)
    model.train()
    now = time.time if gpu else time.process_time
    last, seen, total, shown = now(), 0, 0.0, time.time()
    wrote = time.time()
    while spent < o.minutes * 60:
        frac = spent / (o.minutes * 60)
        rate = o.lr * min(1.0, (step + 1) / o.warmup) * min(1.0, (max(o.warmup, 2000) / max(step, 1)) ** 0.5)
        rate *= min(1.0, (1 - frac) / o.cool)
        for group in optimiser.param_groups:
            group["lr"] = rate
        loss, tokens = loss_of(model, batch_at(frac), pad, device)
        loss.backward()
        flat = torch.cat([p.grad.float().view(-1) for p in learned(model)])
        clock = torch.tensor([now() - last])
        last = now()
        if workers > 1:
            dist.all_reduce(flat)
            flat /= workers
            dist.all_reduce(clock, op=dist.ReduceOp.MAX)
        spent += clock.item()
        flat *= min(1.0, 1.0 / (flat.norm().item() + 1e-6))
        at = 0
        for m, p in zip(master, learned(model)):
            m.grad = flat[at:at + m.numel()].view_as(m)
            at += m.numel()
            p.grad = None
        optimiser.step()
        push(master, model)
        step += 1
        total, seen = total + loss.item() * tokens, seen + tokens
        if step % 10 == 0:
            keep = min(0.998, (step + 1) / (step + 50)) ** 10
            torch._foreach_lerp_(average, master, 1 - keep)
        if rank == 0 and time.time() - shown > 60:
            print(f"{spent / 60:.1f} min  step {step}  loss {total / seen:.3f}  rate {rate:.1e}  "
                  f"{workers * seen / (time.time() - shown):.0f} target tokens/s", flush=True)
            seen, total, shown = 0, 0.0, time.time()
        if rank == 0 and time.time() - wrote > 240:
            write_checkpoint(saved, step, spent, master, average, optimiser)
            wrote = time.time()
    if rank == 0:
        write_checkpoint(saved, step, spent, master, average, optimiser)
        task.export(o, model, average, pieces)


def learned(model):
    return [p for p in model.parameters() if p.requires_grad]


@torch.no_grad()
def push(master, model):
    for m, p in zip(master, learned(model)):
        p.copy_(m)


def loss_of(model, batch, pad, device):
    def padded(rows):
        width = max(map(len, rows))
        return torch.tensor([r + [pad] * (width - len(r)) for r in rows], device=device)

    source, target = padded([e[0] for e in batch]), padded([e[1] for e in batch])
    shifted = torch.cat([torch.full_like(target[:, :1], pad), target[:, :-1]], 1)
    states = model.model(input_ids=source, attention_mask=(source != pad).long(), decoder_input_ids=shifted).last_hidden_state
    keep = target != pad
    return SmoothedLoss.apply(states[keep], model.lm_head.weight, target[keep]), int(keep.sum())


class SmoothedLoss(torch.autograd.Function):
    """Cross entropy with label smoothing, averaged over tokens, of logits `states @ weight.T`.

    The logits of all tokens never exist at once: gradients are computed chunk by chunk in the forward pass,
    which makes a step on a CPU a third faster. `final_logits_bias` stays zero in these Marian and BART models.
    """

    SMOOTHING = 0.1
    CHUNK = 512

    @staticmethod
    def forward(ctx, states, weight, target):
        smoothing, count = SmoothedLoss.SMOOTHING, len(target)
        mean = weight.float().mean(0)
        d_states = torch.empty_like(states)
        d_weight = torch.zeros_like(weight, dtype=torch.float32)
        total = -smoothing * (states.float() @ mean).sum()
        for h, t, d_h in zip(*(x.split(SmoothedLoss.CHUNK) for x in (states, target[:, None], d_states))):
            logits = h @ weight.T
            right = logits.gather(1, t).float()
            p = torch.softmax(logits, -1)
            normaliser = right - p.gather(1, t).float().clamp_min(1e-30).log()
            total += (normaliser - (1 - smoothing) * right).sum()
            p.scatter_add_(1, t, torch.full_like(t, smoothing - 1, dtype=p.dtype))
            d_h.copy_(p @ weight)
            d_weight += p.T @ h
        d_states -= (smoothing * mean).to(states.dtype)
        d_weight -= smoothing / len(weight) * states.float().sum(0)
        ctx.save_for_backward(d_states / count, (d_weight / count).to(weight.dtype))
        return total / count

    @staticmethod
    def backward(ctx, scale):
        d_states, d_weight = ctx.saved_tensors
        return d_states * scale, d_weight * scale, None


def write_checkpoint(path, step, spent, master, average, optimiser):
    torch.save({"step": step, "spent": spent, "master": [m.detach() for m in master], "average": average,
                "optimiser": optimiser.state_dict()}, path.with_suffix(".new"))
    os.replace(path.with_suffix(".new"), path)


def export(o, model, average, pieces):
    push(average, model.float())
    state = {k: v.half().contiguous() for k, v in model.cpu().state_dict().items()
             if k not in ("lm_head.weight", "model.encoder.embed_tokens.weight", "model.decoder.embed_tokens.weight")
             and "embed_positions" not in k}
    out = o.out / "hf"
    out.mkdir(exist_ok=True)
    from safetensors.torch import save_file
    save_file(state, out / "model.safetensors", metadata={"format": "pt"})
    model.config.dropout = 0.0
    model.config.save_pretrained(out)
    model.generation_config.save_pretrained(out)
    names = {**{pieces.id_to_piece(i): i for i in range(len(pieces))}, "<pad>": len(pieces)}
    (out / "vocab.json").write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")
    for name in ("source.spm", "target.spm"):
        (out / name).write_bytes((o.work / "spm.model").read_bytes())
    print("wrote", out, flush=True)


def launch(o, task):
    o.out.mkdir(parents=True, exist_ok=True)
    (o.out / "rendezvous").unlink(missing_ok=True)
    if torch.cuda.is_available():
        train(0, o, 1, task)
    else:
        # Keep freed memory in the process; otherwise a third of a step is spent on page faults.
        os.environ |= {"MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": str(10**11), "MALLOC_TOP_PAD_": str(10**8)}
        torch.multiprocessing.spawn(train, (o, o.workers, task), nprocs=o.workers)


if __name__ == "__main__":
    launch(arguments(), Task(model_of, start, pairs, export))
