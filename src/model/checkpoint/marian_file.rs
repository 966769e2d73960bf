//! Marian's own binary format, in which Mozilla publishes the translation models of Firefox: the
//! settings of the network and its tensors in one file, most of them in eight bits. The layout is
//! that of `common/binary.cpp` in Marian; all numbers are little-endian.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use tch::{Device, Kind, Tensor};

use crate::model::{ModelError, regular_file};
use crate::system_error::in_words;

/// The version of the layout.
const VERSION: u64 = 1;
/// Most items of a file, bytes of a name, and dimensions of a tensor. Files have some 200 items.
const MAX_ITEMS: u64 = 10_000;
const MAX_NAME: u64 = 1_000;
const MAX_DIMENSIONS: u64 = 8;
/// The item that holds the settings, and the longest settings that are read, in bytes.
const SETTINGS: &str = "special:model.yml";
const MAX_SETTINGS: u64 = 1 << 20;

/// The bias of a token that never comes; every number format holds it.
const NEVER: f64 = -1e4;

/// Marian's numbers for the types of items.
const FLOAT32: u64 = 0x404;
const INTGEMM8: u64 = 0x4101;

/// A model file whose header was read.
pub(in crate::model) struct MarianFile {
    path: PathBuf,
    file: File,
    items: Vec<Item>,
}

/// An item as the header describes it.
struct Item {
    name: String,
    kind: u64,
    shape: Vec<i64>,
    offset: u64,
    bytes: u64,
}

/// A tensor of a model file.
pub(super) struct Place {
    file: Rc<MarianFile>,
    item: usize,
    layout: Layout,
}

/// How the numbers of a tensor lie in the file, and what is read instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// The weights of a linear layer, `[in, out]`, in eight bits `[out, in]`; read as `[out, in]`.
    Linear,
    /// The embeddings of the vocabulary, `[tokens, d]`. They are read with a row of zeros after
    /// them: Marian's decoder begins with a vector of zeros, which is the embedding of the token
    /// that begins and pads texts here.
    Embedding,
    /// The biases of the output layer, `[1, tokens]`; read as `[tokens + 1]`, so that the token
    /// that begins texts has next to no probability.
    OutputBias,
    /// A bias, or the parameters of a layer norm, `[1, d]`; read as `[d]`.
    Vector,
}

impl MarianFile {
    /// Reads the header of a file.
    ///
    /// # Errors
    /// [`ModelError::Unreadable`] if the file is not of this format or was cut off.
    pub(in crate::model) fn open(path: &Path) -> Result<Self, ModelError> {
        let file =
            regular_file::open(path).map_err(|e| ModelError::unreadable(path, in_words(&e)))?;
        let metadata = file
            .metadata()
            .map_err(|e| ModelError::unreadable(path, in_words(&e)))?;
        let items = header(BufReader::new(&file), metadata.len()).map_err(|error| {
            if error.kind() == io::ErrorKind::UnexpectedEof {
                ModelError::unreadable(path, "it ends before its last tensor")
            } else {
                ModelError::unreadable(path, in_words(&error))
            }
        })?;
        Ok(Self {
            path: path.into(),
            file,
            items,
        })
    }

    /// The settings of the network: lines of YAML.
    ///
    /// # Errors
    /// [`ModelError::Unreadable`] if the file has none, or they are no text.
    pub(in crate::model) fn settings(&self) -> Result<String, ModelError> {
        let item = self.items.iter().find(|item| item.name == SETTINGS);
        let item = item.ok_or_else(|| self.bad(format!("it has no {SETTINGS}")))?;
        if item.bytes > MAX_SETTINGS {
            return Err(self.bad(format!("its {SETTINGS} has {} bytes", item.bytes)));
        }
        let mut bytes = self.bytes(item)?;
        while bytes.last() == Some(&0) {
            bytes.pop();
        }
        String::from_utf8(bytes).map_err(|_| self.bad(format!("its {SETTINGS} is no text")))
    }

    /// The tensors by the names that they have in transformers, as far as a network has them.
    ///
    /// # Errors
    /// [`ModelError::Unreadable`] if two items are the same tensor.
    pub(super) fn tensors(self) -> Result<BTreeMap<String, Place>, ModelError> {
        let file = Rc::new(self);
        let mut tensors = BTreeMap::new();
        for (item, described) in file.items.iter().enumerate() {
            let Some((name, layout)) = renamed(&described.name) else {
                continue;
            };
            let place = Place {
                file: file.clone(),
                item,
                layout,
            };
            if tensors.insert(name, place).is_some() {
                return Err(file.bad(format!("it has the tensor {} twice", described.name)));
            }
        }
        Ok(tensors)
    }

