//! `mujaz doctor`: reports what is installed, what is wrong, and which command fixes it.

use std::io::Write;

use anyhow::Context as _;
use clap::Args;

use super::Exit;
use super::placement::DEFAULT_TRANSLATOR;
use crate::engine::{
    Comparison, Device, Devices, Precision, compare, cores, cpu_features, cuda_state, describe,
    set_threads, speeds, torch_version, torch_works,
};
use crate::model::{Catalogue, Kind, Places, identity, verify};
use crate::text::counted;

const EXAMPLES: &str = "\
Examples:
  mujaz doctor
  mujaz doctor --deep                  # compute with small models of every family
  mujaz doctor --deep --device cuda    # the same on a GPU, against the processor

Exit codes: 0 when mujaz can run, 3 when something is missing, damaged or computes wrongly.";

/// Check libtorch, devices, precision, models and disk
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct DoctorArgs {
    /// Compare the device with the processor on small models of each family, in every precision,
    /// and measure its speed
    #[arg(long)]
    deep: bool,
    /// The device to check: auto, cpu, cuda, cuda:N, or several GPUs as cuda:0,cuda:1
    #[arg(long, value_name = "DEVICE", default_value = "auto", requires = "deep")]
    device: String,
}

/// Runs the subcommand.
pub(super) fn run(args: &DoctorArgs, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let mut well = machine(out)?;
    well &= models(out)?;
    disk(out)?;
    if args.deep {
        for device in Devices::resolve(&args.device)?.iter() {
            well &= deep(device, out)?;
        }
    }
    let verdict = match well {
        true => "all well",
        false => "something needs attention: see above",
    };
    writeln!(out, "{verdict}")?;
    Ok(match well {
        true => Exit::Success,
        false => Exit::Environment,
    })
}

fn machine(out: &mut dyn Write) -> anyhow::Result<bool> {
    let works = torch_works();
    writeln!(out, "mujaz      {}", env!("CARGO_PKG_VERSION"))?;
    match &works {
        Ok(()) => writeln!(out, "libtorch   {}, computes correctly", torch_version())?,
        Err(reason) => writeln!(
            out,
            "libtorch   {}: {reason}. Run: scripts/setup",
            torch_version()
        )?,
    }
    let cores = counted(cores(), "core");
    let features: Vec<&str> = cpu_features()
        .into_iter()
        .filter_map(|(name, present)| present.then_some(name))
        .collect();
    let features = match features.is_empty() {
        true => "no vector extensions".to_owned(),
        false => features.join(" "),
    };
    writeln!(out, "cpu        {cores}, {features}")?;
    writeln!(out, "cuda       {}", cuda_state())?;
    let device = Device::resolve("auto")?;
    let precision = Precision::auto(device);
    writeln!(out, "precision  auto is {precision} on {device}")?;
    Ok(works.is_ok())
}

fn models(out: &mut dyn Write) -> anyhow::Result<bool> {
    let places = Places::of_this_machine();
    let catalogue = Catalogue::builtin();
    let names = places.names();
    let mut well = !names.is_empty();
    if names.is_empty() {
        writeln!(out, "models     none here. Run: mujaz setup")?;
    }
    let only_starter = only_starter(&catalogue, &names);
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
    if only_starter {
        writeln!(
            out,
            "next       the only translator in these folders is {DEFAULT_TRANSLATOR}, which is far too \
             small for news. Run: mujaz setup"
        )?;
    }
    Ok(well)
}

/// Whether these models are the translator that ships and some that do not translate.
fn only_starter(catalogue: &Catalogue, names: &[String]) -> bool {
    let starter = |name: &String| name == DEFAULT_TRANSLATOR;
    let translates = |name: &&String| {
        let entry = catalogue.find(name);
        entry.is_none_or(|entry| entry.kind == Kind::Translator)
    };
    names.iter().any(starter) && names.iter().filter(translates).all(starter)
}

fn disk(out: &mut dyn Write) -> anyhow::Result<()> {
    let here = std::env::current_dir().unwrap_or_default();
    match fs4::available_space(&here) {
        Ok(bytes) => writeln!(
            out,
            "disk       {:.1} GB free in {}",
            bytes as f64 / 1e9,
            here.display()
        )?,
        Err(_) => writeln!(out, "disk       free space unknown in {}", here.display())?,
    }
    Ok(())
}

/// Reports what a device computes and whether that equals what the processor computes in f32.
fn deep(device: Device, out: &mut dyn Write) -> anyhow::Result<bool> {
    set_threads();
    writeln!(out, "\ndeep check of {device}{}", describe(device))?;
    let speeds = speeds(device).with_context(|| format!("{device} cannot compute"))?;
    if let Some(first) = speeds.first() {
        writeln!(out, "copy       {:.0} GB/s", first.copy / 1e9)?;
    }
    for speed in &speeds {
        let (precision, rate) = speed.product;
        writeln!(out, "product    {:.2} TFLOP/s in {precision}", rate / 1e12)?;
    }
    writeln!(
        out,
        "\n{:<9} {:<9} {:>5} {:>12} {:>12} {:>13}",
        "family", "precision", "beams", "sentences", "tokens", "largest error"
    )?;
    let mut faults = 0;
    let mut written = Ok(());
    let compared = compare(device, |found| {
        faults += usize::from(found.fault.is_some());
        if written.is_ok() {
            written = row(&found, out).and_then(|()| out.flush());
        }
    });
    written?;
    compared.with_context(|| format!("the check of {device} came to no end"))?;
    writeln!(
        out,
        "\nSentences and tokens: the share that is the same as on the processor in f32, tokens up \
         to a sentence's first difference; error: of a token's log-probability. The models have \
         random weights: on trained ones more tokens stay the same."
    )?;
    Ok(faults == 0)
}

fn row(found: &Comparison, out: &mut dyn Write) -> std::io::Result<()> {
    let share = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
    writeln!(
        out,
        "{:<9} {:<9} {:>5} {:>11.1}% {:>11.1}% {:>13.6} {}",
        found.family,
        found.precision.to_string(),
        found.beams,
        share(found.equal, found.sentences),
        share(found.tokens_equal, found.tokens),
        found.error,
        found.fault.as_deref().unwrap_or("ok"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_step_is_told_while_only_the_starter_translates() {
        let catalogue = Catalogue::builtin();
        let only = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
            only_starter(&catalogue, &names)
        };
        assert!(only(&[
            "distilbart-cnn-12-6",
            "starter-ar-en",
            "starter-headline-en"
        ]));
        assert!(!only(&["firefox-ar-en", "starter-ar-en"]));
        // A model of the user's own may translate.
        assert!(!only(&["mine", "starter-ar-en"]));
        assert!(!only(&[]));
    }
}
