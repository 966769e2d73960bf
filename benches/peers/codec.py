"""Converts text to tokens and back for systems without a tokenizer, without importing transformers."""

from pathlib import Path

SPECIAL = {"</s>", "<pad>", "<unk>"}


class Marian:
    """SentencePiece itself, used as for opus-mt models."""

    def __init__(self, folder):
        import json

        import sentencepiece

        self.source = sentencepiece.SentencePieceProcessor(model_file=str(Path(folder) / "source.spm"))
        self.target = sentencepiece.SentencePieceProcessor(model_file=str(Path(folder) / "target.spm"))
        self.vocabulary = json.loads((Path(folder) / "vocab.json").read_text("utf-8"))

    def tokens(self, texts):
        return [pieces + ["</s>"] for pieces in self.source.encode(texts, out_type=str, num_threads=1)]

    def ids(self, texts):
        unknown = self.vocabulary["<unk>"]
        return [[self.vocabulary.get(token, unknown) for token in tokens] for tokens in self.tokens(texts)]

    def texts(self, outputs):
        return self.target.decode([ordinary(tokens) for tokens in outputs])


class Bart:
    def __init__(self, folder):
        from tokenizers import Tokenizer

        self.tokenizer = Tokenizer.from_file(str(Path(folder) / "tokenizer.json"))

    def tokens(self, texts):
        return [encoding.tokens for encoding in self.tokenizer.encode_batch(texts)]

    def ids(self, texts):
        return [encoding.ids for encoding in self.tokenizer.encode_batch(texts)]

    def texts(self, outputs):
        identify = self.tokenizer.token_to_id
        return self.tokenizer.decode_batch([[identify(token) for token in tokens] for tokens in outputs])

    def beginning(self, text, size):
        """The beginning of a text, of about `size` tokens with the special ones."""
        ids = self.tokenizer.encode(text, add_special_tokens=False).ids
        return self.tokenizer.decode(ids[: size - 2])


class T5:
    """SentencePiece itself; the numbers of its pieces are the ids."""

    def __init__(self, folder):
        import sentencepiece

        self.processor = sentencepiece.SentencePieceProcessor(model_file=str(Path(folder) / "spiece.model"))

    def tokens(self, texts):
        return [pieces + ["</s>"] for pieces in self.processor.encode(texts, out_type=str, num_threads=1)]

    def texts(self, outputs):
        return self.processor.decode([ordinary(tokens) for tokens in outputs])

    def beginning(self, text, size):
        """As of `Bart`; there is one special token."""
        return self.processor.decode(self.processor.encode(text)[: size - 1])


def ordinary(tokens):
    return [token for token in tokens if token not in SPECIAL]


def open_codec(family, folder):
    return {"marian": Marian, "bart": Bart, "t5": T5}[family](folder)
