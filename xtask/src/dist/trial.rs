//! Installs what was made as a user does, and runs it.

use super::output;
use anyhow::{Context, Result, bail, ensure};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Stdio};

/// Unpacks the tarball and runs its program; installs the package, runs it, and removes it again. Where we may not
/// install, the package is unpacked.
///
/// # Errors
/// When any of it fails.
pub(super) fn run(tarball: &Path, package: &Path) -> Result<()> {
    let folder = package.with_file_name("trial");
    fs::create_dir_all(&folder)?;
    output(Command::new("tar").arg("xzf").arg(tarball).arg("-C").arg(&folder))?;
    let unpacked = fs::read_dir(&folder)?.next().context("an empty tarball")??.path();
    works(&unpacked.join("bin/dateline"))?;
    fs::remove_dir_all(&folder)?;
    let me = output(Command::new("id").arg("-u"))?;
    let there = Command::new("dpkg").args(["--status", "dateline"]).output()?.status.success();
    match me.trim() == "0" && !there {
        true => installed(package)?,
        false => {
            println!(
                "dpkg is root's, or Dateline is installed already: the package is unpacked in place of installed"
            );
            output(Command::new("dpkg").arg("--extract").arg(package).arg(&folder))?;
            works(&folder.join("usr/bin/dateline"))?;
            fs::remove_dir_all(&folder)?;
        }
    }
    println!("both were unpacked or installed, and run");
    Ok(())
}

fn installed(package: &Path) -> Result<()> {
    output(Command::new("dpkg").arg("--install").arg(package))?;
    let program = Path::new("/usr/bin/dateline");
    let tried = works(program).and_then(|()| documented());
    output(Command::new("dpkg").args(["--purge", "dateline"]))?;
    tried?;
    ensure!(!program.exists(), "the package leaves its program behind");
    Ok(())
}

/// The pages and completions of an installed package can be read.
fn documented() -> Result<()> {
    let page = output(Command::new("zcat").arg("/usr/share/man/man1/dateline-backup.1.gz"))?;
    ensure!(page.contains(".TH dateline-backup 1"), "the manual page of `dateline backup` is none");
    let bash = "/usr/share/bash-completion/completions/dateline";
    let offers = format!(
        "source {bash}; COMP_WORDS=(dateline inc); COMP_CWORD=1; _dateline dateline inc dateline; echo ${{COMPREPLY[@]}}"
    );
    let offered = output(Command::new("bash").args(["-c", &offers]))?;
    ensure!(offered.trim() == "incidents", "bash completes `dateline inc` to {offered:?}");
    Ok(())
}

/// A program codes a report and serves the workbench, in an environment that holds nothing.
fn works(program: &Path) -> Result<()> {
    let bare = |args: &[&str]| {
        let mut command = Command::new(program);
        command.env_clear().args(args).stdin(Stdio::null());
        command
    };
    let version = output(&mut bare(&["--version"]))?;
    ensure!(version.trim() == concat!("dateline ", env!("CARGO_PKG_VERSION")), "{version}");
    let coded = output(&mut bare(&["code", "examples/reports", "--json"]))?;
    ensure!(coded.lines().count() > 5, "it codes nothing");
    let mut server = bare(&["serve", "--demo", "--listen", "127.0.0.1:0"]).stdout(Stdio::piped()).spawn()?;
    let answered = answers(server.stdout.take().context("what it prints")?);
    server.kill()?;
    server.wait()?;
    answered
}

/// The server that prints this answers with the workbench and with incidents.
fn answers(printed: impl Read) -> Result<()> {
    for line in BufReader::new(printed).lines() {
        let line = line?;
        let Some(address) = line.split("http://").nth(1).and_then(|rest| rest.split_whitespace().next())
        else {
            continue;
        };
        let address = address.trim_end_matches(['/', '.', ',', ';', ':']);
        for (path, holds) in [("/", "<title>"), ("/api/v1/incidents", "\"total\":")] {
            let mut stream = TcpStream::connect(address)?;
            write!(stream, "GET {path} HTTP/1.0\r\nHost: {address}\r\n\r\n")?;
            let mut answer = Vec::new();
            stream.read_to_end(&mut answer)?;
            let answer = String::from_utf8_lossy(&answer);
            ensure!(answer.contains(" 200 OK") && answer.contains(holds), "{path}: {answer:.300}");
        }
        return Ok(());
    }
    bail!("the server printed no address")
}
