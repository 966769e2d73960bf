//! Choosing the best next tokens as tensor operations, with the same results as `cpu::topk`. The
//! rules are applied and the best found on the device, and one copy brings them to the processor.

use tch::{Device, Kind, Tensor};

use crate::engine::contract::error::EngineError;
use crate::engine::contract::seq2seq::{Candidate, RowRules, Scoring, Spec, Step};
use crate::engine::torch::weights::COLUMN_BLOCK;
use crate::engine::weights::vocabulary::OutputVocabulary;

/// The properties of a model that its candidates depend on, besides the step.
pub(crate) struct Scored<'a> {
    pub(crate) spec: &'a Spec,
    /// The token of each column of the logits; columns after the last hold negative infinity.
    pub(crate) vocabulary: &'a OutputVocabulary,
    /// Columns that are never chosen, `[columns]`, if there are any.
    pub(crate) suppressed: Option<&'a Tensor>,
}

/// The columns, of `columns`, that the model never chooses, on the device, if there are any.
pub(crate) fn suppressed(
    spec: &Spec,
    vocabulary: &OutputVocabulary,
    (columns, device): (i64, Device),
) -> Result<Option<Tensor>, EngineError> {
    let never: Vec<i64> = places(0, &spec.suppressed, columns, vocabulary).collect();
    (!never.is_empty()).then(|| on(device, &never)).transpose()
}

/// Returns the `k` best next tokens of each row, best first. `logits` is `[rows, columns]`,
/// contiguous, of any float kind, and may be overwritten.
pub(crate) fn rank(
    logits: &Tensor,
    step: &Step<'_>,
    of: &Scored<'_>,
) -> Result<Vec<Vec<Candidate>>, EngineError> {
    let normalised = step.scoring == Scoring::LogProbs && !of.spec.renormalize;
    let penalised = step.rules.iter().any(RowRules::is_penalised);
    let mut scores = if normalised || (penalised && step.scoring == Scoring::LogProbs) {
        logits.f_log_softmax(-1, Kind::Float)?
    } else {
        logits.f_to_kind(Kind::Float)?
    };
    if penalised {
        penalise(&mut scores, step.rules, of.vocabulary)?;
    }
    ban(&mut scores, step.rules, of.vocabulary)?;
    if let Some(suppressed) = of.suppressed {
        let _ = scores.f_index_fill_(1, suppressed, f64::NEG_INFINITY)?;
    }

    let k = (step.k as i64).clamp(1, scores.size2()?.1);
    let (values, columns) = best(&scores, k)?;
    let asked = wanted(step.rules, scores.size2()?.1, of.vocabulary);
    let all = if normalised {
        scores
    } else {
        scores.f_log_softmax(-1, Kind::Float)?
    };
    let log_probs = if normalised {
        values
    } else {
        all.f_gather(-1, &columns, false)?
    };
    // Columns are fewer than 2^24, so f32 holds them exactly.
    let mut found =
        Tensor::f_cat(&[columns.f_to_kind(Kind::Float)?, log_probs], 1)?.f_view(-1i64)?;
    if !asked.is_empty() {
        let places: Vec<i64> = asked.iter().map(|asked| asked.place).collect();
        let places = on(all.device(), &places)?;
        let log_probs = all.f_view(-1i64)?.f_index_select(0, &places)?;
        found = Tensor::f_cat(&[found, log_probs], 0)?;
    }
    let found = Vec::<f32>::try_from(&found)?;
    let k = k as usize;
    let (found, wanted) = found.split_at(2 * k * step.rules.len());
    let mut chosen: Vec<Vec<Candidate>> = found
        .chunks_exact(2 * k)
        .zip(step.rules)
        .map(|(row, rules)| candidates(row.split_at(k), rules, of.vocabulary))
        .collect();
    for (asked, &log_prob) in asked.iter().zip(wanted) {
        let row = &mut chosen[asked.row];
        let token = asked.token;
        if log_prob > f32::NEG_INFINITY && row.iter().all(|found| found.token != token) {
            row.push(Candidate { token, log_prob });
        }
    }
    Ok(chosen)
}

/// A token whose log-probability a row asks for.
struct Wanted {
    row: usize,
    token: u32,
    /// Its index in the scores as one line.
    place: i64,
}

