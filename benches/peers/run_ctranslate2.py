"""CTranslate2: `inter_threads` workers of one thread each, its fastest configuration for many
sentences; it sorts by length itself. Precision `int8+vmap` gives it a vocabulary map without the tokens
that mujaz skips, `int8+list` the same lexical shortlist as mujaz."""

import sys
import time
from pathlib import Path

# Its converters would import these and increase its memory; translating needs neither.
sys.modules["torch"] = sys.modules["transformers"] = None

import ctranslate2  # noqa: E402

import codec  # noqa: E402
import protocol  # noqa: E402


def main():
    options = protocol.arguments()
    lines = protocol.read(options)
    precision, _, restricted = options.precision.partition("+")
    folder = Path(options.model) / f"ctranslate2-{'int8' if precision == 'int8' else 'float32'}"
    start = time.perf_counter()
    on_gpu = options.device.startswith("cuda")
    translator = ctranslate2.Translator(
        str(folder),
        device="cuda" if on_gpu else "cpu",
        compute_type=precision,
        inter_threads=1 if on_gpu else options.threads,
        intra_threads=1,
    )
    text = codec.open_codec(options.family, options.model)
    load_seconds = time.perf_counter() - start

    def translate(kind, size, lines=lines):
        forced = options.target_tokens
        results = translator.translate_batch(
            text.tokens(lines),
            max_batch_size=size,
            batch_type=kind,
            beam_size=options.beams,
            min_decoding_length=forced or 1,
            # It does not count the end token; the other systems do.
            max_decoding_length=forced or options.max_tokens - 1,
            use_vmap=bool(restricted),
        )
        outputs = [result.hypotheses[0] for result in results]
        return text.texts(outputs), sum(map(len, outputs))

    translate("examples", 32, protocol.warm_up(options, lines))
    result = protocol.best_of(options, lines, translate)
    protocol.report(
        "ctranslate2",
        options,
        result | {"load_seconds": round(load_seconds, 2), "peak_rss_bytes": protocol.peak_rss()},
    )


main()
