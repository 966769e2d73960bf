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