fn wanted(rules: &[RowRules], columns: i64, vocabulary: &OutputVocabulary) -> Vec<Wanted> {
    let rows = rules.iter().enumerate().filter(|(_, r)| r.forced.is_none());
    rows.flat_map(|(row, rules)| rules.wanted.iter().map(move |&token| (row, token)))
        .filter_map(|(row, token)| {
            let place = places(row, &[token], columns, vocabulary).next()?;
            Some(Wanted { row, token, place })
        })
        .collect()
}

/// The `k` largest scores of each row, falling, and their columns: both `[rows, k]`.
fn best(scores: &Tensor, k: i64) -> Result<(Tensor, Tensor), EngineError> {
    if k == 1 {
        // The maximum takes the smallest column among equals, which topk does not guarantee.
        return Ok(scores.f_max_dim(-1, true)?);
    }
    let (rows, columns) = scores.size2()?;
    let blocks = columns / COLUMN_BLOCK;
    if columns % COLUMN_BLOCK != 0 || blocks <= k {
        return Ok(scores.f_topk(k, -1, true, true)?);
    }
    // The k best lie in the k blocks with the largest maxima. On a GPU, topk reads a row about
    // sixteen times; this reads it once.
    let blocked = scores.f_view([rows, blocks, COLUMN_BLOCK])?;
    let (_, block) = blocked.f_amax([-1i64], false)?.f_topk(k, -1, true, false)?;
    let index = block
        .f_unsqueeze(-1)?
        .f_expand([rows, k, COLUMN_BLOCK], false)?;
    let few = blocked
        .f_gather(1, &index, false)?
        .f_view([rows, k * COLUMN_BLOCK])?;
    let (values, at) = few.f_topk(k, -1, true, true)?;
    let offset = at.f_remainder(COLUMN_BLOCK)?;
    let columns = block
        .f_gather(1, &at.f_floor_divide_scalar(COLUMN_BLOCK)?, false)?
        .f_mul_scalar(COLUMN_BLOCK)?
        .f_add(&offset)?;
    Ok((values, columns))
}

