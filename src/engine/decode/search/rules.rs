//! The rules of a row in its next step: which token is forced, which are banned and which are
//! penalised, as by the logits processors of transformers 5 (`_get_logits_processor`). The models
//! change the scores: first the penalty, then the bans, and a forced token overrides both.

use super::{Beam, Search};
use crate::engine::contract::seq2seq::{RowRules, Spec};

impl Search {
    /// The rules of each row in the next step; rows without a hypothesis have none.
    pub(crate) fn rules(&self, spec: &Spec) -> Vec<RowRules> {
        let beams = self.running.iter();
        let mut rules: Vec<RowRules> = beams.map(|beam| self.rules_of(beam, spec)).collect();
        let none = RowRules {
            penalty: 1.0,
            ..RowRules::default()
        };
        rules.resize(self.width(), none);
        rules
    }

    fn rules_of(&self, beam: &Beam, spec: &Spec) -> RowRules {
        let params = &*self.params;
        let mut rules = RowRules {
            forced: self.forced(beam.tokens.len(), spec),
            penalty: params.repetition_penalty,
            ..RowRules::default()
        };
        if beam.tokens.len() < params.min_new {
            rules.banned.push(spec.eos);
        }
        let (own, of_source) = (params.no_repeat_ngram, params.encoder_no_repeat_ngram);
        if own > 0 || of_source > 0 {
            // transformers counts the start token as part of the text.
            let text = [&[spec.start][..], &beam.tokens].concat();
            rules.banned.extend(completions(&text, &text, own));
            let source = &*self.source;
            rules.banned.extend(completions(source, &text, of_source));
        }
        if let Some(bans) = &params.bans {
            let next = bans.after(&beam.tokens, beam.is_at_start(spec));
            rules.banned.extend(next);
        }
        if params.repetition_penalty != 1.0 {
            rules.seen = beam.tokens.clone();
            rules.seen.push(spec.start);
            rules.seen.sort_unstable();
            rules.seen.dedup();
        }
        if let Some(phrases) = self.phrases() {
            rules.wanted = beam.progress.wanted(&phrases, beam.is_at_start(spec));
            // The output is to contain what a phrase goes on with. Its first token begins other words as well.
            rules
                .seen
                .retain(|&token| !beam.progress.goes_on_with(token));
        }
        rules
    }

    /// The token that is forced after `produced` tokens. The last position overrides the first.
    fn forced(&self, produced: usize, spec: &Spec) -> Option<u32> {
        let last = spec.forced_eos.filter(|_| produced + 1 == self.max_new);
        last.or_else(|| spec.forced_bos.filter(|_| produced == 0))
    }
}

