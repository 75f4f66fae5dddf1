//! The program itself: built, stripped, and needing nothing of its system but glibc.

use super::output;
use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The libraries of glibc (2.34 took libpthread and libdl into libc).
const GLIBC: [&str; 6] =
    ["libc.so.6", "libm.so.6", "libpthread.so.0", "libdl.so.2", "librt.so.1", "ld-linux-x86-64.so.2"];

/// A built program.
pub(super) struct Built {
    pub path: PathBuf,
    /// The oldest glibc that it runs with, such as `2.34`.
    pub glibc: String,
}

/// Builds it as a release.
///
/// # Errors
/// When it does not build, or needs another library than glibc.
pub(super) fn build(to: &Path) -> Result<Built> {
    // Rust asks for libgcc_s, which is no part of glibc. What it wants of it, unwinding, is in libgcc's archives too: a
    // linker script of that name says so.
    let instead = to.join("libgcc");
    fs::create_dir_all(&instead)?;
    fs::write(instead.join("libgcc_s.so"), "INPUT(-lgcc_eh -lgcc)\n")?;
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args([
        "rustc",
        "--locked",
        "--release",
        "--quiet",
        "--package",
        "dateline",
        "--bin",
        "dateline",
        "--",
    ]);
    cargo.args(["-C", "strip=symbols", "-L"]).arg(format!("native={}", instead.display()));
    ensure!(cargo.status()?.success(), "the program does not build");
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from);
    let path = to.join("dateline");
    fs::copy(target.join("release/dateline"), &path).context("the built program")?;
    fs::remove_dir_all(&instead)?;
    let glibc = needs(&path)?;
    Ok(Built { path, glibc })
}

/// What version of glibc a program needs; fails where it needs anything else.
fn needs(program: &Path) -> Result<String> {
    let told = output(Command::new("readelf").args(["--wide", "--dynamic", "--version-info"]).arg(program))?;
    for line in told.lines().filter(|line| line.contains("(NEEDED)")) {
        let name = line.split(['[', ']']).nth(1).context("a library's name")?;
        ensure!(GLIBC.contains(&name), "the program needs {name}, which is no part of glibc");
    }
    let number = |version: &str| version.split('.').map(|n| n.parse().unwrap_or(0)).collect::<Vec<u32>>();
    let versions = told.split_whitespace().filter_map(|word| word.strip_prefix("GLIBC_"));
    let newest = versions.max_by_key(|version| number(version)).context("it needs no glibc at all")?;
    Ok(newest.to_string())
}
