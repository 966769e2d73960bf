//! Values in scripts, as programs write the data of a page there: literals of JavaScript, which are JSON and
//! more, and the function that Nuxt calls with the values that occur several times. This file owns what of
//! the language is understood; no script is ever run.

use std::collections::BTreeMap;
use std::str::Chars;

use serde_json::{Map, Number, Value};

use super::copies::Copies;
use crate::article::json::lenient;

/// Maximum depth of a value.
const MAX_DEPTH: usize = 300;

/// How often the assignments of a function are carried out, because a value may name one that is assigned
/// later.
const ROUNDS: usize = 3;

/// The value of the literal at the start of a text, and what follows it.
pub(super) fn value_at(text: &str) -> Option<(Value, &str)> {
    let mut reader = Reader::of(text);
    let value = reader.value(0)?;
    Some((value, reader.rest))
}

/// The values up to the bracket that closes a call, and what follows it.
pub(super) fn arguments_at(text: &str) -> Option<(Vec<Value>, &str)> {
    let mut reader = Reader::of(text);
    let values = reader.list(")", 0)?;
    Some((values, reader.rest))
}

struct Reader<'t> {
    rest: &'t str,
    /// The values of the parameters of the function that is read.
    names: BTreeMap<&'t str, Value>,
    in_function: bool,
    copies: Copies,
}

impl<'t> Reader<'t> {
    fn of(text: &'t str) -> Self {
        Self {
            rest: text,
            names: BTreeMap::new(),
            in_function: false,
            copies: Copies::of(text.len()),
        }
    }

    fn skip_space(&mut self) {
        loop {
            self.rest = self.rest.trim_start();
            let behind = if self.rest.starts_with("/*") {
                self.rest.split_once("*/")
            } else if self.rest.starts_with("//") {
                self.rest.split_once('\n')
            } else {
                return;
            };
            self.rest = behind.map_or("", |(_, rest)| rest);
        }
    }

    /// Takes a sign, with the white space before it, if it is the next one.
    fn takes(&mut self, sign: &str) -> bool {
        self.skip_space();
        let behind = self.rest.strip_prefix(sign);
        self.rest = behind.unwrap_or(self.rest);
        behind.is_some()
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        if depth == MAX_DEPTH {
            return None;
        }
        self.skip_space();
        match self.rest.chars().next()? {
            '{' => self.object(depth + 1),
            '[' => {
                self.takes("[");
                self.list("]", depth + 1).map(Value::Array)
            }
            '(' => self.in_brackets(depth + 1),
            '"' | '\'' | '`' => self.string().map(Value::String),
            '!' => {
                self.takes("!");
                let is_true = self.takes("0");
                (is_true || self.takes("1")).then_some(Value::Bool(is_true))
            }
            c if c.is_ascii_digit() || matches!(c, '-' | '.') => Some(self.number()),
            c if is_of_name(c) => self.named(depth + 1),
            _ => None,
        }
    }

    fn object(&mut self, depth: usize) -> Option<Value> {
        let mut object = Map::new();
        self.takes("{");
        while !self.takes("}") {
            let key = if self.rest.starts_with(['"', '\'']) {
                self.string()?
            } else {
                self.name()?.to_owned()
            };
            if !self.takes(":") {
                return None;
            }
            object.insert(key, self.value(depth)?);
            if !self.takes(",") {
                return self.takes("}").then_some(Value::Object(object));
            }
        }
        Some(Value::Object(object))
    }

    /// The values between commas up to an end.
    fn list(&mut self, end: &str, depth: usize) -> Option<Vec<Value>> {
        let mut values = Vec::new();
        while !self.takes(end) {
            values.push(self.value(depth)?);
            if !self.takes(",") {
                return self.takes(end).then_some(values);
            }
        }
        Some(values)
    }

    fn string(&mut self) -> Option<String> {
        let mut chars = self.rest.chars();
        let quote = chars.next()?;
        let mut text = String::new();
        loop {
            match chars.next()? {
                c if c == quote => break,
                '\\' => escaped(&mut chars, &mut text)?,
                '$' if quote == '`' && chars.as_str().starts_with('{') => return None,
                c => text.push(c),
            }
        }
        self.rest = chars.as_str();
        Some(text)
    }

    /// A number; one that JSON has not is no value.
    fn number(&mut self) -> Value {
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+');
        let end = self
            .rest
            .find(|c: char| !is_part(c))
            .unwrap_or(self.rest.len());
        let (number, rest) = self.rest.split_at(end);
        self.rest = rest;
        let fraction = || Number::from_f64(number.parse().ok()?).map(Value::Number);
        let whole = number.parse::<i64>().ok().map(Value::from);
        whole.or_else(fraction).unwrap_or_default()
    }

    fn name(&mut self) -> Option<&'t str> {
        self.skip_space();
        let end = self.rest.find(|c: char| !is_of_name(c));
        let (name, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        (!name.is_empty()).then_some(name)
    }

    /// The value of a constant, of a parameter, or of a call: that of the JSON which it parses, or what it
    /// makes an object of.
    fn named(&mut self, depth: usize) -> Option<Value> {
        let mut name = self.name()?;
        if name == "void" {
            self.value(depth)?;
            return Some(Value::Null);
        }
        let is_new = name == "new";
        if is_new {
            name = self.name()?;
        }
        let mut is_path = false;
        while self.takes(".") {
            name = self.name()?;
            is_path = true;
        }
        if self.takes("(") {
            let first = self.list(")", depth)?.into_iter().next();
            return Some(match first {
                Some(Value::String(json)) if name == "parse" => {
                    lenient::parse(&json).unwrap_or_default()
                }
                Some(value) if is_new || name == "freeze" => value,
                _ => Value::Null,
            });
        }
        Some(match name {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            name if !is_path => self.copy_of(name),
            _ => Value::Null,
        })
    }

