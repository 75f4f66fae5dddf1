//! `cargo xtask dist`: the program for those who have no Rust, as a tarball and a Debian package.

mod debian;
mod notices;
mod program;
mod tree;
mod trial;

use anyhow::{Context, Result, bail, ensure};
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Makes both with their sums in `target/dist`, or the folder after `--to`; with `--try`, installs and runs them.
///
/// # Errors
/// When the build fails, a program that it needs is missing, or what was made does not run.
pub(crate) fn run(args: &[String]) -> Result<bool> {
    let mut to = PathBuf::from("target/dist");
    let mut tried = false;
    let mut rest = args.iter();
    while let Some(arg) = rest.next() {
        match arg.as_str() {
            "--try" => tried = true,
            "--to" => to = rest.next().context("--to wants a folder")?.into(),
            other => bail!("{other} is no flag of `cargo xtask dist`"),
        }
    }
    fs::create_dir_all(&to)?;
    let to = to.canonicalize()?;
    let built = program::build(&to)?;
    println!(
        "{}: {} bytes, needs glibc {}",
        built.path.display(),
        fs::metadata(&built.path)?.len(),
        built.glibc
    );
    let whole = tree::lay(&to.join("tree"), &built.path)?;
    let made = [tarball(&to, &whole)?, debian::package(&to, &whole, &built.glibc)?];
    sums(&to, &made)?;
    if tried {
        trial::run(&made[0], &made[1])?;
    }
    fs::remove_dir_all(to.join("tree"))?;
    Ok(true)
}

/// The program's version.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// When the source was last changed, in seconds: what is made of the same source is the same. `SOURCE_DATE_EPOCH`
/// goes before (reproducible-builds.org/specs/source-date-epoch).
fn moment() -> Result<u64> {
    if let Ok(told) = std::env::var("SOURCE_DATE_EPOCH") {
        return told.parse().context("SOURCE_DATE_EPOCH is no number of seconds");
    }
    let said = output(Command::new("git").args(["log", "-1", "--format=%ct"]))?;
    said.trim().parse().context("git did not say when the source was changed")
}

/// What a command prints.
fn output(command: &mut Command) -> Result<String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let done = command.output().with_context(|| format!("{name} does not start: install it"))?;
    ensure!(done.status.success(), "{name} failed: {}", String::from_utf8_lossy(&done.stderr));
    Ok(String::from_utf8_lossy(&done.stdout).into_owned())
}

/// Packs the tree's parts as those unpack it who install by hand.
fn tarball(to: &Path, whole: &tree::Tree) -> Result<PathBuf> {
    let name = format!("dateline-{VERSION}-x86_64-linux");
    let path = to.join(format!("{name}.tar.gz"));
    let mut archive = tar::Builder::new(GzEncoder::new(File::create(&path)?, Compression::best()));
    for part in &whole.parts {
        let file = File::open(&part.from)?;
        let mut header = tar::Header::new_gnu();
        header.set_size(file.metadata()?.len());
        header.set_mode(part.mode());
        header.set_mtime(whole.moment);
        archive.append_data(&mut header, format!("{name}/{}", part.by_hand), file)?;
    }
    archive.into_inner()?.finish()?.sync_all()?;
    Ok(path)
}

/// Writes `SHA256SUMS`, as `sha256sum --check` reads it.
fn sums(to: &Path, made: &[PathBuf]) -> Result<()> {
    let mut text = String::new();
    for path in made {
        let mut sum = Sha256::new();
        io::copy(&mut File::open(path)?, &mut sum)?;
        let name = path.file_name().context("a name")?.to_string_lossy();
        let hex: String = sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        text += &format!("{hex}  {name}\n");
    }
    print!("{text}");
    Ok(fs::write(to.join("SHA256SUMS"), text)?)
}
