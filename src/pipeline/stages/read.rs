//! The reading stage: from records to articles. It asks the source first, which knows what earlier
//! runs did, and parses a record only if its article is to be translated.

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use crossbeam_channel::Sender;

use crate::article::{Article, Context, Record, Refusal};
use crate::brief::Brief;
use crate::pipeline::error::RunError;
use crate::pipeline::job::Readable;
use crate::pipeline::languages::{Languages, Other};
use crate::pipeline::length::check_length;
use crate::pipeline::messages::{Event, Named, Settled};
use crate::pipeline::observe::Settlement;
use crate::pipeline::settings::Recipe;
use crate::pipeline::state::Shared;
use crate::pipeline::translators::Translators;
use crate::store::Outcome;
use crate::text::{
    Language, check, guess, language_of_part, legible, main_script, script_of_language,
};

/// A source of articles.
pub(in crate::pipeline) trait Source {
    /// Hands over the records that concern this run, in order, until there are no more or `take`
    /// says to stop.
    fn each(&self, take: &mut dyn FnMut(Record) -> ControlFlow<()>) -> Result<(), RunError>;

    /// Looks up what earlier runs did with an article.
    fn known(&self, record: &Record) -> Result<Known, RunError>;
}

/// The state of an article after earlier runs.
pub(in crate::pipeline) enum Known {
    /// The article is to be done.
    Nothing,
    /// The article is done, and all its files exist.
    Done { outcome: Outcome, reason: String },
    /// The article is done, but some of its files are missing: its brief and the key of its job.
    Brief(Box<Brief>, String),
}

pub(in crate::pipeline) struct Reader<'a, S> {
    pub(in crate::pipeline) shared: &'a Shared<'a>,
    pub(in crate::pipeline) source: S,
    pub(in crate::pipeline) articles: Sender<Readable>,
    pub(in crate::pipeline) events: Sender<Event>,
}

