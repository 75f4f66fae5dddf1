//! Secrets that people type: never on the command line, where others can read them.

use anyhow::{Context, Result, bail};
use std::io::{IsTerminal, Read};

/// Bytes of standard input that are read for a secret.
const LONGEST: u64 = 4096;

/// A secret such as a `password`, asked for at the terminal, unseen, and once more where `twice`; else the first line of
/// standard input.
///
/// # Errors
/// When nothing can be read, or the two differ.
pub(crate) fn ask(what: &str, twice: bool) -> Result<String> {
    let why = || format!("No {what} can be read");
    if !std::io::stdin().is_terminal() {
        let mut text = String::new();
        std::io::stdin().lock().take(LONGEST).read_to_string(&mut text).with_context(why)?;
        return Ok(text.lines().next().unwrap_or_default().to_string());
    }
    let first = rpassword::prompt_password(format!("The {what}: ")).with_context(why)?;
    if twice && rpassword::prompt_password("Once more: ").with_context(why)? != first {
        bail!("The two {what}s differ: nothing was done");
    }
    Ok(first)
}
