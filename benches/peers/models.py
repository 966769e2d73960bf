"""Makes the models for the comparison: the real dimensions of opus-mt-ar-en and distilbart-cnn-12-6 and
those of T5-base with random weights from a fixed seed, and the shipped model with its trained weights;
each in Hugging Face layout and converted for CTranslate2 and rust-bert (T5 for CTranslate2 alone). Existing
models are kept."""

import json
import shutil
import struct
from pathlib import Path

SEED = 1
TOKENIZER_FILES = ["source.spm", "target.spm", "vocab.json", "tokenizer_config.json", "special_tokens_map.json"]
# The Arabic block: a piece with one of its letters is never right in English.
ARABIC = range(0x0600, 0x0700)
# Tokens of an article, by family; T5 was trained on 512 at most.
SUMMARY_SOURCE_TOKENS = {"bart": 700, "t5": 500}


def opus(folder, tokenizer):
    """opus-mt-ar-en: 6 + 6 layers, width 512, 62,834 tokens. `tokenizer` holds its small files."""
    if done(folder):
        restrict_vocabulary(folder)
        return
    import torch
    from transformers import MarianConfig, MarianMTModel

    config = MarianConfig.from_json_file(str(tokenizer / "config.json"))
    config.tie_word_embeddings = True
    torch.manual_seed(SEED)
    model = MarianMTModel(config)
    model.save_pretrained(folder)
    for name in [*TOKENIZER_FILES, "generation_config.json"]:
        if (tokenizer / name).exists():
            copy(tokenizer / name, folder)
    restrict_vocabulary(folder)
    convert(folder, ["int8", "float32"])
    rust_bert(folder, model)
    finish(folder)


def starter(folder, source):
    """The shipped model with the embedding of the padding token zeroed and that token forbidden, as in all
    opus-mt models, because CTranslate2 always starts Marian models from a zero embedding."""
    if done(folder):
        return
    import torch
    from transformers import AutoModelForSeq2SeqLM

    model = AutoModelForSeq2SeqLM.from_pretrained(source, dtype=torch.float32)
    pad = model.config.pad_token_id
    with torch.no_grad():
        model.model.shared.weight[pad] = 0
    generation = model.generation_config
    generation.bad_words_ids, generation.renormalize_logits = [[pad]], True
    model.save_pretrained(folder)
    for name in TOKENIZER_FILES:
        if (source / name).exists():
            copy(source / name, folder)
    settings = folder / "tokenizer_config.json"
    if not settings.exists():
        settings.write_text(json.dumps({"tokenizer_class": "MarianTokenizer", "model_max_length": 512}))
    convert(folder, ["int8", "float32"])
    finish(folder)


def distilbart(folder, english):
    """distilbart-cnn-12-6: 12 + 6 layers, width 1024, 50,264 tokens. A tokenizer cannot be
    random: a byte-level BPE of the same kind is trained on `english` and filled up with made-up names."""
    if done(folder):
        return
    import torch
    from transformers import BartConfig, BartForConditionalGeneration

    vocabulary_size = 50_264
    config = BartConfig(
        vocab_size=vocabulary_size,
        d_model=1024,
        encoder_layers=12,
        decoder_layers=6,
        encoder_ffn_dim=4096,
        decoder_ffn_dim=4096,
        encoder_attention_heads=16,
        decoder_attention_heads=16,
        max_position_embeddings=1024,
        activation_function="gelu",
        scale_embedding=False,
        # CTranslate2's converter needs these older fields.
        normalize_before=False,
        normalize_embedding=True,
        add_final_layer_norm=False,
        static_position_embeddings=False,
        tie_word_embeddings=True,
    )
    torch.manual_seed(SEED)
    model = BartForConditionalGeneration(config)
    model.save_pretrained(folder)
    train_bpe(folder, english, vocabulary_size)
    convert(folder, ["int8"])
    rust_bert(folder, model)
    finish(folder)