    fn bytes(&self, item: &Item) -> Result<Vec<u8>, ModelError> {
        let mut bytes = vec![0; item.bytes as usize];
        let mut file = &self.file;
        file.seek(SeekFrom::Start(item.offset))
            .and_then(|_| file.read_exact(&mut bytes))
            .map_err(|e| self.bad(e.to_string()))?;
        Ok(bytes)
    }

    fn bad(&self, reason: String) -> ModelError {
        ModelError::unreadable(&self.path, reason)
    }
}

impl Place {
    /// Reads the tensor in f32, in the form that [`Layout`] says.
    pub(super) fn read(&self) -> Result<Tensor, ModelError> {
        let (file, item) = (&*self.file, &self.file.items[self.item]);
        let count: i64 = item.shape.iter().product();
        let bytes = file.bytes(item)?;
        let short = || file.bad(format!("the tensor {} is cut off", item.name));
        let values: Vec<f32> = match item.kind {
            FLOAT32 => {
                let bytes = bytes.get(..count as usize * 4).ok_or_else(short)?;
                let (numbers, _) = bytes.as_chunks::<4>();
                numbers.iter().map(|n| f32::from_le_bytes(*n)).collect()
            }
            INTGEMM8 => {
                let (bytes, after) = bytes.split_at_checked(count as usize).ok_or_else(short)?;
                let multiplier = f32::from_le_bytes(*after.first_chunk().ok_or_else(short)?);
                let step = 1.0 / multiplier;
                if !step.is_normal() || step < 0.0 {
                    let name = &item.name;
                    return Err(file.bad(format!("the tensor {name} has no scale")));
                }
                let number = |byte: &u8| f32::from(byte.cast_signed()) * step;
                bytes.iter().map(number).collect()
            }
            other => {
                return Err(ModelError::Unsupported {
                    path: file.path.clone(),
                    what: format!("the tensor {} of Marian's type {other:#x}", item.name),
                });
            }
        };
        let tensor = Tensor::from_slice(&values);
        Ok(match (self.layout, &item.shape[..]) {
            (Layout::Linear, &[inner, outer]) if item.kind == INTGEMM8 => {
                tensor.view([outer, inner])
            }
            (Layout::Linear, &[inner, outer]) => {
                tensor.view([inner, outer]).transpose(0, 1).contiguous()
            }
            (Layout::Embedding, &[tokens, d]) => {
                tensor.view([tokens, d]).constant_pad_nd([0, 0, 0, 1])
            }
            (Layout::OutputBias, [1, _]) => {
                let never = tensor.new_full([1], NEVER, (Kind::Float, Device::Cpu));
                Tensor::cat(&[tensor, never], 0)
            }
            (Layout::Vector, [1, _] | [_]) => tensor,
            (_, shape) => {
                let name = &item.name;
                return Err(file.bad(format!("the tensor {name} has the shape {shape:?}")));
            }
        })
    }
}

/// Where the bytes of all items lie in a file, in its order.
#[cfg(any(test, feature = "fuzzing"))]
pub(in crate::model) fn ranges(file: &[u8]) -> io::Result<Vec<std::ops::Range<u64>>> {
    let items = header(io::Cursor::new(file), file.len() as u64)?;
    let range = |item: &Item| item.offset..item.offset + item.bytes;
    Ok(items.iter().map(range).collect())
}

/// Reads the header of a file of so many bytes: the number, sizes, names and shapes of all items,
/// after which their bytes follow in the same order.
fn header(mut reader: impl Read + Seek, size: u64) -> io::Result<Vec<Item>> {
    let wrong = |what: &str| io::Error::new(io::ErrorKind::InvalidData, what.to_owned());
    if number(&mut reader).ok() != Some(VERSION) {
        return Err(wrong("it is no model file of Marian"));
    }
    let count = number(&mut reader)?;
    if count > MAX_ITEMS {
        return Err(wrong("it is no model file of Marian"));
    }
    let mut sizes = Vec::new();
    for _ in 0..count {
        let item: [u64; 4] = [
            number(&mut reader)?,
            number(&mut reader)?,
            number(&mut reader)?,
            number(&mut reader)?,
        ];
        let [name, _, dimensions, _] = item;
        if name > MAX_NAME || dimensions > MAX_DIMENSIONS {
            return Err(wrong("its header is damaged"));
        }
        sizes.push(item);
    }
    let mut items = Vec::new();
    for &[length, kind, _, bytes] in &sizes {
        let mut name = vec![0; length as usize];
        reader.read_exact(&mut name)?;
        let name = name.split(|&byte| byte == 0).next().unwrap_or_default();
        items.push(Item {
            name: String::from_utf8_lossy(name).into_owned(),
            kind,
            shape: Vec::new(),
            offset: 0,
            bytes,
        });
    }
    for (item, [_, _, dimensions, _]) in items.iter_mut().zip(&sizes) {
        let mut numbers = 1i64;
        for _ in 0..*dimensions {
            let mut bytes = [0; 4];
            reader.read_exact(&mut bytes)?;
            let dimension = i64::from(i32::from_le_bytes(bytes));
            let product = numbers.checked_mul(dimension);
            numbers = product
                .filter(|&n| dimension > 0 && n as u64 <= size)
                .ok_or_else(|| wrong("its header is damaged"))?;
            item.shape.push(dimension);
        }
    }
    let gap = number(&mut reader)?;
    let mut offset = reader
        .stream_position()?
        .checked_add(gap)
        .ok_or_else(|| wrong("its header is damaged"))?;
    for item in &mut items {
        item.offset = offset;
        offset = offset
            .checked_add(item.bytes)
            .filter(|&end| end <= size)
            .ok_or_else(|| io::Error::from(io::ErrorKind::UnexpectedEof))?;
    }
    Ok(items)
}

