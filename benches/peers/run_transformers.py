"""Hugging Face transformers: `generate` on batches of sentences sorted by length, with all threads
inside the operators."""

import time

import protocol
import torch
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer
from transformers.utils import logging

DTYPES = {"f32": torch.float32, "bf16": torch.bfloat16, "f16": torch.float16}


def main():
    options = protocol.arguments()
    logging.set_verbosity_error()
    torch.set_num_threads(options.threads)
    lines = protocol.read(options)
    start = time.perf_counter()
    tokenizer = AutoTokenizer.from_pretrained(options.model)
    model = AutoModelForSeq2SeqLM.from_pretrained(options.model, dtype=DTYPES[options.precision])
    model = model.to(options.device).eval()
    load_seconds = time.perf_counter() - start

    @torch.inference_mode()
    def translate(_, size, lines=lines):
        sources = tokenizer(lines)["input_ids"]
        order = sorted(range(len(lines)), key=lambda i: -len(sources[i]))
        texts, tokens = [""] * len(lines), 0
        limits = {"max_new_tokens": options.target_tokens or options.max_tokens}
        if options.target_tokens:
            limits["min_new_tokens"] = options.target_tokens
        for first in range(0, len(order), size):
            chosen = order[first : first + size]
            batch = tokenizer.pad({"input_ids": [sources[i] for i in chosen]}, return_tensors="pt")
            output = model.generate(
                **batch.to(options.device),
                num_beams=options.beams,
                do_sample=False,
                max_length=None,
                **limits,
            ).tolist()
            for i, text in zip(chosen, tokenizer.batch_decode(output, skip_special_tokens=True)):
                texts[i] = text
            tokens += sum(produced(row[1:], model.config) for row in output)
        return texts, tokens

    translate("examples", 8, protocol.warm_up(options, lines))
    result = protocol.best_of(options, lines, translate)
    if options.device.startswith("cuda"):
        result["peak_device_bytes"] = torch.cuda.max_memory_allocated()
    protocol.report(
        "transformers",
        options,
        result | {"load_seconds": round(load_seconds, 2), "peak_rss_bytes": protocol.peak_rss()},
    )


def produced(row, config):
    """Number of tokens of an output, with its end token and without the padding after it."""
    end = config.eos_token_id
    # BART can be forced to begin with a token, but not with the end token.
    return row.index(end) + 1 if end in row else len(row)


main()
