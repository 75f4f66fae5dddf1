//! Disks that are full and folders that may only be read, real ones.

use crate::program::{Folder, command};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A small file system of its own, in memory, seen by the programs that are started in it alone. It is gone when
/// dropped.
pub struct Small {
    holder: Child,
    /// How programs are started in it.
    enter: &'static [&'static str],
    at: PathBuf,
}

impl Small {
    /// One of so many kilobytes, laid over a folder; `None` where this machine lets nobody make one.
    pub fn new(folder: &Folder, kilobytes: usize) -> Option<Small> {
        let at = folder.join("small");
        std::fs::create_dir_all(&at).expect("a folder");
        let script = format!("mount -t tmpfs -o size={kilobytes}k tmpfs \"$0\" && echo ready && read wait");
        // Root needs no other names for users; who is not may mount where it is root by name.
        for (names, enter) in [("-m", &["-m"][..]), ("-rm", &["--preserve-credentials", "-U", "-m"])] {
            let mut unshare = Command::new("unshare");
            unshare.args([names, "sh", "-c", &script]).arg(&at);
            unshare.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
            let Ok(mut holder) = unshare.spawn() else { continue };
            let mut line = String::new();
            let _ = BufReader::new(holder.stdout.take().expect("piped")).read_line(&mut line);
            if line == "ready\n" {
                return Some(Small { holder, enter, at });
            }
            let _ = (holder.kill(), holder.wait());
        }
        None
    }

    /// A file in it, by the name that programs in it know.
    pub fn join(&self, name: &str) -> PathBuf {
        self.at.join(name)
    }

    /// The same file, by the name that programs outside know.
    pub fn outside(&self, name: &str) -> PathBuf {
        let inside = self.join(name);
        let below = inside.strip_prefix("/").expect("an absolute path");
        Path::new("/proc").join(self.holder.id().to_string()).join("root").join(below)
    }

    /// The program, started in it.
    pub fn command(&self, args: &[&str]) -> Command {
        let own = command(args);
        let mut inside = self.enter(own.get_program());
        inside.args(own.get_args());
        inside.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        inside
    }

    /// From now on it may only be read.
    pub fn protect(&self) {
        let done = self.enter("mount".as_ref()).args(["-o", "remount,ro"]).arg(&self.at).status();
        assert!(done.expect("mount starts").success());
    }

    fn enter(&self, program: &std::ffi::OsStr) -> Command {
        let mut inside = Command::new("nsenter");
        inside.args(self.enter).args(["-t", &self.holder.id().to_string(), "--"]).arg(program);
        inside
    }

    /// Fills it but for so many kilobytes.
    pub fn fill(&self, but: usize) {
        let mut filler = std::fs::File::create(self.outside("filler")).expect("a file");
        while filler.write_all(&[7; 1024]).is_ok() {}
        drop(filler);
        let file = std::fs::OpenOptions::new().write(true).open(self.outside("filler")).expect("the file");
        let whole = file.metadata().expect("a size").len();
        file.set_len(whole.saturating_sub(but as u64 * 1024)).expect("shorter");
    }

    /// Makes room again.
    pub fn clear(&self) {
        std::fs::remove_file(self.outside("filler")).expect("removed");
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = (self.holder.kill(), self.holder.wait());
    }
}

/// The program, which may write no file larger than so many kilobytes: to it the disk is full then.
pub fn limited(args: &[&str], kilobytes: usize) -> Command {
    let own = command(args);
    let mut limited = Command::new("bash");
    let script = format!("trap '' XFSZ; ulimit -f {kilobytes}; exec \"$0\" \"$@\"");
    limited.args(["-c", &script]).arg(own.get_program()).args(own.get_args());
    limited.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    limited
}

/// The program as a user who may write nowhere but where all may, even where the test is root.
pub struct Guest {
    program: Option<PathBuf>,
}

impl Guest {
    /// Root's guest needs a copy of the program where all may run it.
    pub fn new(folder: &Folder) -> Guest {
        allow(Path::new(folder.path()), 0o755);
        let is_root = std::fs::metadata(folder.path()).expect("a folder").uid() == 0;
        let program = is_root.then(|| {
            let copy = folder.join("dateline");
            std::fs::copy(env!("CARGO_BIN_EXE_dateline"), &copy).expect("copied");
            allow(&copy, 0o755);
            copy
        });
        Guest { program }
    }

    /// The program, started as the guest.
    pub fn command(&self, args: &[&str]) -> Command {
        let Some(program) = &self.program else { return command(args) };
        let mut guest = Command::new("setpriv");
        // The user and group `nobody` and `nogroup` of every Linux.
        guest.args(["--reuid=65534", "--regid=65534", "--clear-groups", "--"]).arg(program).args(args);
        guest.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        guest
    }
}

/// Sets who may do what with a file or folder.
pub fn allow(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("permissions");
}
