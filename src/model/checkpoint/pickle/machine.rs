//! The pickle of an archive. This file owns which opcodes are carried out: what a table of tensors
//! needs, and nothing else.

use std::collections::BTreeMap;

use super::calls::{call, storage};
use super::spec::Spec;
use super::value::{TEXT, Value, short};

/// How much a pickle may build, in values and in pieces of text of [`TEXT`] bytes, copies included. A
/// tensor takes some sixty.
const BUDGET: usize = 1_000_000;

/// How deep values may lie in each other. A shape lies in the arguments of a call, in a table.
const DEPTH: usize = 16;

/// The tensors that a pickle names, in its order.
///
/// # Errors
/// What is wrong with the pickle, as the rest of a sentence that begins with it.
pub(super) fn table(code: &[u8]) -> Result<Vec<(String, Spec)>, String> {
    Machine::new(code).run()
}

/// A stack machine for the opcodes that tables of tensors use.
struct Machine<'a> {
    code: &'a [u8],
    at: usize,
    stack: Vec<Value>,
    memo: BTreeMap<u32, Value>,
    /// How much may still be built.
    budget: usize,
}

impl<'a> Machine<'a> {
    fn new(code: &'a [u8]) -> Self {
        Self {
            code,
            at: 0,
            stack: Vec::new(),
            memo: BTreeMap::new(),
            budget: BUDGET,
        }
    }

    fn spend(&mut self, size: usize) -> Result<(), String> {
        self.budget = self
            .budget
            .checked_sub(size)
            .ok_or("holds more than a table of tensors needs")?;
        Ok(())
    }

    /// Puts a value on the stack. It was paid for if it was copied; else it is one more, around
    /// values that were paid for.
    fn push(&mut self, value: Value) -> Result<(), String> {
        if !value.is_flat(DEPTH) {
            return Err("holds values too deep in each other".into());
        }
        self.spend(1)?;
        self.stack.push(value);
        Ok(())
    }

