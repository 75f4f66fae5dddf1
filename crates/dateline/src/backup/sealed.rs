//! Encryption of backups, in the age format (age-encryption.org/v1): any age program can open them.

use age::secrecy::SecretString;
use age::stream::StreamWriter;
use age::{Decryptor, Encryptor, Identity, IdentityFile, Recipient, scrypt, x25519};
use anyhow::{Context, Result, anyhow, bail};
use std::io::{self, BufRead, Read, Write};
use std::path::Path;

/// How every file of the age format begins.
const HEAD: &[u8] = b"age-encryption.org/";

/// The fewest characters of a passphrase, as of passwords (NIST SP 800-63B asks for 8 at least).
const SHORTEST: usize = 12;

/// For whom a backup is encrypted.
pub(crate) struct Seal(Vec<Box<dyn Recipient>>);

impl Seal {
    /// For recipients or for those who know a passphrase; for everybody where there is neither.
    ///
    /// # Errors
    /// When a recipient is none, or the passphrase is short.
    pub fn of(recipients: &[String], passphrase: Option<String>) -> Result<Seal> {
        if let Some(phrase) = passphrase {
            if phrase.chars().count() < SHORTEST {
                bail!(
                    "The passphrase is too short: use at least {SHORTEST} characters, such as four or five words"
                );
            }
            return Ok(Seal(vec![Box::new(scrypt::Recipient::new(SecretString::from(phrase)))]));
        }
        let recipient = |text: &String| -> Result<Box<dyn Recipient>> {
            let wrong = |error| {
                anyhow!("--recipient {text}: {error}. `age-keygen` makes a key and prints its recipient")
            };
            Ok(Box::new(text.parse::<x25519::Recipient>().map_err(wrong)?))
        };
        Ok(Seal(recipients.iter().map(recipient).collect::<Result<_>>()?))
    }

    /// Whether everybody can read it.
    pub fn is_open(&self) -> bool {
        self.0.is_empty()
    }

    /// What encrypts on the way to a sink.
    ///
    /// # Errors
    /// When the sink takes nothing.
    pub fn over<W: Write>(&self, sink: W) -> io::Result<Sealing<W>> {
        if self.is_open() {
            return Ok(Sealing::Open(sink));
        }
        let encryptor =
            Encryptor::with_recipients(self.0.iter().map(|r| r.as_ref())).map_err(io::Error::other)?;
        Ok(Sealing::Sealed(encryptor.wrap_output(sink)?))
    }
}

/// A sink that encrypts, or does not.
pub(crate) enum Sealing<W: Write> {
    Open(W),
    Sealed(StreamWriter<W>),
}

impl<W: Write> Sealing<W> {
    /// Writes what is left; without it the end is missing, and nobody can open it.
    ///
    /// # Errors
    /// When the sink takes no more.
    pub fn finish(self) -> io::Result<W> {
        match self {
            Sealing::Open(sink) => Ok(sink),
            Sealing::Sealed(sink) => sink.finish(),
        }
    }
}

impl<W: Write> Write for Sealing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Sealing::Open(sink) => sink.write(bytes),
            Sealing::Sealed(sink) => sink.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Sealing::Open(sink) => sink.flush(),
            Sealing::Sealed(sink) => sink.flush(),
        }
    }
}

/// Opens what may be encrypted, with the keys in a file or a passphrase that is asked for.
///
/// # Errors
/// When it is encrypted and none of the keys, or not the passphrase, opens it.
pub(crate) fn opened<'r>(
    mut source: impl BufRead + 'r,
    keys: Option<&Path>,
    passphrase: impl FnOnce() -> Result<String>,
) -> Result<Box<dyn Read + 'r>> {
    if !source.fill_buf()?.starts_with(HEAD) {
        return Ok(Box::new(source));
    }
    let sealed = Decryptor::new_buffered(source)?;
    let keys: Vec<Box<dyn Identity>> = match (keys, sealed.is_scrypt()) {
        (_, true) => vec![Box::new(scrypt::Identity::new(SecretString::from(passphrase()?)))],
        (Some(file), false) => read(file)?,
        (None, false) => bail!("It is encrypted for a key: name the key's file with --identity"),
    };
    let opened = sealed.decrypt(keys.iter().map(|key| key.as_ref()));
    Ok(Box::new(opened.map_err(|_| anyhow!("It cannot be opened with that: it is encrypted for another"))?))
}

fn read(file: &Path) -> Result<Vec<Box<dyn Identity>>> {
    let about = || format!("No key can be read from {}", file.display());
    let keys = IdentityFile::from_file(file.display().to_string()).with_context(about)?;
    let keys = keys.into_identities().with_context(about)?;
    Ok(keys.into_iter().map(|key| key as Box<dyn Identity>).collect())
}
