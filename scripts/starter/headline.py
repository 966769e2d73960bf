"""Train the starter headline writer: a small BART model (Hugging Face layout), English article to headline.

    python headline.py WORK OUT --minutes 50 --workers 2 --init WORK/init.safetensors
    python headline.py WORK OUT --show 10

WORK holds headlines.tsv and headlines-dev.tsv (set, article, headline), mono.en (a sentence a line) and the
translator's spm.model; --init takes the translator's weights. The training loop, its checkpoints and resuming are
those of train.py. --show writes headlines of held-out articles with the weights of OUT/checkpoint.pt.
"""
import json, re
from collections import Counter

import sentencepiece
import torch
from transformers import BartConfig, BartForConditionalGeneration, GenerationConfig
from transformers.models.marian.modeling_marian import MarianSinusoidalPositionalEmbedding

from train import Data, Task, launch, learned, parser, push, xavier

TARGET = 48  # most pieces of a headline
POSITIONS = 512
OFFSET = 2  # where positions start in BART's table
STOP = set("a an and are as at be been but by for from had has have he her his i in is it its mr not of on or said "
           "she that the their they this to was we were who will with would".split())


def arguments():
    p = parser(timed=False)
    p.set_defaults(dropout=0.1)
    p.add_argument("--source", type=int, default=160, help="pieces of an article that are read")
    p.add_argument("--pretrain", type=float, default=0.4, help="first share of the time, without headlines")
    p.add_argument("--show", type=int, default=0, help="write this many headlines instead of training")
    o = p.parse_args()
    if o.minutes is None and not o.show:
        p.error("--minutes or --show is needed")
    return o


def table(path):
    return [line.rstrip("\n").split("\t") for line in open(path, encoding="utf-8")]


def words(text):
    return re.findall(r"\w+", text.lower())


def runs(text, length, step=1):
    """The runs of `length` words that start at every `step`-th word."""
    w = words(text)
    return {" ".join(w[i:i + length]) for i in range(0, len(w) - length + 1, step)}


def clean(headline):
    """The headline without agencies and update numbers at its ends; None if it is unusable."""
    headline = re.sub(r"(?i)^(update \d+ ?[:-]|update:|breaking:|video:|watch:) *", "", headline.replace("‘", "'"))
    headline = re.sub(r" *\((AP|AFP|Reuters|Canadian Press|NewsFactor|Update ?\d|\+? ?video|[\w.]+\.com|PC World|"
                      r"InfoWorld|Ziff Davis|MacCentral)\)$", "", headline)
    bad = re.search(r"\||\.\.\.$|quot;|amp;", headline) or headline.isupper()
    return None if bad or not 3 <= len(headline.split()) <= 20 else headline


def corpus(work):
    """Headlines and single sentences for training, without those that occur in the held-out articles."""
    held = table(work / "headlines-dev.tsv")
    titles = {" ".join(words(headline)) for _, _, headline in held}
    long = set().union(*(runs(article, 30) for _, article, _ in held))
    short = set().union(*(runs(article, 8) for _, article, _ in held))
    dropped, rows = Counter(), []
    for name, article, headline in table(work / "headlines.tsv"):
        title = clean(headline)
        if " ".join(words(headline)) in titles or runs(article, 30, 10) & long:
            dropped["held out"] += 1
        elif title is None or len(article.split()) < 20:
            dropped["headline" if title is None else "article"] += 1
        else:
            rows.append([name, article, title])
    sentences = [line.strip() for line in open(work / "mono.en", encoding="utf-8")]
    mono = [["mono", s] for s in sentences if not runs(" ".join(s.split()[:12]), 8) & short]
    dropped["mono"] = len(sentences) - len(mono)
    return rows, mono, dropped


def source(o, pieces, text):
    """The ids that are read of an article. A word is at least one piece, so later words cannot be reached."""
    return pieces.encode(" ".join(text.split()[:o.source]))[:o.source]


class Headlines(Data):
    """Articles and their headlines."""

    CHUNK = 4000

    def key(self, example):
        # Nearly all sources have the full length; shorter ones are batched together.
        return len(example[0]) // 40, len(example[1])

    def example(self, row):
        y = self.pieces.encode(row[2])
        if len(y) > TARGET or 1 in y:  # 1 is the unknown piece
            return None
        return source(self.o, self.pieces, row[1]) + [0], y + [0]


