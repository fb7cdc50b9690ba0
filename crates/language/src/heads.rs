//! The heads: states of words to scores of tags, arcs, labels, names, acts, claims and roles.

use crate::encoder::Work;
use crate::error::ModelError;
use crate::kernels::{Kernel, Linear, Matrix, Quantised};
use crate::labels::{Config, Labels};
use crate::weights::{Bilinear, Tensors};

/// Weights of all heads.
#[derive(Debug)]
pub struct Heads {
    hidden: usize,
    tag: Linear,
    upos: Linear,
    feats: Linear,
    lemma: Linear,
    ner: Linear,
    end: Linear,
    arc_d: Linear,
    arc_h: Linear,
    arc_u: Linear,
    rel_d: Linear,
    rel_h: Linear,
    rel_u: Bilinear,
    event: Linear,
    trigger: Linear,
    mode: Linear,
    auxiliary: Linear,
    certainty: Linear,
    cue: Linear,
    form: Linear,
    content: Linear,
    kind: Linear,
    claim_certainty: Linear,
    polarity: Linear,
    speech: Linear,
    author: Linear,
    factuality: Linear,
    role_d: Linear,
    role_h: Linear,
    role_u: Bilinear,
}

/// Logits for every word of a batch (a root row before the words of each sequence), and what pairs are scored from.
#[derive(Debug, Default)]
pub struct Scores {
    /// Parts of speech.
    pub upos: Matrix,
    /// Features, one after the other.
    pub feats: Matrix,
    /// Lemma scripts.
    pub lemma: Matrix,
    /// Name tags.
    pub ner: Matrix,
    /// Sentence ends.
    pub end: Matrix,
    /// Event types.
    pub trigger: Matrix,
    /// Modes.
    pub mode: Matrix,
    /// Auxiliaries.
    pub auxiliary: Matrix,
    /// Certainties.
    pub certainty: Matrix,
    /// Stances.
    pub cue: Matrix,
    /// Forms.
    pub form: Matrix,
    /// Reported content.
    pub content: Matrix,
    /// Kinds of sources.
    pub kind: Matrix,
    /// Certainties of claims.
    pub claim_certainty: Matrix,
    /// Negative polarity of claims.
    pub polarity: Matrix,
    /// Speech in a wide sense.
    pub speech: Matrix,
    /// Judgements of the author.
    pub author: Matrix,
    /// Whether what a word tells has happened.
    pub factuality: Matrix,
    arc_d: Matrix,
    arc_h: Matrix,
    rel_d: Matrix,
    rel_h: Matrix,
    role_d: Matrix,
    role_h: Matrix,
    hidden: Matrix,
}

impl Heads {
    /// Reads all heads.
    ///
    /// # Errors
    /// Where a tensor is missing or its shape does not fit configuration and labels.
    pub fn read(c: &Config, labels: &Labels, t: &Tensors<'_>) -> Result<Self, ModelError> {
        Ok(Self {
            hidden: c.hidden,
            tag: t.linear("tag", c.hidden, c.tag)?,
            upos: t.linear("upos", c.tag, labels.upos.len())?,
            feats: t.linear("feats", c.tag, labels.n_feats())?,
            lemma: t.linear("lemma", c.tag, labels.lemma.len())?,
            ner: t.linear("ner", c.tag, labels.ner.len())?,
            end: t.linear("end", c.tag, 1)?,
            arc_d: t.linear("arc_d", c.hidden, c.arc)?,
            arc_h: t.linear("arc_h", c.hidden, c.arc)?,
            arc_u: t.linear("arc_u", c.arc, c.arc)?,
            rel_d: t.linear("rel_d", c.hidden, c.rel)?,
            rel_h: t.linear("rel_h", c.hidden, c.rel)?,
            rel_u: t.bilinear("rel_u", c.rel, labels.deprel.len())?,
            event: t.linear("event", c.hidden, c.event)?,
            trigger: t.linear("trigger", c.event, labels.trigger.len())?,
            mode: t.linear("mode", c.event, labels.mode.len())?,
            auxiliary: t.linear("auxiliary", c.event, labels.auxiliary.len())?,
            certainty: t.linear("certainty", c.event, labels.certainty.len())?,
            cue: t.linear("cue", c.event, labels.cue.len())?,
            form: t.linear("form", c.event, labels.form.len())?,
            content: t.linear("content", c.event, 1)?,
            kind: t.linear("kind", c.event, labels.source_kind.len())?,
            claim_certainty: t.linear("claim_certainty", c.event, labels.claim_certainty.len())?,
            polarity: t.linear("polarity", c.event, 1)?,
            speech: t.linear("speech", c.event, 1)?,
            author: t.linear("author", c.event, labels.author.len())?,
            factuality: t.linear("factuality", c.event, 1)?,
            role_d: t.linear("role_d", c.hidden, c.role)?,
            role_h: t.linear("role_h", c.hidden, c.role)?,
            role_u: t.bilinear("role_u", c.role, labels.n_roles)?,
        })
    }