def t5(folder, english):
    """The dimensions of FLAN-T5-base: 12 + 12 layers, width 768, gated inner layers of 2,048, 12 heads, 32,128
    tokens, output weights that are not the embeddings, and logits that are not scaled."""
    if done(folder):
        return
    import torch
    from safetensors.torch import save_file
    from transformers import T5Config, T5ForConditionalGeneration

    tokens = {"decoder_start_token_id": 0, "eos_token_id": 1, "pad_token_id": 0}
    # Written by hand, as on the hub: transformers 5 saves every T5 as one with tied embeddings.
    config = tokens | {
        "architectures": ["T5ForConditionalGeneration"],
        "d_ff": 2048,
        "d_kv": 64,
        "d_model": 768,
        "feed_forward_proj": "gated-gelu",
        "is_encoder_decoder": True,
        "layer_norm_epsilon": 1e-06,
        "model_type": "t5",
        "n_positions": 512,
        "num_decoder_layers": 12,
        "num_heads": 12,
        "num_layers": 12,
        "relative_attention_max_distance": 128,
        "relative_attention_num_buckets": 32,
        "tie_word_embeddings": False,
        "vocab_size": 32_128,
    }
    torch.manual_seed(SEED)
    # T5 does not divide the scores of attention; transformers draws its queries so small that the scores have a
    # standard deviation of about 1 nevertheless. The output weights are drawn here, so that the logits have it too.
    model = T5ForConditionalGeneration(T5Config(**config))
    tensors = {
        name: tensor.contiguous()
        for name, tensor in model.state_dict().items()
        if not name.endswith("embed_tokens.weight")
    }
    tensors["lm_head.weight"] = torch.randn(model.shared.weight.shape) * config["d_model"] ** -0.5
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    for name, fields in (("config.json", config), ("generation_config.json", tokens)):
        (folder / name).write_text(json.dumps(fields, indent=2) + "\n", "utf-8")
    train_unigram(folder, english, config["vocab_size"])
    convert(folder, ["int8", "float32"])
    finish(folder)


def train_unigram(folder, english, size):
    """Writes a SentencePiece model of the kind that T5 has, trained on `english` and filled up with made-up
    names, and the tokenizer.json of the same pieces, which transformers reads without protobuf."""
    import io

    import sentencepiece
    from transformers import T5Tokenizer

    trained = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(english.read_text("utf-8").splitlines()),
        model_writer=trained,
        model_type="unigram",
        vocab_size=8_000,
        # A short text has fewer pieces.
        hard_vocab_limit=False,
        normalization_rule_name="identity",
        character_coverage=1.0,
        pad_id=0,
        eos_id=1,
        unk_id=2,
        bos_id=-1,
        num_threads=1,
        minloglevel=2,
    )
    model = trained.getvalue()
    count = sentencepiece.SentencePieceProcessor(model_proto=model).get_piece_size()
    # A protobuf message followed by more entries of one of its lists is the message with the longer list.
    model += b"".join(entry(f"madeupword{i:05}", -20.0) for i in range(count, size))
    (folder / "spiece.model").write_bytes(model)
    processor = sentencepiece.SentencePieceProcessor(model_proto=model)
    vocabulary = [(processor.id_to_piece(i), processor.get_score(i)) for i in range(size)]
    T5Tokenizer(vocab=vocabulary, extra_ids=0, model_max_length=512).save_pretrained(folder)


def entry(name, score):
    """An entry of the list of pieces in a SentencePiece model: field 1, with the fields 1 (piece) and 2 (score).
    Each length is one byte."""
    fields = b"\x0a" + bytes([len(name)]) + name.encode() + b"\x15" + struct.pack("<f", score)
    return b"\x0a" + bytes([len(fields)]) + fields


def summary_sources(path, folder, english, count, family):
    """Writes `count` articles of about the family's number of tokens: consecutive English sentences, with a
    different start for each article."""
    import codec

    text = codec.open_codec(family, folder)
    size = SUMMARY_SOURCE_TOKENS[family]
    lines = english.read_text("utf-8").splitlines()
    articles = []
    for i in range(count):
        first = i * len(lines) // count
        article = text.beginning(" ".join((lines[first:] + lines[:first])[:60]), size)
        articles.append(" ".join(article.split()))
    path.write_text("\n".join(articles) + "\n", "utf-8")


