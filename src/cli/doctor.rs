//! `mujaz doctor`: what is there, what is wrong, and the command that mends it.

use std::io::Write;

use clap::Args;

use super::Exit;
use crate::engine::{Device, Precision, cpu_features, cuda_state, torch_version, torch_works};
use crate::model::{Catalogue, Places, identity, verify};

const EXAMPLES: &str = "\
Examples:
  mujaz doctor

Exit codes: 0 when mujaz can run, 3 when something is missing or damaged.";

/// Check libtorch, devices, precision, models and disk
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct DoctorArgs {}

pub(super) fn run(_args: &DoctorArgs, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let mut well = true;
    writeln!(out, "mujaz      {}", env!("CARGO_PKG_VERSION"))?;
    match torch_works() {
        Ok(()) => writeln!(out, "libtorch   {}, computes correctly", torch_version())?,
        Err(reason) => {
            well = false;
            writeln!(
                out,
                "libtorch   {}: {reason}. Run: scripts/setup",
                torch_version()
            )?;
        }
    }
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let features: Vec<&str> = cpu_features()
        .into_iter()
        .filter_map(|(name, present)| present.then_some(name))
        .collect();
    writeln!(
        out,
        "cpu        {cores} cores, {}",
        if features.is_empty() {
            "no vector extensions".to_owned()
        } else {
            features.join(" ")
        }
    )?;
    writeln!(out, "cuda       {}", cuda_state())?;
    let device = Device::resolve("auto")?;
    let precision = Precision::auto(device);
    writeln!(out, "precision  auto is {precision} on {device}")?;

    let places = Places::of_this_machine();
    let catalogue = Catalogue::builtin();
    let names = places.names();
    if names.is_empty() {
        well = false;
        writeln!(
            out,
            "models     none here. Run: mujaz models pull opus-mt-tc-big-ar-en"
        )?;
    }
    for name in names {
        match places
            .locate(&catalogue, &name)
            .and_then(|located| Ok((identity(&located)?, located)))
        {
            Ok((identity, located)) => {
                let problems = verify(&located.dir);
                let hash = &identity.hash[..identity.hash.len().min(16)];
                if problems.is_empty() {
                    writeln!(
                        out,
                        "model      {name}, whole, {hash}, {}",
                        located.dir.display()
                    )?;
                } else {
                    well = false;
                    writeln!(
                        out,
                        "model      {name}, damaged: {}. Run: mujaz models pull {name}",
                        problems[0]
                    )?;
                }
            }
            Err(error) => {
                well = false;
                writeln!(out, "model      {name}: {error}")?;
            }
        }
    }
    if let Ok(folder) = places.user() {
        writeln!(out, "folder     pulled models go to {}", folder.display())?;
    }
    let here = std::env::current_dir().unwrap_or_default();
    match free_bytes(&here) {
        Some(bytes) => writeln!(
            out,
            "disk       {:.1} GB free in {}",
            bytes as f64 / 1e9,
            here.display()
        )?,
        None => writeln!(out, "disk       free space unknown in {}", here.display())?,
    }
    writeln!(
        out,
        "{}",
        if well {
            "all well"
        } else {
            "something needs attention: see above"
        }
    )?;
    Ok(if well {
        Exit::Success
    } else {
        Exit::Environment
    })
}

fn free_bytes(path: &std::path::Path) -> Option<u64> {
    fs4::available_space(path).ok()
}
