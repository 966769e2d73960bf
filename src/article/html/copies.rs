//! The bound of what references may copy: the data of a page that a script draws hold each value once, and name
//! it wherever it occurs.

use serde_json::Value;

/// How many times the size of the data the copies may have, and how many bytes at most.
pub(super) const TIMES: usize = 8;
const MAX_BYTES: usize = 64 << 20;

/// About how many bytes a value takes besides its texts.
const VALUE_BYTES: usize = 16;

/// What may still be copied, in bytes.
#[derive(Debug)]
pub(super) struct Copies {
    left: usize,
}

impl Copies {
    /// The bound for data of so many bytes.
    pub(super) fn of(bytes: usize) -> Self {
        Self {
            left: bytes.saturating_mul(TIMES).min(MAX_BYTES),
        }
    }

    /// Whether a value may be copied with all that it holds. After the first that may not, none may.
    pub(super) fn take_whole(&mut self, value: &Value) -> bool {
        self.left > 0 && self.take(weight(value))
    }

    /// Whether a value may be copied with the places of what it holds, but without that.
    pub(super) fn take_outer(&mut self, value: &Value) -> bool {
        let bytes = || match value {
            Value::String(text) => text.len(),
            Value::Array(values) => values.len() * VALUE_BYTES,
            Value::Object(object) => object.keys().map(|key| key.len() + VALUE_BYTES).sum(),
            _ => 0,
        };
        self.left > 0 && self.take(bytes())
    }

    /// Whether so many bytes may be copied.
    pub(super) fn take(&mut self, bytes: usize) -> bool {
        let rest = self.left.checked_sub(bytes);
        self.left = rest.unwrap_or(0);
        rest.is_some()
    }
}

/// About how many bytes a value takes.
pub(super) fn weight(value: &Value) -> usize {
    let inside = match value {
        Value::String(text) => text.len(),
        Value::Array(values) => values.iter().map(weight).sum(),
        Value::Object(object) => {
            let fields = object.iter();
            fields.map(|(key, value)| key.len() + weight(value)).sum()
        }
        _ => 0,
    };
    inside + VALUE_BYTES
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn copies_end_where_they_are_many_times_the_data() {
        let value = json!({"ab": ["xyz", 1], "c": null});
        // Five values, the names of two fields, and a text.
        assert_eq!(weight(&value), 5 * 16 + 3 + 3);
        let mut copies = Copies::of(22);
        assert!(copies.take_whole(&value));
        assert!(copies.take_outer(&value));
        assert!(copies.take_outer(&json!("12345678901234567890123456789012345678901234567890")));
        // Of 176 bytes 86, 35 and 50 are taken.
        assert!(!copies.take_outer(&json!("123456")));
        assert!(!copies.take_whole(&json!(null)));
        assert!(!copies.take_outer(&json!([1])));
    }
}
