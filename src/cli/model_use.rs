//! How a located model would run: its identity, number format and shortlist.

use crate::brief::ModelIdentity;
use crate::engine::{Device, Devices, Precision};
use crate::model::{HashCache, Located, ModelConfig, Shortlist, identity_cached};
use crate::pipeline::ModelUse;

/// The devices and precision that models are to run with.
pub(super) struct On {
    pub(super) devices: Devices,
    pub(super) precision: Precision,
    /// Whether the user named the precision, so that a family without it is an error.
    pub(super) precision_named: bool,
}

impl On {
    /// Determines how a model would run.
    pub(super) fn model(
        &self,
        located: &Located,
        hashes: &mut HashCache,
    ) -> anyhow::Result<ModelUse> {
        let identity = identity_cached(located, hashes)?;
        let device = self.devices.first();
        let (precision, listed) = match ModelConfig::read(&located.dir) {
            Ok(ModelConfig { family, .. }) => (
                self.precision
                    .for_family(family, device, self.precision_named)?,
                Shortlist::file(&located.dir, family)?.is_some(),
            ),
            // A folder that cannot be read fails with its reason when it is loaded.
            Err(_) => (self.precision, false),
        };
        let shortlist = device == Device::Cpu && precision != Precision::F32 && listed;
        Ok(ModelUse {
            identity,
            precision,
            shortlist,
        })
    }
}

/// The name of the stand-in for a translator.
pub(super) const MOCK: &str = "mock";

/// The stand-in for a translator, under its own name or that of a model.
pub(super) fn mock_use(name: &str, precision: Precision) -> ModelUse {
    let hash = match name {
        MOCK => MOCK.to_owned(),
        name => blake3::hash(name.as_bytes()).to_hex().to_string(),
    };
    ModelUse {
        identity: ModelIdentity {
            name: name.to_owned(),
            revision: None,
            hash,
            licence: None,
        },
        precision,
        shortlist: false,
    }
}