fn candidates(
    (columns, log_probs): (&[f32], &[f32]),
    rules: &RowRules,
    vocabulary: &OutputVocabulary,
) -> Vec<Candidate> {
    if let Some(token) = rules.forced {
        // transformers sets every other token to negative infinity and this one to zero.
        return vec![Candidate {
            token,
            log_prob: 0.0,
        }];
    }
    let mut found: Vec<Candidate> = columns
        .iter()
        .zip(log_probs)
        .filter(|&(_, &log_prob)| log_prob > f32::NEG_INFINITY)
        .map(|(&column, &log_prob)| Candidate {
            token: vocabulary.token(column as usize),
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

/// The indices of a row's tokens in the scores as one line, `[rows * columns]`.
fn places(
    row: usize,
    tokens: &[u32],
    columns: i64,
    vocabulary: &OutputVocabulary,
) -> impl Iterator<Item = i64> {
    let start = row as i64 * columns;
    tokens
        .iter()
        .filter_map(|&token| vocabulary.row(token))
        .map(|column| column as i64)
        .filter(move |&column| column < columns)
        .map(move |column| start + column)
}

fn on<T: tch::kind::Element>(device: Device, values: &[T]) -> Result<Tensor, EngineError> {
    Ok(Tensor::f_from_slice(values)?.f_to_device(device)?)
}

/// Applies the repetition penalty of each row.
fn penalise(
    scores: &mut Tensor,
    rules: &[RowRules],
    vocabulary: &OutputVocabulary,
) -> Result<(), EngineError> {
    let columns = scores.size2()?.1;
    let (mut seen, mut penalties) = (Vec::new(), Vec::new());
    for (row, rules) in rules.iter().enumerate().filter(|(_, r)| r.is_penalised()) {
        seen.extend(places(row, &rules.seen, columns, vocabulary));
        penalties.resize(seen.len(), rules.penalty);
    }
    if seen.is_empty() {
        return Ok(());
    }
    let device = scores.device();
    let (seen, penalties) = (on(device, &seen)?, on(device, &penalties)?);
    let mut line = scores.f_view(-1i64)?;
    let values = line.f_index_select(0, &seen)?;
    let changed = values
        .f_mul(&penalties)?
        .f_where_self(&values.f_lt(0.0)?, &values.f_div(&penalties)?)?;
    let _ = line.f_index_copy_(0, &seen, &changed)?;
    Ok(())
}

/// Sets the scores of each row's banned tokens to negative infinity.
fn ban(
    scores: &mut Tensor,
    rules: &[RowRules],
    vocabulary: &OutputVocabulary,
) -> Result<(), EngineError> {
    let columns = scores.size2()?.1;
    let mut banned = Vec::new();
    for (row, rules) in rules.iter().enumerate() {
        if rules.forced.is_none() {
            banned.extend(places(row, &rules.banned, columns, vocabulary));
        }
    }
    if banned.is_empty() {
        return Ok(());
    }
    let banned = on(scores.device(), &banned)?;
    let _ = scores
        .f_view(-1i64)?
        .f_index_fill_(0, &banned, f64::NEG_INFINITY)?;
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::engine::cpu::precision::product::Plain;
    use crate::engine::cpu::topk::{Choice, Logits};

    /// Pseudo-random numbers between -6 and 6.
    fn numbers(count: usize) -> Vec<f32> {
        (0..count as u64)
            .map(|i| (i.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40) as f32 / 1.4e6 - 6.0)
            .collect()
    }

    fn rules() -> Vec<RowRules> {
        let plain = RowRules {
            penalty: 1.0,
            ..RowRules::default()
        };
        vec![
            plain.clone(),
            RowRules {
                banned: vec![3, 700, 701, 1_190],
                wanted: vec![3, 8, 90, 1_201, 95_000],
                ..plain.clone()
            },
            RowRules {
                forced: Some(9),
                ..plain
            },
            RowRules {
                seen: vec![5, 6, 7, 650],
                wanted: vec![5, 90, 91],
                penalty: 1.3,
                ..RowRules::default()
            },
        ]
    }

    #[test]
    fn candidates_are_those_that_the_processor_chooses() {
        const TOKENS: u32 = 2_500;
        let kept: Vec<u32> = (0..TOKENS).filter(|token| token % 5 != 1).collect();
        for vocabulary in [
            OutputVocabulary::default(),
            OutputVocabulary::only(kept.clone(), TOKENS as usize),
        ] {
            let width = vocabulary.tokens().map_or(TOKENS as i64, |t| t.size()[0]);
            let padding = (COLUMN_BLOCK - width % COLUMN_BLOCK) % COLUMN_BLOCK;
            let (rules, width) = (rules(), width as usize);
            let values = numbers(rules.len() * width);
            for (scoring, renormalize, k) in [
                (Scoring::Logits, false, 1),
                (Scoring::LogProbs, false, 8),
                (Scoring::LogProbs, true, 8),
                (Scoring::LogProbs, false, 30),
            ] {
                let spec = Spec {
                    start: 0,
                    eos: 0,
                    pad: 0,
                    forced_bos: None,
                    forced_eos: None,
                    suppressed: vec![2, 90_000],
                    renormalize,
                    max_source: 9,
                    max_target: 9,
                };
                let step = Step {
                    tokens: &[0; 4],
                    rules: &rules,
                    k,
                    scoring,
                    live: &[],
                };
                let logits = Tensor::from_slice(&values)
                    .view([rules.len() as i64, width as i64])
                    .pad([0, padding], "constant", f64::NEG_INFINITY);
                let place = (logits.size()[1], Device::Cpu);
                let never = suppressed(&spec, &vocabulary, place).unwrap();
                let scored = Scored {
                    spec: &spec,
                    vocabulary: &vocabulary,
                    suppressed: never.as_ref(),
                };
                let found = rank(&logits, &step, &scored).unwrap();
                for (row, (ours, rules)) in found.iter().zip(&rules).enumerate() {
                    let mut choice = Choice::new(rules, &spec, &vocabulary, k);
                    let product = Plain {
                        values: &values,
                        width,
                    };
                    choice.take((product, row), 0, &mut Logits::default());
                    let theirs = choice.candidates(rules, &spec, (&vocabulary, scoring));
                    let tokens =
                        |all: &[Candidate]| all.iter().map(|c| c.token).collect::<Vec<_>>();
                    assert_eq!(tokens(ours), tokens(&theirs), "row {row}, {k}");
                    for (a, b) in ours.iter().zip(&theirs) {
                        assert!((a.log_prob - b.log_prob).abs() < 1e-4, "{a:?} {b:?}");
                    }
                }
            }
        }
    }
}
