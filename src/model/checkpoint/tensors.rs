//! The named tensors of a checkpoint. This file owns which weights file is read and when; it never
//! changes a value except to convert it to float32.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use tch::{Device, Kind, Tensor};

use super::firefox_files::{is_model_file, model_file};
use super::marian_file::{self, MarianFile};
use super::pickle;
use super::safetensors_file::{self, Described, HeaderError};
use crate::model::store::lock::{file_names, has_extension};
use crate::model::{ModelError, regular_file};
use crate::system_error::in_words;

/// The tensors of a checkpoint by their Hugging Face names (which rust-bert's model definitions
/// share), in float32 on the CPU. Tensors of safetensors and Marian files are read only when they
/// are asked for, so that at most one is in memory beside the model.
pub struct Checkpoint {
    path: PathBuf,
    tensors: BTreeMap<String, Stored>,
    used: RefCell<BTreeSet<String>>,
}

/// A tensor of a checkpoint.
enum Stored {
    Read(Tensor),
    InFile(Place),
    InMarianFile(marian_file::Place),
}

/// The place of a tensor in a safetensors file.
struct Place {
    file: Rc<(PathBuf, File)>,
    described: Described,
}

impl Place {
    fn read(&self) -> Result<Tensor, ModelError> {
        let (path, file) = &*self.file;
        let Described {
            offset,
            kind,
            shape,
        } = &self.described;
        let tensor = Tensor::empty(&shape[..], (*kind, Device::Cpu));
        if tensor.numel() == 0 {
            return Ok(tensor.to_kind(Kind::Float));
        }
        let bytes = tensor.numel() * kind.elt_size_in_bytes();
        // SAFETY: a new, contiguous tensor of `bytes` bytes, in which every bit pattern is a valid
        // value.
        let values = unsafe { std::slice::from_raw_parts_mut(tensor.data_ptr().cast(), bytes) };
        let mut file = file;
        file.seek(SeekFrom::Start(*offset))
            .and_then(|_| file.read_exact(values))
            .map_err(|e| ModelError::unreadable(path, in_words(&e)))?;
        Ok(tensor.to_kind(Kind::Float))
    }
}

impl Checkpoint {
    /// Reads the first of these that the folder has: `model.safetensors` (or its shards, by
    /// `model.safetensors.index.json`), `pytorch_model.bin`, `rust_model.ot`, Marian's own
    /// `model.*.bin`.
    ///
    /// # Errors
    /// [`ModelError`] if there is none, or it is damaged.
    pub fn open(dir: &Path) -> Result<Self, ModelError> {
        let single = dir.join("model.safetensors");
        let index = dir.join("model.safetensors.index.json");
        if regular_file::is_there(&single)? {
            let tensors = read_safetensors(&single)?;
            return Ok(Self::of(single, tensors));
        }
        if regular_file::is_there(&index)? {
            let tensors = read_shards(dir, &index)?;
            return Ok(Self::of(index, tensors));
        }
        let pickled = dir.join("pytorch_model.bin");
        if regular_file::is_there(&pickled)? {
            let tensors = pickle::read(&pickled)?.into_iter();
            let tensors = tensors.map(|(name, t)| (name, Stored::Read(t)));
            return Ok(Self::of(pickled, tensors.collect()));
        }
        let rust = dir.join("rust_model.ot");
        if regular_file::is_there(&rust)? {
            let named = Tensor::load_multi(&rust)
                .map_err(|e| ModelError::unreadable(&rust, first_line(&e.to_string())))?;
            let tensors = named
                .into_iter()
                .map(|(name, t)| (name, Stored::Read(t.to_kind(Kind::Float))))
                .collect();
            return Ok(Self::of(rust, tensors));
        }
        if let Some(path) = model_file(dir)? {
            let tensors = MarianFile::open(&path)?.tensors()?.into_iter();
            let tensors = tensors.map(|(name, place)| (name, Stored::InMarianFile(place)));
            return Ok(Self::of(path, tensors.collect()));
        }
        Err(ModelError::Missing {
            path: dir.into(),
            names: vec!["model.safetensors, pytorch_model.bin or rust_model.ot".into()],
        })
    }

    /// The bytes of the files that [`Checkpoint::open`] reads tensors from; 0 if there are none.
    pub fn bytes_on_disk(dir: &Path) -> u64 {
        let names = file_names(dir).unwrap_or_default();
        let bytes = |is_one: &dyn Fn(&str) -> bool| -> u64 {
            let files = names.iter().filter(|name| is_one(name));
            let files = files.filter_map(|name| dir.join(name).metadata().ok());
            files.map(|file| file.len()).sum()
        };
        let kinds: [&dyn Fn(&str) -> bool; 4] = [
            &|name| has_extension(name, "safetensors"),
            &|name| name == "pytorch_model.bin",
            &|name| name == "rust_model.ot",
            &is_model_file,
        ];
        let mut bytes = kinds.into_iter().map(bytes);
        bytes.find(|bytes| *bytes > 0).unwrap_or_default()
    }

    fn of(path: PathBuf, tensors: BTreeMap<String, Stored>) -> Self {
        Self {
            path,
            tensors,
            used: RefCell::default(),
        }
    }

    /// The file that was read.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The tensor of the first of these names that the checkpoint has.
    ///
    /// # Errors
    /// [`ModelError`] if its file can no longer be read.
    pub fn find(&self, names: &[&str]) -> Result<Option<Tensor>, ModelError> {
        let found = names
            .iter()
            .find_map(|name| self.tensors.get_key_value(*name));
        let Some((name, stored)) = found else {
            return Ok(None);
        };
        self.used.borrow_mut().insert(name.clone());
        let tensor = match stored {
            Stored::Read(tensor) => tensor.shallow_clone(),
            Stored::InFile(place) => place.read()?,
            Stored::InMarianFile(place) => place.read()?,
        };
        let unreadable = |reason: String| ModelError::unreadable(&self.path, reason);
        match holds_numbers(name, &tensor) {
            Ok(true) => Ok(Some(tensor)),
            Ok(false) => Err(unreadable(format!(
                "it is damaged: tensor {name} holds values that are no numbers"
            ))),
            Err(error) => Err(unreadable(format!("tensor {name}: {error}"))),
        }
    }

