//! The rest of a way through another language: what becomes of a sentence that the first of two models
//! has translated. This file is pure.

use std::sync::Arc;

use crate::brief::{Flag, FlagKind, Intermediate};
use crate::pipeline::piece::{CUT, Candidate, Failure, PieceState};
use crate::pipeline::translating::Translating;
use crate::text::{
    Script, SegmentKind, is_in_other_letters, language_name, normalize, script_of_foreign_words,
};
use crate::translate::{Piece, Plan, join, plan};

use super::Job;

/// The first part of a segment's way, once it is done.
pub(super) struct FirstLeg {
    /// The text in between.
    pub(super) intermediate: Intermediate,
    /// The doubts about it.
    pub(super) doubts: Vec<Flag>,
    /// Whether it is in letters of another language than the one in between, so that the second model is not asked.
    pub(super) is_foreign: bool,
    /// The terms of the glossary in the source, by number.
    pub(super) terms: Vec<usize>,
    /// The number of parts that the source was translated in.
    pub(super) parts: usize,
    /// Mean log-probability of a token of it.
    score: f32,
}

impl Job {
    /// Makes pieces for the second model of the sentences that the first one has translated. Returns
    /// whether there is something to ask for them.
    pub(in crate::pipeline) fn go_on(&mut self) -> bool {
        for segment in &mut self.segments {
            if segment.kept.is_some() || segment.first_leg.is_some() {
                continue;
            }
            let pieces = &self.pieces[segment.pieces.clone()];
            let first = &pieces[0].translating;
            let (Some(onward), Some(through)) = (first.onward.clone(), first.writes()) else {
                continue;
            };
            if pieces.iter().any(|piece| piece.failed().is_some()) {
                continue;
            }
            let mut leg = FirstLeg::of(pieces, through);
            if let Some(terms) = &onward.terms {
                let source = &self.article.text[segment.span.clone()];
                leg.terms = terms.found_in(&normalize(source, first.language).text);
            }
            let start = self.pieces.len();
            self.pieces.extend(leg.planned(segment.kind, &onward));
            segment.pieces = start..self.pieces.len();
            segment.first_leg = Some(leg);
        }
        self.open = self.unanswered().len();
        self.open > 0
    }
}

impl FirstLeg {
    /// What the pieces of a segment say in the language `through`.
    fn of(pieces: &[PieceState], through: &str) -> Self {
        let results: Vec<&Candidate> = pieces.iter().filter_map(|p| p.best.as_ref()).collect();
        let texts: Vec<String> = results.iter().map(|c| c.text.clone()).collect();
        let scores = results.iter().map(|c| c.score).sum::<f32>();
        Self {
            intermediate: Intermediate {
                language: through.to_owned(),
                text: join(&texts),
            },
            doubts: doubts(pieces, &results, language_name(through)),
            is_foreign: false,
            terms: Vec::new(),
            parts: pieces.len(),
            score: scores / results.len().max(1) as f32,
        }
    }

    /// The pieces of the text in between, which is doubted if most of it is words in other letters. A text that is
    /// too long for the second model is divided, and one without anything to translate stays as it is.
    fn planned(&mut self, kind: SegmentKind, onward: &Arc<Translating>) -> Vec<PieceState> {
        let Intermediate { language, text } = &self.intermediate;
        let encode = |text: &str| onward.codec.encode(text);
        let script = script_of_foreign_words(text, language);
        let doubt = |fate| script.map(|script| doubt_of_letters(script, language, fate));
        match plan(text, kind, onward.budget, onward.language, &encode) {
            Plan::Translate(pieces) => {
                self.doubts.extend(doubt(Fate::Translated));
                // Of several parts nobody knows which one is to have a term.
                let terms = match pieces.len() {
                    1 => self.terms.clone(),
                    _ => Vec::new(),
                };
                let new = |piece| PieceState::new(piece, kind, onward).with_terms(terms.clone());
                pieces.into_iter().map(new).collect()
            }
            Plan::Keep(text) => {
                self.is_foreign = is_in_other_letters(&text, language);
                if !self.is_foreign {
                    self.doubts.extend(doubt(Fate::Kept));
                }
                let piece = Piece {
                    text,
                    tokens: Vec::new(),
                    max_new: 0,
                };
                let piece = PieceState::new(piece, kind, onward).with_terms(Vec::new());
                vec![if self.is_foreign {
                    let reason = "the text in between is in letters of another language";
                    piece.failing(Failure::of_text(reason))
                } else {
                    piece.staying(self.score)
                }]
            }
        }
    }
}

