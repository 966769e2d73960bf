"""rust-bert's own generator, through `examples/rust_bert_generate.rs`. It gets token ids, because its
tokenizers give other ids for some sentences; `seconds` covers generation alone."""

import json
import tempfile

import codec
import protocol


def main():
    options = protocol.arguments()
    lines = protocol.read(options)
    ids = codec.open_codec(options.family, options.model).ids(lines)
    ids.sort(key=len, reverse=True)
    best, trials = None, {}
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(ids, file)
        file.flush()
        for batch in options.batches.split(","):
            out, peak = protocol.run_child(
                [options.binary, "--family", options.family, "--model", f"{options.model}/rust-bert"]
                + ["--ids", file.name, "--beams", str(options.beams), "--batch", batch.split(":")[1]]
                + ["--target-tokens", str(options.target_tokens), "--threads", str(options.threads)]
                + ["--device", options.device]
            )
            raw = protocol.last_json(out)
            result = protocol.figures(len(lines), raw["target_tokens"], raw["seconds"]) | {
                "batch": batch,
                "load_seconds": raw["load_seconds"],
                "peak_rss_bytes": peak,
            }
            trials[batch] = result["target_tokens_per_second"]
            if best is None or result["seconds"] < best["seconds"]:
                best = result
    protocol.report("rust-bert", options, best | {"trials": trials})


main()