    /// Counts these tensors as used.
    pub(crate) fn ignore(&self, names: &[&str]) {
        let mut used = self.used.borrow_mut();
        used.extend(names.iter().map(|&name| name.to_owned()));
    }

    /// The tensor of this name, of exactly this shape.
    ///
    /// # Errors
    /// [`ModelError`] if it is missing or has another shape.
    pub fn take(&self, name: &str, shape: &[i64]) -> Result<Tensor, ModelError> {
        let tensor = self.find(&[name])?.ok_or_else(|| ModelError::Missing {
            path: self.path.clone(),
            names: vec![name.to_owned()],
        })?;
        self.shaped(name, tensor, shape)
    }

    /// Checks a tensor's shape.
    pub(crate) fn shaped(
        &self,
        name: &str,
        tensor: Tensor,
        shape: &[i64],
    ) -> Result<Tensor, ModelError> {
        if tensor.size() == shape {
            return Ok(tensor);
        }
        Err(ModelError::BadConfig {
            path: self.path.clone(),
            reason: format!(
                "tensor {name} has shape {:?}, the model's settings say {shape:?}",
                tensor.size()
            ),
        })
    }

    /// Names of tensors that were never used.
    pub fn unused(&self) -> Vec<String> {
        let used = self.used.borrow();
        self.tensors
            .keys()
            .filter(|name| !used.contains(*name))
            .cloned()
            .collect()
    }
}

/// Whether a tensor holds finite numbers only. Others, as a damaged file has them, are lost where
/// numbers are rounded to eight bits, and would change translations without a word. Only a bias of
/// negative infinity has a meaning: its token never comes.
fn holds_numbers(name: &str, tensor: &Tensor) -> Result<bool, tch::TchError> {
    if !tensor.is_floating_point() || tensor.numel() == 0 {
        return Ok(true);
    }
    // One pass without a copy of the tensor; one value that is no number makes both so.
    let (low, high) = tensor.f_aminmax(None, false)?;
    let (low, high) = (low.f_double_value(&[])?, high.f_double_value(&[])?);
    let may_forbid = name == "final_logits_bias";
    Ok(high < f64::INFINITY && (low.is_finite() || may_forbid && !low.is_nan()))
}

/// The tensors of all shards that an index names.
fn read_shards(dir: &Path, index: &Path) -> Result<BTreeMap<String, Stored>, ModelError> {
    let places = weight_map(index)?;
    let shards: BTreeSet<&String> = places.values().collect();
    let missing = |names: Vec<String>| ModelError::Missing {
        path: index.into(),
        names,
    };
    let mut gone = Vec::new();
    for shard in &shards {
        if !regular_file::is_there(&dir.join(shard))? {
            gone.push(format!("the shard {shard}"));
        }
    }
    if !gone.is_empty() {
        return Err(missing(gone));
    }
    let mut tensors = BTreeMap::new();
    for shard in shards {
        tensors.append(&mut read_safetensors(&dir.join(shard))?);
    }
    if let Some((name, shard)) = places.iter().find(|(name, _)| !tensors.contains_key(*name)) {
        return Err(missing(vec![format!("{name}, which should be in {shard}")]));
    }
    Ok(tensors)
}

/// The shard of each tensor, as a file name beside the index.
fn weight_map(index: &Path) -> Result<BTreeMap<String, String>, ModelError> {
    let bad = |reason: String| ModelError::BadConfig {
        path: index.into(),
        reason,
    };
    let text =
        regular_file::read_text(index).map_err(|e| ModelError::unreadable(index, in_words(&e)))?;
    let value: serde_json::Value = serde_json::from_str(&text).map_err(|e| bad(e.to_string()))?;
    let map = value
        .get("weight_map")
        .and_then(|m| m.as_object())
        .filter(|m| !m.is_empty())
        .ok_or_else(|| bad("`weight_map` is missing".into()))?;
    map.iter()
        .map(|(name, shard)| {
            let shard = shard
                .as_str()
                .ok_or_else(|| bad(format!("the shard of {name} is no file name")))?;
            if shard.contains(['/', '\\', '\0', ':']) || !shard.ends_with(".safetensors") {
                return Err(bad(format!(
                    "the shard {shard:?} is no safetensors file of this folder"
                )));
            }
            Ok((name.clone(), shard.to_owned()))
        })
        .collect()
}

fn read_safetensors(path: &Path) -> Result<BTreeMap<String, Stored>, ModelError> {
    let unreadable = |error: std::io::Error| ModelError::unreadable(path, in_words(&error));
    let file = regular_file::open(path).map_err(unreadable)?;
    let size = file.metadata().map_err(unreadable)?.len();
    let described = safetensors_file::tensors(&file, size).map_err(|error| match error {
        HeaderError::Damaged(reason) => ModelError::unreadable(path, reason),
        HeaderError::Type(what) => ModelError::Unsupported {
            path: path.into(),
            what,
        },
    })?;
    let file = Rc::new((path.to_owned(), file));
    let stored = described.into_iter().map(|(name, described)| {
        let place = Place {
            file: file.clone(),
            described,
        };
        (name, Stored::InFile(place))
    });
    Ok(stored.collect())
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}

#[cfg(test)]
#[path = "tensors_tests.rs"]
mod tests;