    /// The value of a parameter; what is none, such as `null`, has no value.
    fn copy_of(&mut self, name: &str) -> Value {
        let value = self.names.get(name);
        let copied = value.filter(|value| self.copies.take_whole(value));
        copied.cloned().unwrap_or_default()
    }

    /// A value in round brackets, or that of a function which is called where it stands:
    /// `(function(a, b) { a.c = 1; return {…} }(…, …))`.
    fn in_brackets(&mut self, depth: usize) -> Option<Value> {
        self.takes("(");
        if !self.takes("function") {
            let value = self.value(depth)?;
            return self.takes(")").then_some(value);
        }
        // The body is read several times, and so would be those in it.
        if std::mem::replace(&mut self.in_function, true) || !self.takes("(") {
            return None;
        }
        let mut parameters = Vec::new();
        while !self.takes(")") {
            parameters.push(self.name()?);
            self.takes(",");
        }
        if !self.takes("{") {
            return None;
        }
        // What the names stand for is written behind the body.
        let body = self.rest;
        self.body(depth)?;
        let is_closed = self.takes(")");
        if !self.takes("(") {
            return None;
        }
        let values = self.list(")", depth)?;
        if !is_closed && !self.takes(")") {
            return None;
        }
        let behind = self.rest;
        self.names = parameters.into_iter().zip(values).collect();
        let mut value = Value::Null;
        let rounds = if body.trim_start().starts_with("return") {
            1
        } else {
            ROUNDS
        };
        for _ in 0..rounds {
            self.rest = body;
            value = self.body(depth)?;
        }
        self.names.clear();
        self.in_function = false;
        self.rest = behind;
        Some(value)
    }

    /// Carries out the assignments of a function, and returns the value that it returns.
    fn body(&mut self, depth: usize) -> Option<Value> {
        while !self.takes("return") {
            self.assignment(depth)?;
        }
        let value = self.value(depth)?;
        self.takes(";");
        self.takes("}").then_some(value)
    }

    /// Carries out an assignment to a part of a parameter: `a.b=…;` or `a[0]=…;`. A call is passed over.
    fn assignment(&mut self, depth: usize) -> Option<()> {
        let name = self.name()?;
        let key = if self.takes(".") {
            Value::from(self.name()?)
        } else if self.takes("[") {
            let key = self.value(depth)?;
            self.takes("]").then_some(key)?
        } else {
            return None;
        };
        if self.takes("(") {
            self.list(")", depth)?;
        } else if self.takes("=") {
            let value = self.value(depth)?;
            if let Some(place) = self.names.get_mut(name) {
                assign(place, key, value);
            }
        } else {
            return None;
        }
        let _ = self.takes(";") || self.takes(",");
        Some(())
    }
}

/// Puts a value into an object, or into a list at its end or in the place of another one.
fn assign(place: &mut Value, key: Value, value: Value) {
    if let (Value::Object(object), Value::String(key)) = (&mut *place, &key) {
        object.insert(key.clone(), value);
        return;
    }
    let Some(at) = key.as_u64().and_then(|at| usize::try_from(at).ok()) else {
        return;
    };
    // `Array(3)` is no literal.
    if place.is_null() {
        *place = Value::Array(Vec::new());
    }
    if let Value::Array(values) = place {
        if let Some(before) = values.get_mut(at) {
            *before = value;
        } else if at == values.len() {
            values.push(value);
        }
    }
}

fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$')
}

/// Appends the character that an escape stands for, whose backslash was read.
fn escaped(chars: &mut Chars<'_>, text: &mut String) -> Option<()> {
    match chars.next()? {
        'n' => text.push('\n'),
        'r' => text.push('\r'),
        't' => text.push('\t'),
        // Other signs that cannot be seen, and the end of a line within a string.
        'b' | 'f' | 'v' | '0' | '\n' | '\r' => {}
        'x' => text.extend(char::from_u32(hex(chars, 2)?)),
        'u' if chars.as_str().starts_with('{') => {
            let (digits, rest) = chars.as_str()[1..].split_once('}')?;
            let code = u32::from_str_radix(digits, 16).ok()?;
            text.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            *chars = rest.chars();
        }
        'u' => {
            let mut code = hex(chars, 4)?;
            let mut ahead = chars.clone();
            let follows = (ahead.next(), ahead.next()) == (Some('\\'), Some('u'));
            let low = if follows { hex(&mut ahead, 4) } else { None };
            if let (0xd800..0xdc00, Some(low @ 0xdc00..0xe000)) = (code, low) {
                code = 0x1_0000 + ((code - 0xd800) << 10) + (low - 0xdc00);
                *chars = ahead;
            }
            text.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        c => text.push(c),
    }
    Some(())
}

/// The number that so many digits are.
fn hex(chars: &mut Chars<'_>, length: usize) -> Option<u32> {
    let (digits, rest) = chars.as_str().split_at_checked(length)?;
    let code = u32::from_str_radix(digits, 16).ok()?;
    *chars = rest.chars();
    Some(code)
}

#[cfg(test)]
#[path = "script_tests.rs"]
mod tests;