    /// Scores of all words whose states are the rows of `states`.
    pub fn scores(&self, kernel: Kernel, states: &Matrix, work: &mut Work, out: &mut Scores) {
        let mut first = std::mem::take(&mut work.rounded);
        kernel.quantise_rows(states.data(), self.hidden, self.hidden, &mut first);
        let second = &mut Quantised::default();
        self.group(kernel, &first, &self.tag, second, &mut out.hidden);
        for (layer, scores) in [
            (&self.upos, &mut out.upos),
            (&self.feats, &mut out.feats),
            (&self.lemma, &mut out.lemma),
            (&self.ner, &mut out.ner),
            (&self.end, &mut out.end),
        ] {
            kernel.linear(second, layer, scores);
        }
        self.group(kernel, &first, &self.event, second, &mut out.hidden);
        for (layer, scores) in [
            (&self.trigger, &mut out.trigger),
            (&self.mode, &mut out.mode),
            (&self.auxiliary, &mut out.auxiliary),
            (&self.certainty, &mut out.certainty),
            (&self.cue, &mut out.cue),
            (&self.form, &mut out.form),
            (&self.content, &mut out.content),
            (&self.kind, &mut out.kind),
            (&self.claim_certainty, &mut out.claim_certainty),
            (&self.polarity, &mut out.polarity),
            (&self.speech, &mut out.speech),
            (&self.author, &mut out.author),
            (&self.factuality, &mut out.factuality),
        ] {
            kernel.linear(second, layer, scores);
        }
        self.group(kernel, &first, &self.arc_d, second, &mut out.hidden);
        kernel.linear(second, &self.arc_u, &mut out.arc_d);
        for (layer, scores) in [
            (&self.arc_h, &mut out.arc_h),
            (&self.rel_d, &mut out.rel_d),
            (&self.rel_h, &mut out.rel_h),
            (&self.role_d, &mut out.role_d),
            (&self.role_h, &mut out.role_h),
        ] {
            kernel.linear(&first, layer, scores);
            kernel.gelu_all(scores.data_mut());
        }
        work.rounded = first;
    }

    /// GELU of a layer's results, rounded for the layers behind it.
    fn group(&self, kernel: Kernel, rows: &Quantised, layer: &Linear, out: &mut Quantised, hidden: &mut Matrix) {
        kernel.linear(rows, layer, hidden);
        kernel.gelu_all(hidden.data_mut());
        kernel.quantise_rows(hidden.data(), layer.n_out(), hidden.width(), out);
    }

    /// Arc scores `[dependent, head]` among rows `start..end`, whose first row is the root.
    pub fn arcs(&self, kernel: Kernel, scores: &Scores, start: usize, end: usize) -> Vec<f32> {
        let (d, h) = (scores.arc_d.rows(start, end), scores.arc_h.rows(start, end));
        let mut out = vec![0.0; (end - start) * (end - start)];
        kernel.dots(d, h, scores.arc_h.width(), &mut out);
        out
    }

    /// For each pair (dependent, head) of rows, the scores of all dependency labels.
    pub fn labels(&self, kernel: Kernel, scores: &Scores, pairs: &[(usize, usize)]) -> Vec<Vec<f32>> {
        let mut all = Vec::with_capacity(pairs.len());
        let dependents = (&scores.rel_d, self.rel_d.n_out());
        bilinear(kernel, &self.rel_u, dependents, &scores.rel_h, pairs, |values| all.push(values.to_vec()));
        all
    }

    /// For each pair (word, anchor) of rows, the logits of the roles.
    pub fn roles(&self, kernel: Kernel, scores: &Scores, pairs: &[(usize, usize)], take: impl FnMut(&[f32])) {
        bilinear(kernel, &self.role_u, (&scores.role_d, self.role_d.n_out()), &scores.role_h, pairs, take);
    }
}

/// Hands the scores of each pair (dependent, head) to `take`, in order; heads met again are computed once.
fn bilinear(
    kernel: Kernel,
    form: &Bilinear,
    (dependents, n): (&Matrix, usize),
    heads: &Matrix,
    pairs: &[(usize, usize)],
    mut take: impl FnMut(&[f32]),
) {
    let with_one = |row: &[f32], out: &mut Vec<f32>| {
        out.extend_from_slice(&row[..n]);
        out.push(1.0);
    };
    let mut distinct: Vec<usize> = pairs.iter().map(|&(_, h)| h).collect();
    distinct.sort_unstable();
    distinct.dedup();
    let (mut rounded, mut products) = (Quantised::default(), Matrix::default());
    let mut rows = Vec::with_capacity(distinct.len() * (n + 1));
    for &h in &distinct {
        with_one(heads.row(h), &mut rows);
    }
    kernel.quantise_rows(&rows, n + 1, n + 1, &mut rounded);
    kernel.linear(&rounded, &form.of_head, &mut products);
    let (mut values, mut dependent) = (vec![0.0; form.width], Vec::new());
    for &(d, h) in pairs {
        dependent.clear();
        with_one(dependents.row(d), &mut dependent);
        let product = products.row(distinct.partition_point(|&x| x < h));
        kernel.weighted_rows(&dependent, &product[..(n + 1) * form.width], &mut values);
        take(&values[..form.n_labels]);
    }
}

/// Place of the highest value, the first of equals.
#[must_use]
pub fn argmax(values: &[f32]) -> usize {
    let mut best = 0;
    for (i, v) in values.iter().enumerate() {
        if *v > values[best] {
            best = i;
        }
    }
    best
}
