//! The pieces that the source of a document consists of.

/// A piece of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'b> {
    Open,
    Close,
    /// A control word with its number.
    Word(&'b str, Option<i32>),
    /// A control symbol.
    Symbol(u8),
    /// A byte of text, as itself or by its number.
    Byte(u8),
}

/// The pieces of the source in order.
pub(super) struct Tokens<'b> {
    pub(super) rest: &'b [u8],
}

impl<'b> Tokens<'b> {
    pub(super) fn take(&mut self, length: usize) -> &'b [u8] {
        let (taken, rest) = self.rest.split_at(length.min(self.rest.len()));
        self.rest = rest;
        taken
    }

    /// The control word or symbol after a backslash.
    fn control(&mut self) -> Option<Token<'b>> {
        let length = self
            .rest
            .iter()
            .take_while(|byte| byte.is_ascii_alphabetic())
            .count();
        if length == 0 {
            let symbol = *self.take(1).first()?;
            if symbol != b'\'' {
                return Some(Token::Symbol(symbol));
            }
            let digits = std::str::from_utf8(self.take(2)).ok()?;
            return Some(Token::Byte(u8::from_str_radix(digits, 16).unwrap_or(b'?')));
        }
        let name = std::str::from_utf8(self.take(length)).unwrap_or_default();
        let sign = usize::from(self.rest.first() == Some(&b'-'));
        let digits = self
            .rest
            .iter()
            .skip(sign)
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        let mut number = None;
        if digits > 0 {
            let written = std::str::from_utf8(self.take(sign + digits)).unwrap_or_default();
            number = written.parse().ok();
        }
        if self.rest.first() == Some(&b' ') {
            self.take(1);
        }
        Some(Token::Word(name, number))
    }
}

impl<'b> Iterator for Tokens<'b> {
    type Item = Token<'b>;

    fn next(&mut self) -> Option<Token<'b>> {
        loop {
            return Some(match *self.take(1).first()? {
                b'{' => Token::Open,
                b'}' => Token::Close,
                b'\\' => self.control()?,
                // Line breaks of the file are nothing; those of the document are words.
                b'\r' | b'\n' | 0 => continue,
                byte => Token::Byte(byte),
            });
        }
    }
}
