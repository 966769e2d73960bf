"""Converts text to tokens and back for systems without a tokenizer, without importing transformers."""

from pathlib import Path


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
        special = {"</s>", "<pad>", "<unk>"}
        return self.target.decode([[token for token in tokens if token not in special] for tokens in outputs])


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


def open_codec(family, folder):
    return (Marian if family == "marian" else Bart)(folder)