/// The tokens that would complete an n-gram of `written` at the end of `text`, rising; none if `n` is 0.
fn completions(written: &[u32], text: &[u32], n: usize) -> Vec<u32> {
    if n == 0 || text.len() + 1 < n {
        return Vec::new();
    }
    let last = &text[text.len() + 1 - n..];
    let mut found: Vec<u32> = written
        .windows(n)
        .filter(|w| &w[..n - 1] == last)
        .map(|w| w[n - 1])
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::Decision;
    use super::super::tests::{EOS, spec};
    use super::*;
    use crate::engine::contract::params::{Bans, DecodeParams};
    use crate::engine::contract::phrases::{Asked, Phrase, Phrases, Spelling};
    use crate::engine::contract::seq2seq::Candidate;

    const NONE: [u32; 0] = [];

    /// The rules of a greedy search for an output of `source` that has said `text`.
    fn after(text: &[u32], source: &[u32], params: DecodeParams, spec: &Spec) -> RowRules {
        let mut search = Search::new(Arc::new(params), source.into(), spec);
        for &token in text {
            let log_prob = -1.0;
            let step = [vec![Candidate { token, log_prob }]];
            let decision = search.advance(&step, spec);
            assert!(
                matches!(decision, Decision::Continue { .. }),
                "{decision:?}"
            );
        }
        search.rules(spec).swap_remove(0)
    }

    fn banned(text: &[u32], source: &[u32], params: &DecodeParams) -> Vec<u32> {
        let mut banned = after(text, source, params.clone(), &spec()).banned;
        banned.sort_unstable();
        banned
    }

    #[test]
    fn the_end_is_banned_until_the_output_is_long_enough() {
        let params = DecodeParams {
            min_new: 2,
            ..DecodeParams::default()
        };
        assert_eq!(banned(&[], &[], &params), [EOS]);
        assert_eq!(banned(&[5], &[], &params), [EOS]);
        assert_eq!(banned(&[5, 6], &[], &params), NONE);
    }

    #[test]
    fn what_completes_a_repeated_n_gram_is_banned_the_start_token_included() {
        let params = |n| DecodeParams {
            no_repeat_ngram: n,
            ..DecodeParams::default()
        };
        // With the start token: 0, 5, 6, 5, 7, 5.
        assert_eq!(banned(&[5, 6, 5, 7, 5], &[], &params(2)), [6, 7]);
        assert_eq!(banned(&[5, 6, 5, 7, 5], &[], &params(1)), [0, 5, 6, 7]);
        assert_eq!(banned(&[5, 6, 5, 7, 5], &[], &params(3)), NONE);
        // The text is 0, 5, 0.
        assert_eq!(banned(&[5, 0], &[], &params(2)), [5]);
        assert_eq!(banned(&[], &[], &params(9)), NONE);
    }

    #[test]
    fn what_completes_an_n_gram_of_the_source_is_banned_its_end_included() {
        let params = |n| DecodeParams {
            encoder_no_repeat_ngram: n,
            ..DecodeParams::default()
        };
        let source = [5, 6, 7, 5, 6, 8, EOS];
        assert_eq!(banned(&[5, 6], &source, &params(3)), [7, 8]);
        assert_eq!(banned(&[6, 8], &source, &params(3)), [EOS]);
        assert_eq!(banned(&[7, 6], &source, &params(3)), NONE);
        // Of the text only its end counts, with the start token: 0, 5.
        assert_eq!(banned(&[5], &source, &params(3)), NONE);
        assert_eq!(banned(&[5], &source, &params(2)), [6]);
        assert_eq!(banned(&[], &source, &params(1)), [EOS, 5, 6, 7, 8]);
        // What the output itself has said does not count.
        assert_eq!(banned(&[9, 9], &source, &params(2)), NONE);
    }

    #[test]
    fn the_last_token_of_a_bad_word_is_banned_after_the_others() {
        let bans = Bans {
            words: vec![vec![5, 6], vec![5, 6, 7], vec![6, 7], vec![0, 9]],
            at_start: Vec::new(),
        };
        let params = DecodeParams {
            bans: Some(Arc::new(bans)),
            ..DecodeParams::default()
        };
        // The start token, 0, is no part of a word.
        assert_eq!(banned(&[], &[], &params), NONE);
        assert_eq!(banned(&[5], &[], &params), [6]);
        assert_eq!(banned(&[5, 6], &[], &params), [7, 7]);
        assert_eq!(banned(&[8, 6], &[], &params), [7]);
        assert_eq!(banned(&[5, 8], &[], &params), NONE);
        assert_eq!(banned(&[5, 0], &[], &params), [9]);
    }

    #[test]
    fn what_may_not_begin_an_output_is_banned_at_its_first_token_that_is_not_forced() {
        let bans = Bans {
            words: Vec::new(),
            at_start: vec![5, 6],
        };
        let params = DecodeParams {
            bans: Some(Arc::new(bans)),
            ..DecodeParams::default()
        };
        assert_eq!(banned(&[], &[], &params), [5, 6]);
        assert_eq!(banned(&[7], &[], &params), NONE);
        let spec = Spec {
            forced_bos: Some(9),
            ..spec()
        };
        let first = after(&[], &[], params.clone(), &spec);
        assert_eq!((first.forced, first.banned), (Some(9), vec![]));
        let second = after(&[9], &[], params.clone(), &spec);
        assert_eq!((second.forced, second.banned), (None, vec![5, 6]));
        assert_eq!(after(&[9, 7], &[], params, &spec).banned, NONE);
    }

    #[test]
    fn the_end_is_forced_at_the_last_position_even_if_that_is_the_first() {
        let spec = Spec {
            forced_bos: Some(9),
            forced_eos: Some(EOS),
            ..spec()
        };
        let forced = |text: &[u32], max_new| {
            let params = DecodeParams {
                max_new,
                min_new: 8,
                ..DecodeParams::default()
            };
            after(text, &[], params, &spec).forced
        };
        assert_eq!(forced(&[], 3), Some(9));
        assert_eq!(forced(&[9], 3), None);
        assert_eq!(forced(&[9, 5], 3), Some(EOS));
        assert_eq!(forced(&[], 1), Some(EOS));
    }

    #[test]
    fn the_penalty_is_on_what_was_said_and_on_the_start_token() {
        let params = DecodeParams {
            repetition_penalty: 1.5,
            ..DecodeParams::default()
        };
        let rules = after(&[7, 5, 7], &[8], params, &spec());
        assert_eq!((rules.seen, rules.penalty), (vec![0, 5, 7], 1.5));
    }

    #[test]
    fn what_goes_on_with_a_phrase_is_no_repetition() {
        let spelling = Spelling {
            tokens: vec![7, 5],
            asked: Asked::Anywhere,
        };
        let phrase = Phrase {
            spellings: vec![spelling],
        };
        let params = DecodeParams {
            beams: 3,
            repetition_penalty: 1.5,
            phrases: Phrases::new(vec![phrase], [].into()),
            around_greedy: true,
            ..DecodeParams::default()
        };
        let spec = spec();
        let mut search = Search::new(Arc::new(params), [].into(), &spec);
        let mut rules_after = |token| {
            let log_prob = -0.5;
            let first = vec![Candidate { token, log_prob }];
            let decision = search.advance(&[first, Vec::new(), Vec::new()], &spec);
            assert!(
                matches!(decision, Decision::Continue { .. }),
                "{decision:?}"
            );
            let rules = search.rules(&spec).swap_remove(0);
            (rules.seen, rules.wanted)
        };
        assert_eq!(rules_after(5), (vec![0, 5], vec![7]));
        assert_eq!(rules_after(7), (vec![0, 7], vec![5, 7]));
        assert_eq!(rules_after(5), (vec![0, 5, 7], vec![]));
    }

    #[test]
    fn a_search_without_such_settings_has_no_rules() {
        let rules = after(&[5, 6, 5], &[5, 6], DecodeParams::default(), &spec());
        let none = RowRules {
            penalty: 1.0,
            ..RowRules::default()
        };
        assert_eq!(rules, none);
    }
}
