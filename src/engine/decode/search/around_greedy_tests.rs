use std::iter::once;
use std::sync::Arc;

use super::super::tests::{EOS, spec};
use super::*;
use crate::engine::contract::params::{DecodeParams, Hypothesis};
use crate::engine::contract::phrases::{Asked, Phrase, Spelling};
use crate::engine::contract::seq2seq::RowRules;

/// A search for a phrase with three rows. The token 9 goes on with a word.
fn search_for(phrase: &[u32], spec: &Spec) -> Search {
    let phrase = Phrase {
        spellings: vec![Spelling {
            tokens: phrase.to_vec(),
            asked: Asked::Anywhere,
        }],
    };
    let joining = (0..20).map(|token| token == 9).collect();
    let params = DecodeParams {
        beams: 3,
        max_new: 12,
        phrases: Phrases::new(vec![phrase], joining),
        around_greedy: true,
        ..DecodeParams::default()
    };
    Search::new(Arc::new(params), [].into(), spec)
}

/// A model that writes `text` and the end, each token for -0.1, if nothing else is asked for.
struct Model {
    text: &'static [u32],
    /// Its second choice everywhere, which costs -1.
    second: Option<u32>,
    /// The log-probability of the token 11 behind the token 10; elsewhere it is -20.
    joined: f32,
    /// The log-probabilities of other tokens, by how much of the text is there; negative infinity for
    /// those that it cannot write.
    costs: [f32; 5],
}

impl Model {
    fn row(&self, said: &[u32], rules: &RowRules) -> Vec<Candidate> {
        let count = said
            .iter()
            .filter(|token| self.text.contains(token))
            .count();
        let natural = self.text.get(count).copied().unwrap_or(EOS);
        let cost = |token: u32| match (said.last(), token) {
            (Some(10), 11) => self.joined,
            (_, 11) => -20.0,
            _ => self.costs[count.min(4)],
        };
        let second = self.second.filter(|&token| token != natural);
        let wanted = rules.wanted.iter().copied();
        let wanted = wanted.filter(|&token| token != natural && Some(token) != second);
        once((natural, -0.1))
            .chain(second.map(|token| (token, -1.0)))
            .chain(wanted.map(|token| (token, cost(token))))
            .filter(|&(_, log_prob)| log_prob > f32::NEG_INFINITY)
            .map(|(token, log_prob)| Candidate { token, log_prob })
            .collect()
    }

    /// The result of a search for a phrase, and how many rows each step looked at.
    fn search(&self, phrase: &[u32]) -> (Hypothesis, Vec<usize>) {
        let spec = spec();
        let mut search = search_for(phrase, &spec);
        assert_eq!(search.width(), 3);
        let mut texts = vec![Vec::new(); 3];
        let mut live = Vec::new();
        loop {
            live.push(search.live());
            let rows = texts.iter().zip(search.rules(&spec));
            let rows: Vec<Vec<Candidate>> = rows
                .map(|(text, rules): (&Vec<u32>, RowRules)| self.row(text, &rules))
                .collect();
            match search.advance(&rows, &spec) {
                Decision::Finished(mut found) => return (found.swap_remove(0), live),
                Decision::Continue { parents, tokens } => {
                    let next = parents.iter().zip(tokens);
                    texts = next
                        .map(|(&parent, token)| [&texts[parent][..], &[token]].concat())
                        .collect();
                }
            }
        }
    }
}

#[test]
fn a_greedy_output_with_the_phrase_is_the_result_and_goes_on_alone() {
    let model = Model {
        text: &[5, 6, 7, 8],
        second: None,
        joined: 0.0,
        costs: [-5.0; 5],
    };
    let (found, live) = model.search(&[6, 7]);
    assert_eq!(found.tokens, [5, 6, 7, 8, EOS]);
    assert_eq!(found.log_probs, [-0.1; 5]);
    assert!((found.score + 0.1).abs() < 1e-6, "{}", found.score);
    // After the token behind the phrase, nothing can undo it.
    assert_eq!(live, [1, 2, 2, 2, 1]);
}

#[test]
fn a_phrase_stands_where_it_costs_least() {
    for (costs, text) in [
        ([-2.0, -9.0, -9.0, -9.0, 0.0], [10, 11, 5, 6, 7, EOS]),
        ([-9.0, -2.0, -9.0, -9.0, 0.0], [5, 10, 11, 6, 7, EOS]),
        ([-9.0, -9.0, -9.0, -2.0, 0.0], [5, 6, 7, 10, 11, EOS]),
    ] {
        let model = Model {
            text: &[5, 6, 7],
            second: None,
            joined: -0.1,
            costs,
        };
        let (found, live) = model.search(&[10, 11]);
        assert_eq!(found.tokens, text);
        assert!(live.iter().all(|&rows| rows <= 3), "{live:?}");
    }
}

