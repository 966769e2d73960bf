//! A model without weights that copies its source. A hidden option selects it, so that everything
//! above the engine can be tested in milliseconds.

use std::time::Duration;

use crate::engine::contract::error::EngineError;
use crate::engine::contract::seq2seq::{Candidate, Seq2Seq, Spec, Step};
use crate::model::TextCodec;

/// A model that copies its source, token by token.
pub struct Mock {
    spec: Spec,
    /// For each row: the source, and how many of its tokens were returned.
    rows: Vec<(Vec<u32>, usize)>,
    width: usize,
    delay: Duration,
    fault: Option<u32>,
}

impl Mock {
    /// Creates a model with the end token `eos` and `limit` positions, each of whose steps takes
    /// `delay`.
    pub fn new(eos: u32, limit: usize, delay: Duration) -> Self {
        let spec = Spec {
            start: eos,
            eos,
            pad: eos,
            forced_bos: None,
            forced_eos: None,
            suppressed: Vec::new(),
            renormalize: false,
            max_source: limit,
            max_target: limit,
        };
        Self {
            spec,
            rows: Vec::new(),
            width: 1,
            delay,
            fault: None,
        }
    }

    /// The same model, which runs out of memory at each source with this token.
    #[must_use]
    pub fn failing_at(mut self, fault: Option<u32>) -> Self {
        self.fault = fault;
        self
    }
}

impl Seq2Seq for Mock {
    fn spec(&self) -> &Spec {
        &self.spec
    }

    fn admit(&mut self, sources: &[&[u32]], width: usize) -> Result<(), EngineError> {
        if sources
            .iter()
            .any(|source| self.fault.is_some_and(|fault| source.contains(&fault)))
        {
            return Err(EngineError::OutOfMemory("as it was told to".to_owned()));
        }
        self.width = width;
        self.rows.extend(
            sources
                .iter()
                .flat_map(|s| std::iter::repeat_n((s.to_vec(), 0), width)),
        );
        Ok(())
    }

    fn step(&mut self, step: &Step<'_>) -> Result<Vec<Vec<Candidate>>, EngineError> {
        std::thread::sleep(self.delay);
        let eos = self.spec.eos;
        let rows = self.rows.iter_mut().zip(step.rules);
        let next = rows.map(|((source, at), rules)| {
            let token = source.get(*at).copied().unwrap_or(eos);
            *at += 1;
            let first = Candidate {
                token,
                log_prob: -0.1,
            };
            // Beam search needs candidates to continue with; these never win.
            let others = (0..step.k as u32 - 1).map(|i| Candidate {
                token: eos + 1 + i,
                log_prob: -50.0,
            });
            let wanted = rules.wanted.iter().filter(|&&wanted| wanted != token);
            let wanted = wanted.map(|&token| Candidate {
                token,
                log_prob: -1.0,
            });
            let first = std::iter::once(first);
            first.chain(others).chain(wanted).collect()
        });
        Ok(next.collect())
    }

    fn gather(&mut self, _sentences: &[usize], rows: &[usize]) -> Result<(), EngineError> {
        self.rows = rows.iter().map(|&r| self.rows[r].clone()).collect();
        Ok(())
    }

    fn clear(&mut self) {
        self.rows.clear();
    }
}

/// A codec whose tokens are characters. It decodes Arabic letters to Latin ones, so that checks of
/// the result have something to look at.
pub struct MockCodec;

impl MockCodec {
    /// The end token.
    pub const EOS: u32 = 0;
}

impl TextCodec for MockCodec {
    fn encode(&self, text: &str) -> Vec<u32> {
        text.chars().map(u32::from).chain([Self::EOS]).collect()
    }

    fn decode(&self, ids: &[u32]) -> String {
        let latin = |c: char| match c {
            '\u{620}'..='\u{64a}' => char::from(b'a' + (u32::from(c) % 26) as u8),
            '\u{60c}' => ',',
            '\u{61f}' => '?',
            other => other,
        };
        ids.iter()
            .filter(|&&id| id != Self::EOS)
            .filter_map(|&id| char::from_u32(id))
            .map(latin)
            .collect()
    }

    fn encode_target(&self, text: &str) -> Option<Vec<u32>> {
        Some(text.chars().map(u32::from).collect())
    }

    fn joining(&self) -> Vec<bool> {
        Vec::new()
    }
}
