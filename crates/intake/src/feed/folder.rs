//! Folders that reports are put into.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Folders inside one another, at most.
const DEEPEST: usize = 16;

/// How long a file must have rested: one that is being written is left for the next time.
const REST: Duration = Duration::from_secs(2);

/// A file, and what tells whether it changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Where it stands.
    pub path: PathBuf,
    /// Its size in bytes and the time of its last change in milliseconds since 1970.
    pub state: String,
}

/// The files of a folder and those inside it that `wanted` picks, in the order of their names. Links are not followed, and
/// hidden files are left out.
///
/// # Errors
/// A sentence that says why the folder cannot be read. What cannot be read inside it is left out.
pub fn files(folder: &Path, wanted: &dyn Fn(&Path) -> bool) -> Result<Vec<File>, String> {
    let mut found = Vec::new();
    walk(folder, wanted, DEEPEST, &mut found)
        .map_err(|error| format!("The folder {} cannot be read ({error}).", folder.display()))?;
    found.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}

fn walk(
    folder: &Path,
    wanted: &dyn Fn(&Path) -> bool,
    deep: usize,
    found: &mut Vec<File>,
) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)?.flatten() {
        let path = entry.path();
        let Ok(facts) = entry.metadata() else { continue };
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if facts.is_dir() && deep > 0 {
            let _ = walk(&path, wanted, deep - 1, found);
        } else if facts.is_file() && wanted(&path) {
            found.extend(rested(path, &facts));
        }
    }
    Ok(())
}

/// A file that is not being written.
fn rested(path: PathBuf, facts: &fs::Metadata) -> Option<File> {
    let changed = facts.modified().ok()?;
    // A time to come is a clock's fault: such a file rests as far as can be known.
    let rests = SystemTime::now().duration_since(changed).map_or(true, |since| since >= REST);
    let at = changed.duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
    rests.then(|| File { path, state: format!("{} {at}", facts.len()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_rest_are_found() {
        let folder = std::env::temp_dir().join(format!("dateline-folder-{}", std::process::id()));
        fs::create_dir_all(folder.join("in/.hidden")).expect("folders");
        let old = SystemTime::now() - Duration::from_secs(60);
        for (name, rests) in [
            ("b.html", true),
            ("in/a.txt", true),
            ("new.txt", false),
            ("in/.hidden/c.txt", true),
            ("x.png", true),
        ] {
            let file = fs::File::create(folder.join(name)).expect("a file");
            if rests {
                file.set_modified(old).expect("a time");
            }
        }
        let wanted = |path: &Path| path.extension().is_some_and(|ending| ending != "png");
        let found = files(&folder, &wanted).expect("files");
        let names: Vec<_> =
            found.iter().map(|file| file.path.strip_prefix(&folder).expect("inside")).collect();
        assert_eq!(names, [Path::new("b.html"), Path::new("in/a.txt")]);
        assert!(found.iter().all(|file| file.state.starts_with("0 ")));
        assert!(files(&folder.join("none"), &wanted).expect_err("none").contains("cannot be read"));
        let _ = fs::remove_dir_all(folder);
    }
}