def train_bpe(folder, english, size):
    from tokenizers import ByteLevelBPETokenizer
    from transformers import BartTokenizer

    trained = ByteLevelBPETokenizer()
    special = ["<s>", "<pad>", "</s>", "<unk>"]
    trained.train([str(english)], vocab_size=8_000, special_tokens=special, show_progress=False)
    trained.save_model(str(folder))
    vocabulary = json.loads((folder / "vocab.json").read_text("utf-8"))
    for i in range(len(vocabulary), size - 1):
        vocabulary[f"madeupword{i:05}"] = i
    vocabulary["<mask>"] = size - 1
    (folder / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False), "utf-8")
    merges = [tuple(line.split()) for line in (folder / "merges.txt").read_text("utf-8").splitlines()[1:]]
    BartTokenizer(vocab=vocabulary, merges=merges, model_max_length=1024).save_pretrained(folder)


# Not vmap.txt, which mujaz would read as the model's own shortlist.
RESTRICTED = "vocabulary-map.txt"


def restrict_vocabulary(folder):
    """Writes CTranslate2's vocabulary map with one entry for every source: all pieces without Arabic
    letters that are in target.spm or not in source.spm. mujaz skips the others by default."""
    vocabulary = json.loads((folder / "vocab.json").read_text("utf-8"))
    source, target = (pieces(folder / name) for name in ("source.spm", "target.spm"))
    kept = [
        piece
        for piece in sorted(vocabulary, key=vocabulary.get)
        if piece != "<pad>" and not any(ord(c) in ARABIC and c.isalpha() for c in piece)
        if piece in target or piece not in source
    ]
    # Existing conversions are updated too.
    for file in [folder / RESTRICTED, *folder.glob("ctranslate2-*/vmap.txt")]:
        file.write_text("\t" + " ".join(kept) + "\n", "utf-8")


def pieces(path):
    import sentencepiece

    processor = sentencepiece.SentencePieceProcessor(model_file=str(path))
    return {processor.id_to_piece(i) for i in range(processor.get_piece_size())}


def convert(folder, quantizations):
    from ctranslate2.converters import TransformersConverter

    for quantization in quantizations:
        vmap = folder / RESTRICTED
        TransformersConverter(str(folder)).convert(
            str(folder / f"ctranslate2-{quantization}"),
            vmap=str(vmap) if vmap.exists() else None,
            quantization=quantization,
            force=True,
        )


def rust_bert(folder, model):
    """Writes a checkpoint that rust-bert can read directly: every tensor under its name, even those that
    the hub's files leave out, and every field that its parser requires."""
    from safetensors.torch import save_file

    target = folder / "rust-bert"
    target.mkdir(exist_ok=True)
    skip = {"lm_head.weight", "model.encoder.embed_tokens.weight", "model.decoder.embed_tokens.weight"}
    tensors = {name: t.contiguous().clone() for name, t in model.state_dict().items() if name not in skip}
    for side in ("encoder", "decoder"):
        table = getattr(model.model, side).embed_positions.weight
        tensors[f"model.{side}.embed_positions.weight"] = table.detach().clone()
    save_file(tensors, target / "model.safetensors")
    config = model.config.to_dict()
    wanted = (
        "activation_function activation_dropout attention_dropout d_model dropout init_std vocab_size "
        "decoder_attention_heads decoder_ffn_dim decoder_layerdrop decoder_layers decoder_start_token_id "
        "encoder_attention_heads encoder_ffn_dim encoder_layerdrop encoder_layers bos_token_id eos_token_id "
        "forced_bos_token_id forced_eos_token_id pad_token_id max_position_embeddings normalize_embedding "
        "static_position_embeddings scale_embedding"
    ).split()
    plain = {name: config[name] for name in wanted if config.get(name) is not None}
    plain["num_hidden_layers"] = config["encoder_layers"]
    (target / "config.json").write_text(json.dumps(plain, indent=2))
    for name in ("vocab.json", "merges.txt", "source.spm"):
        if (folder / name).exists():
            copy(folder / name, target)


def copy(source, folder):
    # The sources may be read-only; a second attempt must be able to overwrite the copy.
    shutil.copyfile(source, folder / source.name)


def done(folder):
    if (folder / ".complete").exists():
        return True
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return False


def finish(folder):
    (folder / ".complete").touch()


if __name__ == "__main__":
    import sys

    what, folder, *rest = sys.argv[1:]
    paths = [Path(p) for p in rest]
    if what == "summary_sources":
        summary_sources(paths[0], Path(folder), paths[1], int(rest[2]), rest[3])
    else:
        {"opus": opus, "starter": starter, "distilbart": distilbart, "t5": t5}[what](Path(folder), *paths)
