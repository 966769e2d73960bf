"""Makes models of real dimensions with random weights from a fixed seed, in Hugging Face layout:

make_model.py opus|distilbart|nllb FOLDER TOKENIZER ENGLISH
make_model.py articles FOLDER FILE ENGLISH COUNT     articles of about 700 tokens for a distilbart
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "benches" / "peers"))
import models  # noqa: E402


def nllb(folder):
    """NLLB-200-distilled-600M: 12 + 12 layers, width 1024, 256,206 tokens, with the tests' tiny tokenizer."""
    if models.done(folder):
        return
    import torch
    from transformers import M2M100Config, M2M100ForConditionalGeneration

    config = M2M100Config(
        vocab_size=256_206, d_model=1024, encoder_layers=12, decoder_layers=12, encoder_ffn_dim=4096,
        decoder_ffn_dim=4096, encoder_attention_heads=16, decoder_attention_heads=16, max_position_embeddings=1024,
        activation_function="relu", scale_embedding=True, tokenizer_class="NllbTokenizer",
    )  # fmt: skip
    torch.manual_seed(models.SEED)
    M2M100ForConditionalGeneration(config).half().save_pretrained(folder)
    for name in ("tokenizer.json", "tokenizer_config.json", "sentencepiece.bpe.model", "generation_config.json"):
        models.copy(ROOT / "tests" / "fixtures" / "nllb" / name, folder)
    models.finish(folder)


def main():
    what, folder, *rest = sys.argv[1:]
    folder, paths = Path(folder), [Path(p) for p in rest]
    # Only mujaz and transformers read these models.
    models.convert = models.rust_bert = lambda *_: None
    if what == "articles":
        models.summary_sources(paths[0], folder, paths[1], int(rest[2]))
    elif what == "opus":
        models.opus(folder, paths[0])
    elif what == "distilbart":
        models.distilbart(folder, paths[1])
    elif what == "nllb":
        nllb(folder)
    else:
        sys.exit(f"there is no model {what!r}")


main()
