//! Named tensors of a checkpoint, from whichever file it brings.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::{Path, PathBuf};

use safetensors::{Dtype, SafeTensors};
use tch::{Kind, Tensor};

use super::{ModelError, pickle};

/// The tensors of a checkpoint by their Hugging Face names (which are also the names of
/// rust-bert's model definitions), in float32 on the CPU.
pub struct Checkpoint {
    path: PathBuf,
    tensors: BTreeMap<String, Tensor>,
    used: RefCell<BTreeSet<String>>,
}

impl Checkpoint {
    /// Reads `model.safetensors` (or its shards, by `model.safetensors.index.json`),
    /// `pytorch_model.bin` or `rust_model.ot`, the first that the folder has.
    ///
    /// # Errors
    /// [`ModelError`] when there is none, or it is damaged.
    pub fn open(dir: &Path) -> Result<Self, ModelError> {
        let single = dir.join("model.safetensors");
        let index = dir.join("model.safetensors.index.json");
        if single.is_file() {
            let tensors = read_safetensors(&single)?;
            return Ok(Self::of(single, tensors));
        }
        if index.is_file() {
            let tensors = read_shards(dir, &index)?;
            return Ok(Self::of(index, tensors));
        }
        let pickled = dir.join("pytorch_model.bin");
        if pickled.is_file() {
            let tensors = pickle::read(&pickled)?;
            return Ok(Self::of(pickled, tensors));
        }
        let rust = dir.join("rust_model.ot");
        if rust.is_file() {
            let named = Tensor::load_multi(&rust).map_err(|e| ModelError::Unreadable {
                path: rust.clone(),
                reason: first_line(&e.to_string()),
            })?;
            let tensors = named
                .into_iter()
                .map(|(name, t)| (name, t.to_kind(Kind::Float)))
                .collect();
            return Ok(Self::of(rust, tensors));
        }
        Err(ModelError::Missing {
            path: dir.into(),
            names: vec!["model.safetensors, pytorch_model.bin or rust_model.ot".into()],
        })
    }

    fn of(path: PathBuf, tensors: BTreeMap<String, Tensor>) -> Self {
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
    pub fn find(&self, names: &[&str]) -> Option<Tensor> {
        names.iter().find_map(|name| {
            let tensor = self.tensors.get(*name)?;
            self.used.borrow_mut().insert((*name).to_owned());
            Some(tensor.shallow_clone())
        })
    }

    /// The tensor of this name, of exactly this shape.
    ///
    /// # Errors
    /// [`ModelError`] when it is missing or has another shape.
    pub fn take(&self, name: &str, shape: &[i64]) -> Result<Tensor, ModelError> {
        let tensor = self.find(&[name]).ok_or_else(|| ModelError::Missing {
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
                "tensor {name} has shape {:?}, config.json says {shape:?}",
                tensor.size()
            ),
        })
    }

    /// Names of tensors that nothing asked for.
    pub fn unused(&self) -> Vec<String> {
        let used = self.used.borrow();
        self.tensors
            .keys()
            .filter(|name| !used.contains(*name))
            .cloned()
            .collect()
    }
}

/// The tensors of all shards that an index names.
fn read_shards(dir: &Path, index: &Path) -> Result<BTreeMap<String, Tensor>, ModelError> {
    let places = weight_map(index)?;
    let shards: BTreeSet<&String> = places.values().collect();
    let missing = |names: Vec<String>| ModelError::Missing {
        path: index.into(),
        names,
    };
    let gone = shards.iter().filter(|shard| !dir.join(shard).is_file());
    let gone: Vec<String> = gone.map(|shard| format!("the shard {shard}")).collect();
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

/// The shard of each tensor, a file beside the index.
fn weight_map(index: &Path) -> Result<BTreeMap<String, String>, ModelError> {
    let bad = |reason: String| ModelError::BadConfig {
        path: index.into(),
        reason,
    };
    let text = std::fs::read_to_string(index).map_err(|e| ModelError::Unreadable {
        path: index.into(),
        reason: e.to_string(),
    })?;
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

fn read_safetensors(path: &Path) -> Result<BTreeMap<String, Tensor>, ModelError> {
    let unreadable = |reason: String| ModelError::Unreadable {
        path: path.into(),
        reason,
    };
    let file = File::open(path).map_err(|e| unreadable(e.to_string()))?;
    // SAFETY: the map is read once, here; a file that changes underneath gives wrong weights, not unsoundness
    // beyond what any reader of a changing file has.
    let map = unsafe { memmap2::Mmap::map(&file) }.map_err(|e| unreadable(e.to_string()))?;
    let parsed = SafeTensors::deserialize(&map)
        .map_err(|e| unreadable(format!("it is damaged or incomplete ({e})")))?;
    let mut tensors = BTreeMap::new();
    for (name, view) in parsed.iter() {
        let kind = match view.dtype() {
            Dtype::F32 => Kind::Float,
            Dtype::F16 => Kind::Half,
            Dtype::BF16 => Kind::BFloat16,
            Dtype::F64 => Kind::Double,
            Dtype::I64 => Kind::Int64,
            other => {
                return Err(ModelError::Unsupported {
                    path: path.into(),
                    what: format!("tensor {name} of type {other:?}"),
                });
            }
        };
        let shape: Vec<i64> = view.shape().iter().map(|&n| n as i64).collect();
        let tensor = Tensor::from_data_size(view.data(), &shape, kind);
        tensors.insert(name.to_owned(), tensor.to_kind(Kind::Float));
    }
    Ok(tensors)
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}

#[cfg(test)]
#[path = "weights_tests.rs"]
mod tests;
