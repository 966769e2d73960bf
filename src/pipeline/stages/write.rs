//! The writing stage. It passes everything that the collector hands over to the sink, and stops
//! the run if the sink fails.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crossbeam_channel::Receiver;

use crate::pipeline::messages::{Product, Settled};
use crate::pipeline::state::Shared;
use crate::store::{Outcome, StoreError};

/// A receiver of briefs and of reasons why there are none.
pub(in crate::pipeline) trait Sink {
    /// Writes a product and reports its article as settled.
    fn put(&mut self, product: Product) -> Result<(), StoreError>;

    /// Ends the writing after the last product.
    fn finish(&mut self) -> Result<(), StoreError> {
        Ok(())
    }
}

pub(in crate::pipeline) struct Writer<'a, S> {
    pub(in crate::pipeline) shared: &'a Shared<'a>,
    pub(in crate::pipeline) sink: S,
    pub(in crate::pipeline) products: Receiver<Product>,
}

impl<S: Sink> Writer<'_, S> {
    /// Writes everything that arrives; stops the run at the first error that concerns more than
    /// one path.
    pub(in crate::pipeline) fn run(mut self) -> Result<(), StoreError> {
        for product in &self.products {
            let article = product.article();
            // A panic in a renderer must cost one article, not the run.
            let written = catch_unwind(AssertUnwindSafe(|| self.sink.put(product)));
            let failed = match written {
                Ok(Ok(())) => continue,
                Ok(Err(error)) if error.is_about_one_path() => Settled {
                    article,
                    outcome: Outcome::Failed,
                    reason: error.to_string(),
                    may_pass: true,
                },
                Ok(Err(error)) => {
                    self.shared.stop();
                    return Err(error);
                }
                Err(_) => Settled::defect(article, "writing"),
            };
            if let Err(error) = self.sink.put(Product::Settled(failed)) {
                self.shared.stop();
                return Err(error);
            }
        }
        self.sink.finish()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::io::{Error, ErrorKind};
    use std::path::Path;
    use std::sync::atomic::AtomicBool;

    use crossbeam_channel::unbounded;

    use super::*;
    use crate::brief::Brief;
    use crate::pipeline::settings::tests::recipe;
    use crate::pipeline::state::tests::shared;

    /// A sink that can write no brief, and keeps whether what it gets has a place.
    struct Failing<'a>(&'a mut Vec<bool>);

    impl Sink for Failing<'_> {
        fn put(&mut self, product: Product) -> Result<(), StoreError> {
            self.0.push(product.has_place());
            match product {
                Product::Settled(_) => Ok(()),
                Product::Brief(..) | Product::Again(..) => {
                    let error = Error::from(ErrorKind::IsADirectory);
                    Err(StoreError::io(Path::new("a"), "write this file")(error))
                }
            }
        }
    }

    fn brief() -> Box<Brief> {
        let json = r#"{"schema":1,"id":"id1","source":{"path":"a.txt","blake3":"ab12","bytes":9,
            "encoding":"UTF-8","format":"txt","language":"ar"},
            "headline":{"text":"text","origin":"translated","flags":[]},
            "summary":{"sentences":["text"],"origin":"extracted","flags":[]},"paragraphs":[],
            "provenance":{"device":"cpu","precision":"f32","settings":{},"mujaz":"0.1.0"},
            "timings":{"read":0,"translate":0,"summarize":0}}"#;
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn a_brief_that_cannot_be_written_gives_back_a_place_only_if_it_has_one() {
        let (recipe, stop) = (recipe(), AtomicBool::new(false));
        let shared = shared(&recipe, &stop);
        let (sender, products) = unbounded();
        sender.send(Product::Again(brief(), String::new())).unwrap();
        sender.send(Product::Brief(brief(), String::new())).unwrap();
        drop(sender);
        let mut places = Vec::new();
        let writer = Writer {
            shared: &shared,
            sink: Failing(&mut places),
            products,
        };
        writer.run().unwrap();
        // Each comes a second time, as one that failed.
        assert_eq!(places, [false, false, true, true]);
    }
}