/// What becomes of a text in between.
#[derive(Debug, Clone, Copy)]
enum Fate {
    Translated,
    Kept,
}

/// The doubt about a text in between whose words are mostly in this script, and not in that of its language
/// `through`, such as Latin ones for Arabic.
fn doubt_of_letters(script: Script, through: &str, fate: Fate) -> Flag {
    let (language, letters) = (language_name(through), script.name());
    let message = match fate {
        Fate::Translated => format!(
            "The translation into {language} is mostly in {letters} letters; the second model read it as {language}."
        ),
        Fate::Kept => format!(
            "The translation into {language} is in {letters} letters; it stands as it is, and the second model was \
             not asked."
        ),
    };
    Flag::new(FlagKind::Language, message)
}

/// The doubts about a text in between, as those of the sentence whose way goes through it.
fn doubts(pieces: &[PieceState], results: &[&Candidate], language: &str) -> Vec<Flag> {
    let mut doubts: Vec<Flag> = Vec::new();
    for flag in results.iter().flat_map(|c| &c.flags) {
        let message = if flag.message == CUT {
            format!(
                "The translation into {language} reached the length limit before it came to an end: \
                 its last words are missing or invented."
            )
        } else {
            format!("In the translation into {language}: {}", flag.message)
        };
        if doubts.iter().all(|known| known.kind != flag.kind) {
            doubts.push(Flag {
                message,
                ..flag.clone()
            });
        }
    }
    let failures = pieces.iter().filter_map(|piece| piece.failure.as_ref());
    for failure in failures.filter(|failure| failure.kind == FlagKind::Error) {
        let what = format!(
            "A further attempt at the translation into {language} failed: {}.",
            failure.reason
        );
        doubts.push(Flag::new(FlagKind::Error, what));
    }
    doubts
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::brief::{BriefSegment, Status};
    use crate::engine::{Hypothesis, MockCodec};
    use crate::model::TextCodec;
    use crate::pipeline::languages::{Languages, Way};
    use crate::pipeline::models::tests::running;
    use crate::pipeline::settings::tests::model;
    use crate::pipeline::state::tests::{readable, translating};
    use crate::pipeline::translators::Onward;
    use crate::translate::Budget;

    /// An article of a headline and two sentences whose way goes through Turkish. The second model reads
    /// so many tokens.
    fn job(source: usize) -> Job {
        job_through("tr", source)
    }

    /// The same by way of another language.
    fn job_through(through: &str, source: usize) -> Job {
        let running = running();
        let [mut first, second] = [(); 2].map(|()| translating(&running));
        first.translator.onward = Some(Onward {
            through: through.to_owned(),
            model: model("u"),
        });
        let mut second = second.into_onward(through);
        second.budget = Budget { source, target: 63 };
        let first = Arc::new(first.into_first(Arc::new(second)));
        running.stop();
        let way = |_: &Languages, _: usize| Way::Translated(first.clone(), None);
        Job::new(readable("ar"), &way)
    }

    /// Gives the same answer for a piece until nothing more is asked for it; returns how often.
    fn answer(job: &mut Job, piece: u32, text: &str) -> usize {
        let mut times = 1;
        let hypothesis = Hypothesis {
            tokens: MockCodec.encode(text),
            score: -0.5,
            log_probs: Vec::new(),
        };
        while job.answer(piece, Ok(vec![hypothesis.clone()])).is_some() {
            times += 1;
        }
        times
    }

    /// The texts that the models have to translate.
    fn asked(job: &Job) -> Vec<String> {
        let pieces = job.unanswered().into_iter();
        pieces.map(|piece| job.text(piece).source).collect()
    }

    fn sentences(job: &Job) -> Vec<BriefSegment> {
        let (paragraphs, _) = job.paragraphs(&|| false).unwrap();
        paragraphs.into_iter().flat_map(|p| p.segments).collect()
    }

    fn in_between(sentence: &BriefSegment) -> Option<&str> {
        let intermediate = sentence.intermediate.as_ref()?;
        assert_eq!(intermediate.language, "tr");
        Some(&intermediate.text)
    }

    #[test]
    fn what_the_first_model_wrote_is_translated_on_with_the_doubts_about_it() {
        let mut job = job(64);
        assert_eq!(asked(&job).len(), 3);
        assert_eq!(answer(&mut job, 0, "Haber"), 1);
        // A loop and an empty text are tried again in two other ways.
        let looping = "grup grup grup grup";
        assert_eq!(answer(&mut job, 1, looping), 3);
        assert_eq!(answer(&mut job, 2, ""), 3);
        assert!(job.is_complete());
        assert!(job.go_on());
        assert!(!job.is_complete());
        assert_eq!(asked(&job), ["Haber", looping]);
        answer(&mut job, 3, "The news");
        answer(&mut job, 4, "The group arrived in Baghdad yesterday.");
        assert!(job.is_complete());
        assert!(!job.go_on());
        let sentences = sentences(&job);
        assert_eq!(sentences[0].translation, "The news");
        assert_eq!(in_between(&sentences[0]), Some("Haber"));
        assert_eq!(
            sentences[1].translation,
            "The group arrived in Baghdad yesterday."
        );
        assert_eq!(in_between(&sentences[1]), Some(looping));
        assert_eq!(sentences[1].status, Status::Flagged);
        let doubt = "In the translation into Turkish: The translation repeats itself.";
        let mut flags = sentences[1].flags.iter();
        assert!(flags.any(|flag| flag.kind == FlagKind::Repetition && flag.message == doubt));
        assert_eq!(sentences[2].status, Status::Failed);
        assert_eq!(
            sentences[2].flags[0].message,
            "Not translated: on its way through Turkish, the model gave no text for it."
        );
        assert_eq!(in_between(&sentences[2]), None);
    }

    #[test]
    fn an_article_that_takes_too_long_after_a_stop_is_given_up() {
        let mut job = job(64);
        for piece in 0..3 {
            answer(&mut job, piece, "Haber");
        }
        assert!(job.go_on());
        for piece in job.unanswered() {
            answer(&mut job, piece, "The news");
        }
        let asked = std::cell::Cell::new(0);
        let give_up = |most: usize| {
            asked.set(0);
            job.paragraphs(&|| {
                asked.set(asked.get() + 1);
                asked.get() > most
            })
        };
        assert!(give_up(1).is_none());
        assert_eq!(asked.get(), 2);
        assert!(give_up(3).is_some());
        assert_eq!(asked.get(), 3);
    }

    #[test]
    fn a_failure_of_the_second_model_says_from_which_language() {
        let mut job = job(64);
        for piece in 0..3 {
            answer(&mut job, piece, "Haber");
        }
        assert!(job.go_on());
        for piece in job.unanswered() {
            answer(&mut job, piece, "");
        }
        for sentence in sentences(&job) {
            assert_eq!(sentence.status, Status::Failed);
            assert_eq!(
                sentence.flags[0].message,
                "Not translated: on its way from Turkish, the model gave no text for it."
            );
            assert_eq!(in_between(&sentence), Some("Haber"));
        }
    }

    #[test]
    fn a_text_in_between_without_anything_to_translate_is_not_asked_for() {
        let mut job = job(64);
        answer(&mut job, 0, "2023");
        answer(&mut job, 1, "Делегация прибыла в Багдад");
        answer(&mut job, 2, "Heyet bugün döndü.");
        assert!(job.go_on());
        assert_eq!(asked(&job), ["Heyet bugün döndü."]);
        answer(&mut job, 5, "The delegation returned today.");
        let sentences = sentences(&job);
        assert_eq!(sentences[0].translation, "2023");
        assert_eq!(in_between(&sentences[0]), Some("2023"));
        assert_eq!(sentences[1].status, Status::Failed);
        assert_eq!(
            sentences[1].flags[0].message,
            "Not translated: on its way through Turkish, the text in between is in letters of another language."
        );
        assert_eq!(
            in_between(&sentences[1]),
            Some("Делегация прибыла в Багдад")
        );
        assert_eq!(sentences[2].translation, "The delegation returned today.");
    }

    #[test]
    fn a_text_in_between_in_latin_letters_is_doubted_unless_it_is_a_name() {
        let mut job = job_through("fa", 64);
        for (piece, text) in [(0, "NATO 2023"), (1, "Heyet geldi"), (2, "Reuters")] {
            answer(&mut job, piece, text);
        }
        assert!(!job.go_on());
        assert!(job.is_complete());
        let sentences = sentences(&job);
        assert_eq!(sentences[1].translation, "Heyet geldi");
        assert_eq!(sentences[1].status, Status::Flagged);
        let doubts = sentences.iter().map(|sentence| {
            let flags = sentence.flags.iter();
            let flags = flags.filter(|flag| flag.kind == FlagKind::Language);
            flags.map(|flag| flag.message.as_str()).collect::<Vec<_>>()
        });
        let doubts: Vec<Vec<&str>> = doubts.collect();
        let doubt = "The translation into Persian is in Latin letters; it stands as it is, and the \
                     second model was not asked.";
        assert_eq!(doubts, [vec![], vec![doubt], vec![]]);
    }

    #[test]
    fn a_text_in_between_with_one_word_of_its_language_is_translated_and_doubted() {
        let mut job = job_through("fa", 64);
        // Letters that the stand-in for a codec does not make Latin.
        let mixed = "Heyet geldi گچ";
        for (piece, text) in [(0, "گچ NATO"), (1, mixed), (2, "Reuters")] {
            answer(&mut job, piece, text);
        }
        assert!(job.go_on());
        assert_eq!(asked(&job), ["گچ NATO", mixed]);
        for piece in job.unanswered() {
            answer(&mut job, piece, "The group arrived in Baghdad yesterday.");
        }
        let sentences = sentences(&job);
        let doubt = "The translation into Persian is mostly in Latin letters; the second model read it as Persian.";
        let is_doubted = |sentence: &BriefSegment| {
            let mut flags = sentence.flags.iter();
            flags.any(|flag| flag.message == doubt)
        };
        let doubted: Vec<bool> = sentences.iter().map(is_doubted).collect();
        assert_eq!(doubted, [false, true, false]);
    }

    #[test]
    fn a_text_in_between_that_is_too_long_for_the_second_model_is_divided_and_nothing_is_lost() {
        let mut job = job(12);
        let long = "Heyet dün geldi, sonra gitti.";
        for piece in 0..3 {
            answer(&mut job, piece, long);
        }
        assert!(job.go_on());
        let parts = asked(&job);
        assert!(parts.len() > 3, "{parts:?}");
        let (own, rest) = parts.split_at(parts.len() / 3);
        assert_eq!(join(own), long);
        assert_eq!(rest.len(), 2 * own.len());
        for piece in job.unanswered() {
            answer(&mut job, piece, "Words.");
        }
        let sentences = sentences(&job);
        for sentence in &sentences {
            assert_eq!(sentence.parts, own.len());
            assert_eq!(in_between(sentence), Some(long));
        }
    }
}
