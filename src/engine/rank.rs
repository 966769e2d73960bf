//! From logits to candidates as tensor operations, with the meaning of `select`: rules change
//! the scores where they lie, the best are found there, and one copy brings them back.

use tch::{Device, Kind, Tensor};

use super::{Candidate, EngineError, RowRules, Scoring, Spec, Step};

/// The `k` best next tokens of each row. `logits` is `[rows, vocabulary]`, contiguous, in f32,
/// and changed by the rules; `suppressed` holds the ids that the model never says, if any.
pub(crate) fn rank(
    logits: Tensor,
    step: &Step<'_>,
    spec: &Spec,
    suppressed: Option<&Tensor>,
) -> Result<Vec<Vec<Candidate>>, EngineError> {
    let vocabulary = logits.size2()?.1;
    let normalised = step.scoring == Scoring::LogProbs && !spec.renormalize;
    let penalised = step.rules.iter().any(RowRules::is_penalised);
    let mut scores = if normalised || (penalised && step.scoring == Scoring::LogProbs) {
        logits.f_log_softmax(-1, Kind::Float)?
    } else {
        logits
    };
    if penalised {
        penalise(&mut scores, step.rules, vocabulary)?;
    }
    ban(&mut scores, step.rules, vocabulary)?;
    if let Some(suppressed) = suppressed {
        let _ = scores.f_index_fill_(1, suppressed, f64::NEG_INFINITY)?;
    }

    let k = (step.k as i64).clamp(1, vocabulary);
    let (values, tokens) = if k == 1 {
        // Takes the smallest id among equals, which topk does not promise.
        scores.f_max_dim(-1, true)?
    } else {
        scores.f_topk(k, -1, true, true)?
    };
    let log_probs = if normalised {
        values
    } else {
        scores
            .f_log_softmax(-1, Kind::Float)?
            .f_gather(-1, &tokens, false)?
    };
    // Ids lie below 2^24, so f32 holds them exactly.
    let found = Tensor::f_cat(&[tokens.f_to_kind(Kind::Float)?, log_probs], 1)?;
    let found = Vec::<f32>::try_from(&found.f_view(-1i64)?)?;
    let k = k as usize;
    Ok(found
        .chunks_exact(2 * k)
        .zip(step.rules)
        .map(|(row, rules)| candidates(row.split_at(k), rules))
        .collect())
}

fn candidates((tokens, log_probs): (&[f32], &[f32]), rules: &RowRules) -> Vec<Candidate> {
    if let Some(token) = rules.forced {
        // transformers sets every other token to negative infinity and this one to zero.
        return vec![Candidate {
            token,
            log_prob: 0.0,
        }];
    }
    let mut found: Vec<Candidate> = tokens
        .iter()
        .zip(log_probs)
        .filter(|&(_, &log_prob)| log_prob > f32::NEG_INFINITY)
        .map(|(&token, &log_prob)| Candidate {
            token: token as u32,
            log_prob,
        })
        .collect();
    found.sort_by(|a, b| {
        b.log_prob
            .total_cmp(&a.log_prob)
            .then(a.token.cmp(&b.token))
    });
    found
}

/// Index of each listed token in the scores as one line of `rows * vocabulary`.
fn flat(row: usize, tokens: &[u32], vocabulary: i64) -> impl Iterator<Item = i64> {
    let start = row as i64 * vocabulary;
    tokens
        .iter()
        .map(|&token| i64::from(token))
        .filter(move |&token| token < vocabulary)
        .map(move |token| start + token)
}

fn on<T: tch::kind::Element>(device: Device, values: &[T]) -> Result<Tensor, EngineError> {
    Ok(Tensor::f_from_slice(values)?.f_to_device(device)?)
}

fn penalise(scores: &mut Tensor, rules: &[RowRules], vocabulary: i64) -> Result<(), EngineError> {
    let (mut places, mut penalties) = (Vec::new(), Vec::new());
    for (row, rules) in rules.iter().enumerate().filter(|(_, r)| r.is_penalised()) {
        places.extend(flat(row, &rules.seen, vocabulary));
        penalties.resize(places.len(), rules.penalty);
    }
    if places.is_empty() {
        return Ok(());
    }
    let device = scores.device();
    let (places, penalties) = (on(device, &places)?, on(device, &penalties)?);
    let mut line = scores.f_view(-1i64)?;
    let values = line.f_index_select(0, &places)?;
    let changed = values
        .f_mul(&penalties)?
        .f_where_self(&values.f_lt(0.0)?, &values.f_div(&penalties)?)?;
    let _ = line.f_index_copy_(0, &places, &changed)?;
    Ok(())
}

fn ban(scores: &mut Tensor, rules: &[RowRules], vocabulary: i64) -> Result<(), EngineError> {
    let mut places = Vec::new();
    for (row, rules) in rules.iter().enumerate() {
        if rules.forced.is_none() {
            places.extend(flat(row, &rules.banned, vocabulary));
        }
    }
    if places.is_empty() {
        return Ok(());
    }
    let places = on(scores.device(), &places)?;
    let _ = scores
        .f_view(-1i64)?
        .f_index_fill_(0, &places, f64::NEG_INFINITY)?;
    Ok(())
}
