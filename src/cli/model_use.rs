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

/// The stand-in for a translator.
pub(super) fn mock_use(precision: Precision) -> ModelUse {
    ModelUse {
        identity: ModelIdentity {
            name: "mock".into(),
            revision: None,
            hash: "mock".into(),
            licence: None,
        },
        precision,
        shortlist: false,
    }
}
