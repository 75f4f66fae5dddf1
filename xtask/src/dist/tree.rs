//! What is handed over beside the program: manual pages, completions, documents, notices, the service.

use super::{moment, notices};
use anyhow::Result;
use clap_complete::Shell;
use flate2::{Compression, GzBuilder};
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

/// A file that is handed over.
pub(super) struct Part {
    /// Where it stands now.
    pub from: PathBuf,
    /// Where it stands in the tarball.
    pub by_hand: String,
    /// Where the package puts it, without the leading slash.
    pub installed: String,
}

impl Part {
    /// Its permissions.
    pub fn mode(&self) -> u32 {
        if self.by_hand == "bin/dateline" { 0o755 } else { 0o644 }
    }
}

/// All that is handed over.
pub(super) struct Tree {
    pub parts: Vec<Part>,
    /// The time that all of it bears, in seconds.
    pub moment: u64,
}

/// Makes what is not in the checkout, in the folder `at`, and says what goes where.
///
/// # Errors
/// When something cannot be read or written.
pub(super) fn lay(at: &Path, program: &Path) -> Result<Tree> {
    if at.exists() {
        fs::remove_dir_all(at)?;
    }
    fs::create_dir_all(at)?;
    let mut parts = Vec::new();
    let mut part = |from: PathBuf, by_hand: &str, installed: &str| {
        parts.push(Part { from, by_hand: by_hand.into(), installed: installed.into() });
    };
    part(program.into(), "bin/dateline", "usr/bin/dateline");
    for page in manual(&at.join("man"))? {
        let name = page.file_name().unwrap_or_default().to_string_lossy().into_owned();
        part(page, &format!("man/man1/{name}"), &format!("usr/share/man/man1/{name}"));
    }
    for (shell, name, place) in [
        (Shell::Bash, "dateline.bash", "bash-completion/completions/dateline"),
        (Shell::Zsh, "_dateline", "zsh/vendor-completions/_dateline"),
        (Shell::Fish, "dateline.fish", "fish/vendor_completions.d/dateline.fish"),
    ] {
        let path = at.join(name);
        clap_complete::generate(
            shell,
            &mut dateline::run::arguments(),
            "dateline",
            &mut File::create(&path)?,
        );
        part(path, &format!("completions/{name}"), &format!("usr/share/{place}"));
    }
    let notice = at.join("THIRD-PARTY.txt");
    fs::write(&notice, notices::text()?)?;
    part(notice, "THIRD-PARTY.txt", "usr/share/doc/dateline/THIRD-PARTY.txt");
    let service = "packaging/dateline.service";
    part(service.into(), "dateline.service", "usr/lib/systemd/system/dateline.service");
    part("packaging/sysusers.conf".into(), "sysusers.conf", "usr/lib/sysusers.d/dateline.conf");
    for name in [
        "README.md",
        "CHANGELOG.md",
        "LICENSE-MIT",
        "LICENSE-APACHE",
        "gazetteer/NOTICE.md",
        "web/BASEMAP.md",
    ] {
        part(name.into(), name, &format!("usr/share/doc/dateline/{name}"));
    }
    for path in documents("docs")? {
        let name = path.to_string_lossy().into_owned();
        part(path, &name, &format!("usr/share/doc/dateline/{name}"));
    }
    Ok(Tree { parts, moment: moment()? })
}

/// Manual pages of the program and each of its commands, gzipped.
fn manual(at: &Path) -> Result<Vec<PathBuf>> {
    let plain = at.join("plain");
    fs::create_dir_all(&plain)?;
    clap_mangen::generate_to(dateline::run::arguments(), &plain)?;
    let mut pages = Vec::new();
    for page in sorted(&plain)? {
        let path = at.join(format!("{}.gz", page.file_name().unwrap_or_default().to_string_lossy()));
        let mut packed = GzBuilder::new().write(File::create(&path)?, Compression::best());
        packed.write_all(&fs::read(page)?)?;
        packed.finish()?;
        pages.push(path);
    }
    Ok(pages)
}

/// The files of a folder and of those in it, in order.
fn documents(folder: &str) -> Result<Vec<PathBuf>> {
    let mut all = Vec::new();
    for path in sorted(Path::new(folder))? {
        match path.is_dir() {
            true => all.extend(documents(&path.to_string_lossy())?),
            false => all.push(path),
        }
    }
    Ok(all)
}

fn sorted(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}