    fn take(&mut self, count: usize) -> Result<&'a [u8], String> {
        let end = self
            .at
            .checked_add(count)
            .filter(|&end| end <= self.code.len())
            .ok_or("ends early")?;
        let bytes = &self.code[self.at..end];
        self.at = end;
        Ok(bytes)
    }

    fn number<const N: usize>(&mut self) -> Result<u64, String> {
        let mut bytes = [0; 8];
        bytes[..N].copy_from_slice(self.take(N)?);
        Ok(u64::from_le_bytes(bytes))
    }

    fn text(&mut self, length: u64) -> Result<Value, String> {
        let bytes =
            self.take(usize::try_from(length).map_err(|_| "has a text of impossible length")?)?;
        self.spend(bytes.len() / TEXT)?;
        Ok(Value::Text(String::from_utf8_lossy(bytes).into_owned()))
    }

    fn line(&mut self) -> Result<String, String> {
        let rest = &self.code[self.at..];
        let length = rest.iter().position(|&b| b == b'\n').ok_or("ends early")?;
        self.spend(length / TEXT)?;
        let text = String::from_utf8_lossy(self.take(length)?).into_owned();
        self.at += 1;
        Ok(text)
    }

    fn pop(&mut self) -> Result<Value, String> {
        self.stack
            .pop()
            .ok_or_else(|| "takes from an empty stack".to_owned())
    }

    fn marked(&mut self) -> Result<Vec<Value>, String> {
        let mark = self
            .stack
            .iter()
            .rposition(|v| *v == Value::Mark)
            .ok_or("has no mark")?;
        let values = self.stack.split_off(mark + 1);
        self.stack.pop();
        Ok(values)
    }

    fn tuple(&mut self, count: usize) -> Result<(), String> {
        let from = self
            .stack
            .len()
            .checked_sub(count)
            .ok_or("takes from an empty stack")?;
        let values = self.stack.split_off(from);
        self.push(Value::Tuple(values))
    }

    fn set_items(&mut self, values: Vec<Value>) -> Result<(), String> {
        // The table itself is one level.
        if !values.iter().all(|value| value.is_flat(DEPTH - 1)) {
            return Err("holds values too deep in each other".into());
        }
        let Some(Value::Dict(items)) = self.stack.last_mut() else {
            return Err("fills what is no dictionary".into());
        };
        let mut values = values.into_iter();
        while let (Some(key), Some(value)) = (values.next(), values.next()) {
            items.push((key, value));
        }
        Ok(())
    }

    fn run(mut self) -> Result<Vec<(String, Spec)>, String> {
        loop {
            let opcode = self.take(1)?[0];
            if opcode == b'.' {
                break;
            }
            self.step(opcode)?;
        }
        let Value::Dict(items) = self.pop()? else {
            return Err("holds no table of tensors".into());
        };
        let mut table = Vec::new();
        for item in items {
            match item {
                (Value::Text(name), Value::Tensor(spec)) => table.push((name, spec)),
                (Value::Text(name), _) => {
                    let name = short(&name);
                    return Err(format!("holds something else than a tensor at {name:?}"));
                }
                _ => return Err("holds a name that is no text".into()),
            }
        }
        Ok(table)
    }

    fn step(&mut self, opcode: u8) -> Result<(), String> {
        let value = match opcode {
            0x80 => return self.take(1).map(drop),
            0x95 => return self.take(8).map(drop),
            b'(' => Value::Mark,
            b')' | b']' => Value::Tuple(Vec::new()),
            b'}' => Value::Dict(Vec::new()),
            b'N' => Value::Nothing,
            0x88 => Value::Int(1),
            0x89 => Value::Int(0),
            b'K' => Value::Int(self.number::<1>()? as i64),
            b'M' => Value::Int(self.number::<2>()? as i64),
            b'J' => Value::Int(i64::from(self.number::<4>()? as u32 as i32)),
            0x8a => {
                let length = self.number::<1>()? as usize;
                let bytes = self.take(length)?;
                if length > 8 {
                    return Err("holds a number that no tensor needs".into());
                }
                let mut wide = [if bytes.last().is_some_and(|b| b & 0x80 != 0) {
                    0xff
                } else {
                    0
                }; 8];
                wide[..length].copy_from_slice(bytes);
                Value::Int(i64::from_le_bytes(wide))
            }
            b'X' => {
                let length = self.number::<4>()?;
                self.text(length)?
            }
            0x8c => {
                let length = self.number::<1>()?;
                self.text(length)?
            }
            b'c' => Value::Global(format!("{} {}", self.line()?, self.line()?)),
            0x93 => match (self.pop()?, self.pop()?) {
                (Value::Text(name), Value::Text(module)) => {
                    Value::Global(format!("{module} {name}"))
                }
                _ => return Err("names a class by something else than text".into()),
            },
            b'q' => return self.put_from::<1>(),
            b'r' => return self.put_from::<4>(),
            0x94 => return self.put(self.memo.len() as u32),
            b'h' => self.memory_of::<1>()?,
            b'j' => self.memory_of::<4>()?,
            b't' => Value::Tuple(self.marked()?),
            0x85 => return self.tuple(1),
            0x86 => return self.tuple(2),
            0x87 => return self.tuple(3),
            b's' => {
                let (value, key) = (self.pop()?, self.pop()?);
                return self.set_items(vec![key, value]);
            }
            b'u' => {
                let values = self.marked()?;
                return self.set_items(values);
            }
            // Attributes of the table (its version numbers) do not concern tensors.
            b'b' => return self.pop().map(drop),
            b'Q' => storage(self.pop()?)?,
            b'R' => {
                let arguments = self.pop()?;
                call(self.pop()?, arguments)?
            }
            other => {
                return Err(format!(
                    "uses opcode {other:#04x}, which a table of tensors does not need"
                ));
            }
        };
        self.push(value)
    }

    fn put(&mut self, index: u32) -> Result<(), String> {
        let value = self.pop()?;
        self.spend(value.size())?;
        self.memo.insert(index, value.clone());
        self.stack.push(value);
        Ok(())
    }

    fn put_from<const N: usize>(&mut self) -> Result<(), String> {
        let index = self.number::<N>()? as u32;
        self.put(index)
    }

    fn memory_of<const N: usize>(&mut self) -> Result<Value, String> {
        let index = self.number::<N>()? as u32;
        let size = self.memo.get(&index).map(Value::size);
        self.spend(size.ok_or("recalls what it never stored")?)?;
        Ok(self.memo[&index].clone())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_pickle_that_calls_something_is_refused() {
        let code = b"\x80\x02cos\nsystem\nX\x04\x00\x00\x00true\x85R.";
        let error = table(code).unwrap_err();
        assert_eq!(
            error,
            "calls os system, which a table of tensors does not need"
        );
    }

    #[test]
    fn a_pickle_that_ends_early_is_refused_at_every_length() {
        let mut code = b"\x80\x02ccollections\nOrderedDict\n)Rq\x00(X\x01\x00\x00\x00actorch._utils\n_rebuild_tensor_v2\n((X\x07\x00\x00\x00storagectorch\nFloatStorage\nX\x01\x00\x00\x000X\x03\x00\x00\x00cpuK\x06tQK\x00K\x02K\x03\x86K\x03K\x01\x86\x89Ntqu".to_vec();
        code.truncate(code.len() - 2);
        code.extend(b"Ru}b.");
        let found = table(&code).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].0.as_str(), &found[0].1.shape[..], found[0].1.end()),
            ("a", &[2, 3][..], Some(6))
        );
        for length in 0..code.len() - 1 {
            assert!(table(&code[..length]).is_err(), "{length}");
        }
    }

    #[test]
    fn a_small_pickle_builds_nothing_large() {
        let error = |code: &[u8]| table(code).unwrap_err();
        let more = "holds more than a table of tensors needs";
        assert_eq!(error(&vec![b'N'; BUDGET + 1]), more);
        assert_eq!(error(&vec![b'('; BUDGET + 1]), more);
        let text = [
            b"X\x00\x00\x10\x00".as_slice(),
            &vec![b'a'; 1 << 20],
            b"q\x00",
        ]
        .concat();
        let copies = [text, b"h\x00".repeat(100)].concat();
        assert_eq!(error(&copies), more);
        // Values in each other, which would be copied and dropped by a call for each.
        let deep = "holds values too deep in each other";
        assert_eq!(error(&[vec![b')'], vec![0x85; 100_000]].concat()), deep);
        let doubled = (0..40).flat_map(|n| [b'q', n, b'h', n, 0x86]);
        let doubled: Vec<u8> = [b')'].into_iter().chain(doubled).collect();
        assert_eq!(error(&doubled), deep);
        let pairs = [b"}K\x00".repeat(100), b"N".to_vec(), b"s".repeat(99)].concat();
        assert_eq!(error(&pairs), deep);
    }

    #[test]
    fn an_error_shows_the_beginning_of_a_long_text_alone() {
        let long = "a".repeat(1 << 20);
        let text = |text: &str| {
            let length = u32::try_from(text.len()).unwrap().to_le_bytes();
            [b"X".as_slice(), &length, text.as_bytes()].concat()
        };
        let named = [b"}".to_vec(), text(&long), b"Ns.".to_vec()].concat();
        let called = [
            b"c".as_slice(),
            long.as_bytes(),
            b"\n",
            long.as_bytes(),
            b"\n)R.",
        ]
        .concat();
        for code in [named, called] {
            let error = table(&code).unwrap_err();
            assert!(
                error.contains("aaa") && error.len() < 200,
                "{}",
                error.len()
            );
        }
        assert_eq!(
            table(b"}K\x01Ns.").unwrap_err(),
            "holds a name that is no text"
        );
    }

    #[test]
    fn numbers_are_read_with_their_signs() {
        let number = |code: &[u8]| {
            let code = [b"(".as_slice(), code, b"."].concat();
            let mut machine = Machine::new(&code);
            for _ in 0..2 {
                let opcode = machine.take(1).unwrap()[0];
                machine.step(opcode)?;
            }
            machine.pop()
        };
        assert_eq!(number(b"J\xff\xff\xff\xff"), Ok(Value::Int(-1)));
        assert_eq!(number(b"M\xff\xff"), Ok(Value::Int(65_535)));
        assert_eq!(number(b"\x8a\x00"), Ok(Value::Int(0)));
        assert_eq!(number(b"\x8a\x01\x80"), Ok(Value::Int(-128)));
        assert!(number(b"\x8a\x09\x01\x01\x01\x01\x01\x01\x01\x01\x01").is_err());
    }
}