#[test]
fn rows_are_given_up_for_what_has_come_further_at_a_lower_cost() {
    let model = Model {
        text: &[5, 6, 7],
        second: None,
        joined: -0.1,
        costs: [-9.0, -2.0, -9.0, -9.0, 0.0],
    };
    // The phrase stands at the beginning, until it costs less behind the 5; nothing that begins it
    // later promises more. The greedy output ends after four tokens.
    assert_eq!(model.search(&[10, 11]).1, [1, 2, 3, 2, 1, 1]);
}

#[test]
fn a_word_that_the_greedy_output_goes_on_with_stays_the_phrase_in_another() {
    let model = Model {
        text: &[5, 6, 9, 7],
        second: Some(7),
        joined: 0.0,
        costs: [-3.0; 5],
    };
    let (found, live) = model.search(&[6]);
    assert_eq!(found.tokens, [5, 6, 7, 7, EOS]);
    // The greedy output is given up for it.
    assert_eq!(live, [1, 2, 2, 1, 1]);
}

#[test]
fn a_phrase_that_the_model_cannot_write_leaves_the_greedy_output() {
    let model = Model {
        text: &[5, 6, 7],
        second: None,
        joined: 0.0,
        costs: [f32::NEG_INFINITY; 5],
    };
    let (found, live) = model.search(&[10, 11]);
    assert_eq!(found.tokens, [5, 6, 7, EOS]);
    assert_eq!(live, [1; 4]);
}

#[test]
fn rows_for_which_no_token_is_left_are_given_up_and_do_not_end() {
    let spec = spec();
    let row = |tokens: &[(u32, f32)]| -> Vec<Candidate> {
        tokens
            .iter()
            .map(|&(token, log_prob)| Candidate { token, log_prob })
            .collect()
    };
    let goes_on = |search: &mut Search, rows: [Vec<Candidate>; 3]| {
        let decision = search.advance(&rows, &spec);
        assert!(
            matches!(decision, Decision::Continue { .. }),
            "{decision:?}"
        );
    };
    let none = || row(&[]);
    // The greedy output alone.
    let mut search = search_for(&[10, 11], &spec);
    goes_on(&mut search, [row(&[(5, -0.1)]), none(), none()]);
    let decision = search.advance(&[none(), none(), none()], &spec);
    assert_eq!(decision, Decision::Finished(Vec::new()));

    // The hypothesis with the phrase goes on without the greedy output.
    let mut search = search_for(&[10, 11], &spec);
    goes_on(&mut search, [row(&[(5, -0.1), (10, -1.0)]), none(), none()]);
    goes_on(&mut search, [none(), row(&[(11, -0.5)]), none()]);
    assert_eq!(search.live(), 1);
    let decision = search.advance(&[row(&[(EOS, -0.5)]), none(), none()], &spec);
    let Decision::Finished(found) = decision else {
        panic!("{decision:?}");
    };
    let found: Vec<&[u32]> = found.iter().map(|found| &found.tokens[..]).collect();
    assert_eq!(found, [[10, 11, EOS]]);
}

#[test]
fn an_output_with_the_phrase_that_is_nearly_as_probable_takes_the_place_of_the_greedy_one() {
    let model = |cost| Model {
        text: &[5, 6, 7],
        second: None,
        joined: -0.1,
        costs: [cost, -9.0, -9.0, -9.0, 0.0],
    };
    // The phrase costs 1.9 more than the greedy output: once a token is behind it, that is given up.
    let (found, live) = model(-2.0).search(&[10, 11]);
    assert_eq!(found.tokens, [10, 11, 5, 6, 7, EOS]);
    assert_eq!(live, [1, 2, 2, 1, 1, 1]);
    // For 2.2 it goes on to its end.
    let (found, live) = model(-2.3).search(&[10, 11]);
    assert_eq!(found.tokens, [10, 11, 5, 6, 7, EOS]);
    assert_eq!(live, [1, 2, 2, 2, 1, 1]);
}

#[test]
fn what_the_source_does_not_say_here_waits_until_the_output_would_end() {
    let model = Model {
        text: &[5, 6, 7],
        second: None,
        joined: -0.1,
        costs: [-10.2, -10.2, -10.2, -10.2, 0.0],
    };
    let (found, live) = model.search(&[10, 11]);
    assert_eq!(found.tokens, [5, 6, 7, 10, 11, EOS]);
    assert_eq!(live, [1; 6]);
}
