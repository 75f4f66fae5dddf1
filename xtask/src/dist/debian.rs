//! The Debian package.

use super::tree::Tree;
use super::{VERSION, output};
use anyhow::{Context, Result};
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Packs the tree as `dpkg` installs it.
///
/// # Errors
/// When `dpkg-deb` is not there or fails.
pub(super) fn package(to: &Path, whole: &Tree, glibc: &str) -> Result<PathBuf> {
    let root = to.join("tree/deb");
    for part in &whole.parts {
        put(&part.from, &root.join(&part.installed), part.mode())?;
    }
    let copyright = root.join("usr/share/doc/dateline/copyright");
    fs::write(&copyright, COPYRIGHT)?;
    fs::set_permissions(&copyright, Permissions::from_mode(0o644))?;
    let control = root.join("DEBIAN");
    put(Path::new("packaging/postinst"), &control.join("postinst"), 0o755)?;
    let kilobytes = whole.parts.iter().map(|p| Ok(fs::metadata(&p.from)?.len())).sum::<Result<u64>>()? / 1024;
    fs::write(control.join("control"), fields(glibc, kilobytes))?;
    let deb = to.join(format!("dateline_{VERSION}_amd64.deb"));
    let mut build = Command::new("dpkg-deb");
    build.args(["--root-owner-group", "-Zxz", "--build"]).arg(&root).arg(&deb);
    output(build.env("SOURCE_DATE_EPOCH", whole.moment.to_string()))?;
    Ok(deb)
}

/// Copies a file to where it is to stand.
fn put(from: &Path, to: &Path, mode: u32) -> Result<()> {
    let folder = to.parent().context("a folder")?;
    fs::create_dir_all(folder)?;
    fs::copy(from, to).with_context(|| from.display().to_string())?;
    Ok(fs::set_permissions(to, Permissions::from_mode(mode))?)
}

/// `control`, as Debian's policy has it (debian.org/doc/debian-policy/ch-controlfields.html).
fn fields(glibc: &str, kilobytes: u64) -> String {
    format!(
        "Package: dateline\nVersion: {VERSION}\nArchitecture: amd64\nSection: science\nPriority: optional\n\
         Maintainer: The Dateline maintainers <maintainers@dateline.example>\nInstalled-Size: {kilobytes}\n\
         Depends: libc6 (>= {glibc})\nSuggests: age, caddy | nginx\n\
         Description: record of armed conflict and political violence, from news reports\n\
         \x20Dateline reads news reports and keeps the record of armed conflict and\n\
         \x20political violence: what happened, where, when, by whom, to whom, with what\n\
         \x20harm, and who says so. It works offline, and has a workbench for browsers.\n"
    )
}

/// As Debian's documents have it (debian.org/doc/packaging-manuals/copyright-format/1.0).
const COPYRIGHT: &str = "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/

Files: *
Copyright: The Dateline maintainers
License: MIT or Apache-2.0
Comment: The full texts are in LICENSE-MIT and LICENSE-APACHE, those of others' work in THIRD-PARTY.txt,
 gazetteer/NOTICE.md and web/BASEMAP.md, all in this folder.
";