impl<S: Source> Reader<'_, S> {
    /// Reads everything, or until the run is stopped.
    pub(in crate::pipeline) fn run(self) {
        let mut failure = None;
        let read = self.source.each(&mut |record| {
            let path = record.path.clone();
            let mut has_place = false;
            // A panic costs one article, not the run.
            match catch_unwind(AssertUnwindSafe(|| self.take(record, &mut has_place))) {
                Ok(Ok(())) => {}
                Ok(Err(error)) => {
                    failure = Some(error);
                    return ControlFlow::Break(());
                }
                Err(_) => {
                    let article = Named {
                        path,
                        key: String::new(),
                        title: None,
                        has_place,
                    };
                    self.tell(Event::Settled(Settled::defect(article, "reading")));
                }
            }
            if self.shared.stopped() {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
        if let Some(error) = failure.or(read.err()) {
            self.tell(Event::Broken(error));
        }
    }

    fn tell(&self, event: Event) {
        // The collector stays until it has seen the end of this channel.
        let _ = self.events.send(event);
    }

    /// Reads the article of a record, unless earlier runs did it, and sets `has_place` when there is a
    /// place for it.
    fn take(&self, record: Record, has_place: &mut bool) -> Result<(), RunError> {
        let Shared {
            recipe, observer, ..
        } = self.shared;
        let started = Instant::now();
        let (path, bytes) = (record.path.clone(), record.bytes);
        match self.source.known(&record)? {
            Known::Nothing => {}
            Known::Done { outcome, reason } => {
                observer.read(bytes, 0);
                observer.settled(&Settlement {
                    path: &path,
                    outcome,
                    reason: &reason,
                    unchanged: true,
                });
                self.shared.counts().unchanged.add(outcome);
                return Ok(());
            }
            Known::Brief(brief, key) => {
                observer.read(bytes, 0);
                self.tell(Event::Again(brief, key));
                return Ok(());
            }
        }
        if !self.shared.take_place() {
            return Ok(());
        }
        *has_place = true;
        match readable(&record, recipe) {
            Ok((article, languages)) => {
                let key = recipe.key(&record.blake3, &languages.all())?;
                // The preparer is gone only while the run is being stopped.
                let _ = self.articles.send(Readable {
                    key,
                    article,
                    languages,
                    read_seconds: started.elapsed().as_secs_f64(),
                });
            }
            Err(unreadable) => {
                let Unreadable {
                    refusal,
                    languages,
                    title,
                } = unreadable;
                observer.read(bytes, 0);
                let key = recipe.key(&record.blake3, &languages.all())?;
                self.tell(Event::Settled(Settled {
                    article: Named {
                        path,
                        key,
                        title,
                        has_place: true,
                    },
                    may_pass: refusal.is_defect(),
                    outcome: match refusal {
                        Refusal::Skipped(_) => Outcome::Skipped,
                        Refusal::Failed(_) => Outcome::Failed,
                    },
                    reason: refusal.to_string(),
                }));
            }
        }
        Ok(())
    }
}

/// A record that is not to be translated.
pub(in crate::pipeline) struct Unreadable {
    /// Why.
    pub(in crate::pipeline) refusal: Refusal,
    /// The languages that this depends on.
    languages: Languages,
    /// The article's own headline, if it could be read.
    title: Option<String>,
}

/// The article of a record with its languages, or why it is not to be translated.
pub(in crate::pipeline) fn readable(
    record: &Record,
    recipe: &Recipe,
) -> Result<(Article, Languages), Unreadable> {
    let parse = |language| {
        record.parse(&Context {
            language,
            fields: &recipe.fields,
        })
    };
    let (mut article, languages) = match &recipe.from {
        Some(expected) => {
            let refused = |refusal, title| Unreadable {
                refusal,
                languages: Languages::only(expected),
                title,
            };
            let article =
                parse(Language::of(expected)).map_err(|refusal| refused(refusal, None))?;
            if let Err(reason) = check(&whole_text(&article), expected) {
                return Err(refused(Refusal::Skipped(reason), article.source.title));
            }
            (article, Languages::only(expected))
        }
        None => found(&parse, record.is_page(), &recipe.translators)?,
    };
    article.source.language.clone_from(&languages.own);
    if let Err(refusal) = check_length(&article, &languages) {
        return Err(Unreadable {
            refusal,
            languages,
            title: article.source.title,
        });
    }
    Ok((article, languages))
}

/// Finds the language of an article and of its paragraphs. An article is read without a language
/// first, and then as one in its own.
fn found(
    parse: &dyn Fn(&'static Language) -> Result<Article, Refusal>,
    is_page: bool,
    translators: &Translators,
) -> Result<(Article, Languages), Unreadable> {
    let article = match parse(Language::of("")) {
        Ok(article) => article,
        Err(refusal) => {
            let article = is_page
                .then(|| with_a_profile(parse, translators))
                .flatten();
            article.ok_or(Unreadable {
                refusal,
                languages: Languages::default(),
                title: None,
            })?
        }
    };
    let title = article.source.title.clone();
    let refused = |refusal, languages, title| {
        Err(Unreadable {
            refusal,
            languages,
            title,
        })
    };
    let text = whole_text(&article);
    let guess = match guess(&text, &article.source.language) {
        Ok(guess) => guess,
        Err(reason) => return refused(Refusal::Skipped(reason), Languages::default(), title),
    };
    let mut languages = Languages {
        own: guess.code.to_owned(),
        guessed: !guess.sure,
        ..Languages::default()
    };
    if let Some(lack) = translators.lack(guess.code) {
        return refused(Refusal::Skipped(lack), languages, title);
    }
    let language = Language::of(guess.code);
    let article = if language.code.is_empty() {
        article
    } else {
        match parse(language) {
            Ok(article) => article,
            Err(refusal) => return refused(refusal, languages, title),
        }
    };
    if let Err(reason) = legible(&whole_text(&article), language) {
        return refused(Refusal::Skipped(reason), languages, title);
    }
    let script = script_of_language(guess.code).or_else(|| main_script(&whole_text(&article)));
    for (number, paragraph) in article.paragraphs.iter().enumerate() {
        let text = article.paragraph_text(paragraph);
        if let Some(code) = language_of_part(text, guess.code) {
            let same_script = main_script(text) == script;
            languages.others.insert(number, Other { code, same_script });
        }
    }
    Ok((article, languages))
}

/// The article of a page that was refused without a profile: that of its language may know lines
/// around articles that looked like a list of others.
fn with_a_profile(
    parse: &dyn Fn(&'static Language) -> Result<Article, Refusal>,
    translators: &Translators,
) -> Option<Article> {
    let read = Language::all().filter(|language| translators.reads(language.code));
    let mut readings = read.filter_map(|language| Some((language, parse(language).ok()?)));
    let own = readings.find(|(language, article)| {
        guess(&whole_text(article), "").is_ok_and(|guess| guess.code == language.code)
    });
    own.map(|(_, article)| article)
}

fn whole_text(article: &Article) -> String {
    article
        .paragraphs
        .iter()
        .flat_map(|p| [article.paragraph_text(p), "\n"])
        .collect()
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;

    use crossbeam_channel::unbounded;

    use super::*;
    use crate::article::{Format, ReadSettings, read_bytes};
    use crate::pipeline::settings::tests::recipe;
    use crate::pipeline::state::tests::shared;

    /// A source of one article in English, which earlier runs know in this way.
    struct One(fn() -> Known);

    impl Source for One {
        fn each(&self, take: &mut dyn FnMut(Record) -> ControlFlow<()>) -> Result<(), RunError> {
            let text = b"The dam is full, the minister said on Monday.";
            read_bytes("a.txt", Format::Txt, text, ReadSettings::default(), take);
            Ok(())
        }

        fn known(&self, _: &Record) -> Result<Known, RunError> {
            Ok((self.0)())
        }
    }

    #[test]
    fn only_an_article_that_took_a_place_gives_one_back() {
        // It reads Arabic.
        let (recipe, stop) = (recipe(), AtomicBool::new(false));
        let shared = shared(&recipe, &stop);
        let read = |known: fn() -> Known| -> Settled {
            let (article_sender, _articles) = unbounded();
            let (event_sender, events) = unbounded();
            let reader = Reader {
                shared: &shared,
                source: One(known),
                articles: article_sender,
                events: event_sender,
            };
            reader.run();
            let mut events = events.try_iter();
            let (Some(Event::Settled(settled)), None) = (events.next(), events.next()) else {
                panic!("the article ends without a brief");
            };
            settled
        };
        let free = shared.places.free();
        let skipped = read(|| Known::Nothing);
        assert_eq!(skipped.outcome, Outcome::Skipped);
        assert!(skipped.article.has_place);
        assert_eq!(shared.places.free(), free - 1);
        let defect = read(|| panic!("a defect"));
        assert_eq!(defect.outcome, Outcome::Failed);
        assert!(!defect.article.has_place);
        assert_eq!(shared.places.free(), free - 1);
    }
}
