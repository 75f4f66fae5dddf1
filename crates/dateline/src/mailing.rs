//! Flags of `dateline serve` that say how alerts are sent by e-mail.

use anyhow::{Context, Result, anyhow};
use dateline_serve::Mail;
use std::path::PathBuf;

/// Where the password of the server of e-mail may stand, beside a file.
const PASSWORD: &str = "DATELINE_MAIL_PASSWORD";

/// How alerts are sent by e-mail, and to whom.
#[derive(clap::Args, Debug)]
pub(crate) struct MailArgs {
    /// The server that sends e-mail: smtps://USER@HOST (TLS) or smtp://USER@HOST (STARTTLS; on this machine also in the
    /// clear). Its password stands in the variable DATELINE_MAIL_PASSWORD, or in a file
    #[arg(long, value_name = "URL", requires = "mail_from")]
    mail_server: Option<String>,
    /// Who the messages are from
    #[arg(long, value_name = "ADDRESS", requires = "mail_server")]
    mail_from: Option<String>,
    /// To whom alerts may be sent: an address, or all of a domain as @example.org; can be given again
    #[arg(long, value_name = "ADDRESS", requires = "mail_server")]
    mail_to: Vec<String>,
    /// A file with the password of the server of e-mail
    #[arg(long, value_name = "FILE", requires = "mail_server")]
    mail_password_file: Option<PathBuf>,
    /// Where links in messages lead: the workbench's address as its readers know it [default: where it listens]
    #[arg(long, value_name = "URL", requires = "mail_server")]
    mail_links: Option<String>,
}

impl MailArgs {
    /// As the server has it; `here` is where it listens.
    ///
    /// # Errors
    /// When an address is none, or the password cannot be read.
    pub fn mail(&self, here: &str) -> Result<Option<Mail>> {
        let Some((server, from)) = self.mail_server.as_ref().zip(self.mail_from.as_ref()) else {
            return Ok(None);
        };
        let links = self.mail_links.as_deref().unwrap_or(here);
        let mail = Mail::new(server, from, &self.mail_to, links).map_err(|wrong| anyhow!(wrong))?;
        let password = match &self.mail_password_file {
            Some(file) => {
                let text = std::fs::read_to_string(file);
                Some(text.with_context(|| format!("The password in {} cannot be read", file.display()))?)
            }
            None => std::env::var(PASSWORD).ok(),
        };
        Ok(Some(mail.with_password(password.map(|text| text.trim().to_string()))))
    }
}
