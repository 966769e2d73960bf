//! Questions on a terminal, as plain lines. This file owns how an answer is read; what is asked, and
//! whether, is decided elsewhere.

use std::io::{BufRead, Write};

use crate::cli::exit::UsageError;

/// The input ended at a question.
#[derive(Debug, thiserror::Error)]
#[error("a question was not answered")]
pub(super) struct Unanswered;

/// The two sides of a conversation.
pub(super) struct Talk<'a> {
    /// The answers, if somebody is there to give them.
    pub(super) input: Option<&'a mut dyn BufRead>,
    /// Where questions and everything else are told.
    pub(super) tell: &'a mut dyn Write,
}

impl Talk<'_> {
    /// Whether questions are asked.
    pub(super) fn asks(&self) -> bool {
        self.input.is_some()
    }

    /// Asks until `read` takes the answer. An empty line, or nobody to ask, means the default.
    ///
    /// # Errors
    /// [`Unanswered`], those of reading and writing, and that of `read` for a default that it does
    /// not take.
    pub(super) fn ask<T>(
        &mut self,
        question: &str,
        default: &str,
        read: impl Fn(&str) -> Result<T, UsageError>,
    ) -> anyhow::Result<T> {
        let Some(input) = &mut self.input else {
            return Ok(read(default)?);
        };
        loop {
            write!(self.tell, "{question} [{default}]: ")?;
            self.tell.flush()?;
            let mut line = Vec::new();
            if input.read_until(b'\n', &mut line)? == 0 {
                return Err(Unanswered.into());
            }
            let line = String::from_utf8_lossy(&line);
            let answer = match line.trim() {
                "" => default,
                answer => answer,
            };
            match read(answer) {
                Ok(value) => return Ok(value),
                Err(UsageError(why)) => writeln!(self.tell, "{why}")?,
            }
        }
    }

    /// Asks for a number from 1 to `count`.
    ///
    /// # Errors
    /// Those of [`Self::ask`].
    pub(super) fn number(
        &mut self,
        question: &str,
        count: usize,
        default: usize,
    ) -> anyhow::Result<usize> {
        self.ask(question, &default.to_string(), |answer| {
            let number = answer.parse::<usize>().ok();
            let number = number.filter(|number| (1..=count).contains(number));
            number.ok_or_else(|| UsageError(format!("Write a number from 1 to {count}.")))
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// The number that these answers give, and what was told.
    fn number(mut answers: &[u8]) -> (anyhow::Result<usize>, String) {
        let mut told = Vec::new();
        let mut talk = Talk {
            input: Some(&mut answers),
            tell: &mut told,
        };
        let number = talk.number("Which one?", 3, 2);
        (number, String::from_utf8(told).unwrap())
    }

    #[test]
    fn an_empty_line_is_the_default_and_nonsense_is_asked_again() {
        assert_eq!(number(b"\n").0.unwrap(), 2);
        let (answer, told) = number(b"4\n\xff\n 3 \n");
        assert_eq!(answer.unwrap(), 3);
        assert_eq!(told.matches("Which one? [2]: ").count(), 3);
        assert_eq!(told.matches("Write a number from 1 to 3.").count(), 2);
    }

    #[test]
    fn the_end_of_the_input_is_no_answer() {
        for answers in [&b""[..], b"9\n"] {
            assert!(number(answers).0.unwrap_err().is::<Unanswered>());
        }
    }

    #[test]
    fn nobody_is_asked_where_nobody_is() {
        let mut told = Vec::new();
        let mut talk = Talk {
            input: None,
            tell: &mut told,
        };
        assert_eq!(talk.number("Which one?", 3, 2).unwrap(), 2);
        assert!(told.is_empty());
    }
}
