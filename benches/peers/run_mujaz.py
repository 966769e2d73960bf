"""mujaz, through `mujaz bench`, with its default batches and replicas."""

import tempfile

import protocol

MODEL = {"marian": "--translator", "bart": "--summarizer", "t5": "--summarizer"}


def main():
    options = protocol.arguments()
    # For `+list` the model's folder holds a shortlist.
    precision = options.precision.removesuffix("+list")
    command = [options.binary, "bench", MODEL[options.family], options.model]
    command += ["--beams", str(options.beams), "--precision", precision, "--device", options.device]
    if options.target_tokens:
        command += ["--target-tokens", str(options.target_tokens)]
    else:
        command += ["--max-tokens", str(options.max_tokens)]
    if options.output:
        command += ["--output", options.output]
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.writelines(line + "\n" for line in protocol.read(options))
        file.flush()
        out, peak = protocol.run_child([*command, "--sentences", file.name, "--json"])
    raw = protocol.last_json(out)
    result = protocol.figures(raw["segments"], raw["target_tokens"], raw["seconds"])
    result |= {"load_seconds": raw.get("load_seconds"), "peak_rss_bytes": peak, "batch": "own", "raw": raw}
    protocol.report("mujaz", options, result)


main()