class Gaps(Headlines):
    """Articles, and the sentence of their beginning that has most in common with the rest of it (PEGASUS, 2020).

    In half of the sources that sentence is removed. The sources begin with a piece that no article begins with;
    otherwise beams would prefer copied sentences, which are nearly certain word by word, to headlines.
    """

    def example(self, row):
        text = " ".join(row[1].split())
        lead = " ".join(text.split()[:self.o.source * 3 // 4])
        sentences = re.split(r"(?<=[a-z0-9)\"'][.!?]) (?=[\"A-Z])", lead)
        contents = [set(words(s)) - STOP for s in sentences]

        def overlap(i):
            rest = set().union(*contents[:i], *contents[i + 1:])
            return 2 * len(contents[i] & rest) / max(1, len(contents[i]) + len(rest))

        fit = [i for i, s in enumerate(sentences) if 6 <= len(s.split()) <= 30 and s[-1] in ".!?\"'"]
        if len(sentences) < 3 or not fit:
            return None
        best = sentences[max(fit, key=overlap)]
        if self.rng.random() < 0.5:
            text = text.replace(best, "", 1)
        y = self.pieces.encode(best)
        if 1 in y:
            return None
        mark = self.pieces.piece_to_id(">>bt<<")
        return [mark] + source(self.o, self.pieces, text) + [0], y + [0]


class Noise(Data):
    """Sentences in which 15 to 30 % of the words are removed or moved."""

    def example(self, row):
        share, kept = self.rng.uniform(0.15, 0.3), []
        for at, word in enumerate(row[1].split()):
            if self.rng.random() >= share:
                kept.append((at, word))
            elif self.rng.random() < 0.5:
                kept.append((at + self.rng.uniform(1, 3), word))
        x = self.pieces.encode(" ".join(word for _, word in sorted(kept)))
        return x[:self.o.source] + [0], self.pieces.encode(row[1])[:self.o.source] + [0]


def batches(o, rank, workers, pieces):
    rows, mono, dropped = corpus(o.work)
    if rank == 0:
        print(f"{len(rows)} headlines, {len(mono)} sentences; dropped {dict(dropped)}", flush=True)
    own = Headlines(rows, o, rank, workers, pieces)
    gaps, noise = Gaps(rows, o, rank, workers, pieces), Noise(mono, o, rank, workers, pieces)
    rng, own, gaps, noise = own.rng, own.batches(), gaps.batches(), noise.batches()

    def batch_at(spent):
        first, second, share = (gaps, noise, 0.5) if spent < o.pretrain else (own, gaps, 0.9)
        return next(first if rng.random() < share else second)

    return batch_at


def model_of(o, vocabulary):
    pad = vocabulary - 1
    model = BartForConditionalGeneration(BartConfig(
        vocab_size=vocabulary, d_model=o.dim, encoder_layers=o.enc, decoder_layers=o.dec, encoder_ffn_dim=o.ffn,
        decoder_ffn_dim=o.ffn, encoder_attention_heads=o.heads, decoder_attention_heads=o.heads,
        max_position_embeddings=POSITIONS, activation_function="silu", scale_embedding=True, dropout=o.dropout,
        attention_dropout=0.0, activation_dropout=0.0, pad_token_id=pad, bos_token_id=0, eos_token_id=0,
        decoder_start_token_id=pad, forced_eos_token_id=0, tie_word_embeddings=True, init_std=o.dim ** -0.5))
    xavier(model)
    places = MarianSinusoidalPositionalEmbedding(POSITIONS, o.dim).create_weight()
    for part in (model.model.encoder, model.model.decoder):
        part.embed_positions.weight.data[OFFSET:] = places
    return model


@torch.no_grad()
def start(model, weights):
    """Starts from the translator's embeddings and decoder, whose layers the encoder gets too: they know English."""
    state = {k: v for k, v in weights.items() if k == "model.shared.weight" or k.startswith("model.decoder.layers.")}
    layers = 1 + max(int(k.split(".")[3]) for k in state if "layers" in k)
    for i in range(model.config.encoder_layers):
        prefix = f"model.decoder.layers.{i % layers}."
        state |= {k.replace(prefix, f"model.encoder.layers.{i}."): v for k, v in weights.items()
                  if k.startswith(prefix) and "encoder_attn" not in k}
    # BART normalises the sum of token and position embeddings, the translator does not: keep the usual scale.
    pieces = torch.randint(4, 4000, (2000,))  # the most common ones
    places = torch.randint(OFFSET, OFFSET + 64, (2000,))
    both = state["model.shared.weight"][pieces] * model.config.d_model ** 0.5
    both += model.model.decoder.embed_positions.weight[places]
    for part in ("encoder", "decoder"):
        state[f"model.{part}.layernorm_embedding.weight"] = both.std(1).mean().expand(model.config.d_model)
    print("init", model.load_state_dict(state, strict=False), flush=True)


def charsmap(model):
    """The character map of a SentencePiece model (protobuf): the bytes in field 2 of field 3, the normaliser."""

    def field(message, number):
        at = 0

        def varint():
            nonlocal at
            value = shift = 0
            while True:
                byte = message[at]
                at, value, shift = at + 1, value | (byte & 127) << shift, shift + 7
                if byte < 128:
                    return value

        while at < len(message):
            tag = varint()
            size = {0: 0, 1: 8, 5: 4}[tag & 7] if tag & 7 != 2 else varint()
            if tag & 7 == 0:
                varint()
            if tag == number << 3 | 2:
                return message[at:at + size]
            at += size
        raise ValueError(f"no field {number}")

    return field(field(model, 3), 2)


def write_tokenizer(o, pieces):
    """Writes the SentencePiece model as tokenizer.json, as transformers' convert_slow_tokenizer does."""
    from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
    names = [pieces.id_to_piece(i) for i in range(len(pieces))]
    t = Tokenizer(models.Unigram([(n, pieces.get_score(i)) for i, n in enumerate(names)], unk_id=pieces.unk_id()))
    t.add_tokens([AddedToken(n, normalized=False) for n in names if n.startswith(">>")])
    t.add_special_tokens([AddedToken(n, normalized=False, special=True) for n in ("</s>", "<pad>")])
    t.normalizer = normalizers.Sequence([
        normalizers.Precompiled(charsmap(pieces.serialized_model_proto())),
        normalizers.Strip(left=False, right=True), normalizers.Replace(Regex(" {2,}"), "▁")])
    t.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    t.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    t.post_processor = processors.TemplateProcessing(single="$A </s>", pair="$A $B </s>", special_tokens=[("</s>", 0)])
    t.save(str(o.out / "hf/tokenizer.json"))
    config = {"tokenizer_class": "PreTrainedTokenizerFast", "eos_token": "</s>", "unk_token": "<unk>",
              "pad_token": "<pad>", "model_max_length": o.source + 1, "clean_up_tokenization_spaces": False}
    (o.out / "hf/tokenizer_config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")


def export(o, model, average, pieces):
    push(average, model.float())
    model.config.dropout = 0.0
    model.generation_config = GenerationConfig(
        num_beams=4, max_length=TARGET, no_repeat_ngram_size=3, decoder_start_token_id=len(pieces), bos_token_id=0,
        eos_token_id=0, forced_eos_token_id=0, pad_token_id=len(pieces))
    model.cpu().half().save_pretrained(o.out / "hf")
    write_tokenizer(o, pieces)
    print("wrote", o.out / "hf", flush=True)


def show(o):
    torch.set_num_threads(1)
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(o.work / "spm.model"))
    model = model_of(o, len(pieces) + 1).eval()
    push(torch.load(o.out / "checkpoint.pt", map_location="cpu")["average"], model)
    for _, article, headline in table(o.work / "headlines-dev.tsv")[:o.show]:
        ids = torch.tensor([source(o, pieces, article) + [0]])
        out = model.generate(ids, num_beams=4, max_length=TARGET, no_repeat_ngram_size=3)[0].tolist()
        written = pieces.decode([i for i in out if 1 < i < len(pieces)])
        print(f"article   {article[:200]}\nheld out  {headline}\nmodel     {written}\n", flush=True)


if __name__ == "__main__":
    o = arguments()
    show(o) if o.show else launch(o, Task(model_of, start, batches, export))