fn number(reader: &mut impl Read) -> io::Result<u64> {
    let mut bytes = [0; 8];
    reader.read_exact(&mut bytes)?;
    Ok(u64::from_le_bytes(bytes))
}

/// The name of a tensor in transformers, and its layout. `None` for what no network here needs:
/// the settings, and the scales of activations, which are found anew for each row.
fn renamed(name: &str) -> Option<(String, Layout)> {
    if name == SETTINGS || name.ends_with("_QuantMultA") {
        return None;
    }
    let whole = match name {
        "Wemb" => Some(("model.shared.weight", Layout::Embedding)),
        "encoder_Wemb" => Some(("model.encoder.embed_tokens.weight", Layout::Embedding)),
        "decoder_Wemb" => Some(("model.decoder.embed_tokens.weight", Layout::Embedding)),
        "decoder_ff_logit_out_b" => Some(("final_logits_bias", Layout::OutputBias)),
        _ => None,
    };
    let known = whole.map(|(name, layout)| (name.to_owned(), layout));
    // A tensor of another name belongs to no network, which the loader reports.
    Some(
        known
            .or_else(|| of_layer(name))
            .unwrap_or_else(|| (name.to_owned(), Layout::Vector)),
    )
}

/// The linear layers of a block: the start of Marian's name, the letter after `W` or `b`, and the
/// name in transformers. The unit of the decoder has none there.
const LINEAR: [(&str, &str, &str); 12] = [
    ("self_", "q", "self_attn.q_proj"),
    ("self_", "k", "self_attn.k_proj"),
    ("self_", "v", "self_attn.v_proj"),
    ("self_", "o", "self_attn.out_proj"),
    ("context_", "q", "encoder_attn.q_proj"),
    ("context_", "k", "encoder_attn.k_proj"),
    ("context_", "v", "encoder_attn.v_proj"),
    ("context_", "o", "encoder_attn.out_proj"),
    ("rnn_", "", "ssru.candidate"),
    ("rnn_", "f", "ssru.gate"),
    ("ffn_", "1", "fc1"),
    ("ffn_", "2", "fc2"),
];

/// The layer norms: the start of Marian's name, and the name in transformers.
const NORMS: [(&str, &str); 4] = [
    ("self_Wo_ln_", "self_attn_layer_norm"),
    ("context_Wo_ln_", "encoder_attn_layer_norm"),
    ("rnn_ffn_ln_", "self_attn_layer_norm"),
    ("ffn_ffn_ln_", "final_layer_norm"),
];

/// The name and the layout of a tensor such as `encoder_l1_self_Wq`.
fn of_layer(name: &str) -> Option<(String, Layout)> {
    let (side, rest) = name.split_once("_l")?;
    let (number, part) = rest.split_once('_')?;
    let layer = number.parse::<u32>().ok()?.checked_sub(1)?;
    let linear = LINEAR.iter().find_map(|(block, letter, known)| {
        match part.strip_prefix(block)?.strip_suffix(letter)? {
            "W" => Some((format!("{known}.weight"), Layout::Linear)),
            "b" => Some((format!("{known}.bias"), Layout::Vector)),
            _ => None,
        }
    });
    let norm = || {
        NORMS
            .iter()
            .find_map(|(block, known)| match part.strip_prefix(block)? {
                "scale" => Some((format!("{known}.weight"), Layout::Vector)),
                "bias" => Some((format!("{known}.bias"), Layout::Vector)),
                _ => None,
            })
    };
    let (part, layout) = linear.or_else(norm)?;
    Some((format!("model.{side}.layers.{layer}.{part}"), layout))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
#[path = "marian_file_tests.rs"]
mod tests;
