//! Who may come to the workbench: flags of `dateline serve`, and the command `dateline user`.

use crate::mailing::MailArgs;
use crate::record::args::Db;
use crate::secret;
use anyhow::{Context, Result, bail};
use clap::Subcommand;
use dateline_serve::desk::{Account, Desk};
use dateline_serve::{Access, Oidc, Restraint, Role, Tls};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// How browsers come, and who may read.
#[derive(clap::Args, Debug)]
pub(crate) struct AccessArgs {
    /// The server's certificate, with those that lead to one that browsers know: PEM
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// The certificate's private key: PEM
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// A proxy stands before the server that speaks TLS: believe what it says of who asks
    #[arg(long)]
    behind_proxy: bool,
    /// Let everybody read without signing in
    #[arg(long)]
    public: bool,
    /// Show those who are not signed in places no closer than a grid of so many kilometres, and no words of reports
    #[arg(long, value_name = "KM", requires = "public", value_parser = kilometres)]
    public_blur: Option<f64>,
    /// Show them nothing that happened, or was published, less than so many days ago
    #[arg(long, value_name = "DAYS", requires = "public")]
    public_embargo: Option<u32>,
    /// Show them no names that may be private persons', and no words of reports
    #[arg(long, requires = "public")]
    public_redact_names: bool,
    /// Show readers, and those who are not signed in, places no closer than this, and no words of reports
    #[arg(long, value_name = "KM", value_parser = kilometres)]
    reader_blur: Option<f64>,
    /// Show readers, and those who are not signed in, nothing from less than so many days ago
    #[arg(long, value_name = "DAYS")]
    reader_embargo: Option<u32>,
    /// Show readers, and those who are not signed in, no names that may be private persons', and no words of reports
    #[arg(long)]
    reader_redact_names: bool,
    /// Let people sign in at this service too: its address (OpenID Connect)
    #[arg(long, value_name = "URL", requires = "oidc_client_id")]
    oidc_issuer: Option<String>,
    /// What the service calls this workbench
    #[arg(long, value_name = "ID", requires = "oidc_issuer")]
    oidc_client_id: Option<String>,
    /// A file with the secret that the service gave this workbench
    #[arg(long, value_name = "FILE", requires = "oidc_issuer")]
    oidc_client_secret_file: Option<PathBuf>,
    /// Make those whom the service vouches for an account of this role, where they have none
    #[arg(long, value_name = "ROLE", requires = "oidc_issuer", value_parser = ["reader", "coder", "reviewer"])]
    oidc_role: Option<String>,
    /// Let the service be of this machine and its own network, and over plain HTTP
    #[arg(long, requires = "oidc_issuer")]
    oidc_allow_private: bool,
    /// Let webhooks be of this machine and its own network, and over plain HTTP
    #[arg(long)]
    allow_private_webhooks: bool,
    /// Let admins add sources of this machine and its own network in the workbench
    #[arg(long)]
    allow_private_sources: bool,
    #[command(flatten)]
    mail: MailArgs,
}

impl AccessArgs {
    /// As the server has it that listens at `listen`.
    ///
    /// # Errors
    /// When a file with a secret cannot be read, or the server of e-mail cannot be so.
    pub fn access(&self, listen: SocketAddr) -> Result<Access> {
        let tls = self.tls_cert.clone().zip(self.tls_key.clone());
        Ok(Access {
            oidc: self.oidc()?,
            tls: tls.map(|(certificates, key)| Tls { certificates, key }),
            behind_proxy: self.behind_proxy,
            public: self.public,
            visitors: Restraint {
                blur_km: self.public_blur,
                embargo_days: self.public_embargo,
                redact_names: self.public_redact_names,
            },
            readers: Restraint {
                blur_km: self.reader_blur,
                embargo_days: self.reader_embargo,
                redact_names: self.reader_redact_names,
            },
            private_webhooks: self.allow_private_webhooks,
            private_sources: self.allow_private_sources,
            mail: self
                .mail
                .mail(&format!("{}://{listen}", if self.tls_cert.is_some() { "https" } else { "http" }))?,
            contact: None,
        })
    }

    fn oidc(&self) -> Result<Option<Oidc>> {
        let Some((issuer, client)) = self.oidc_issuer.clone().zip(self.oidc_client_id.clone()) else {
            return Ok(None);
        };
        let read = |file: &PathBuf| {
            let text = std::fs::read_to_string(file);
            text.with_context(|| format!("The secret in {} cannot be read", file.display()))
        };
        let secret = self.oidc_client_secret_file.as_ref().map(read).transpose()?;
        let secret = secret.map(|text| text.trim().to_string());
        let role = self.oidc_role.as_ref().map(|role| role.parse()).transpose()?;
        Ok(Some(Oidc { issuer, client, secret, role, private: self.oidc_allow_private }))
    }
}

fn kilometres(text: &str) -> std::result::Result<f64, String> {
    let km = text.parse().ok().filter(|km: &f64| km.is_finite() && *km > 0.0);
    km.ok_or_else(|| "give a number of kilometres above 0".to_string())
}

/// The desk beside a record; one in memory where none is there and none may be made.
pub(crate) fn desk(record: &Path) -> Result<Desk> {
    match Desk::open(record) {
        Err(error) if !dateline_serve::desk::path(record).exists() => {
            println!("{error} Accounts and searches are kept in memory, and gone when the server ends.");
            Ok(Desk::in_memory()?)
        }
        desk => Ok(desk?),
    }
}

/// What to do with accounts.
#[derive(Subcommand, Debug)]
pub(crate) enum UserTask {
    /// Make an account; unless they sign in elsewhere, the password is asked for, or read from standard input
    Add {
        /// The name to sign in with, which changes of the record will bear
        name: String,
        /// What it may do: reader, coder, reviewer or admin
        #[arg(long, value_name = "ROLE", value_parser = ["reader", "coder", "reviewer", "admin"], default_value = "reader")]
        role: String,
        /// They sign in at the service of --oidc-issuer, with no password here: its name for them, or their e-mail address
        #[arg(long, value_name = "SUBJECT_OR_EMAIL")]
        oidc: Option<String>,
        #[command(flatten)]
        record: Db,
    },
    /// List the accounts
    List {
        #[command(flatten)]
        record: Db,
    },
    /// Give an account another role
    Role {
        /// The account's name
        name: String,
        /// What it may do from now on
        #[arg(value_parser = ["reader", "coder", "reviewer", "admin"])]
        role: String,
        #[command(flatten)]
        record: Db,
    },
    /// Give an account another password, asked for or read from standard input; its sessions end
    Password {
        /// The account's name
        name: String,
        #[command(flatten)]
        record: Db,
    },
    /// Remove an account, with its sessions, tokens, searches and alerts
    Remove {
        /// The account's name
        name: String,
        #[command(flatten)]
        record: Db,
    },
}

impl UserTask {
    fn record(&self) -> &Path {
        let (UserTask::Add { record, .. }
        | UserTask::List { record }
        | UserTask::Role { record, .. }
        | UserTask::Password { record, .. }
        | UserTask::Remove { record, .. }) = self;
        &record.db
    }
}

/// Does what is to be done with accounts, at the desk beside the record.
///
/// # Errors
/// When there is no record, the desk cannot be written, or the account be so.
pub(crate) fn run(task: &UserTask) -> Result<()> {
    let record = task.record();
    if !record.exists() {
        bail!(
            "There is no record at {}: name one with --db, or make one with `dateline ingest`",
            record.display()
        );
    }
    let desk = Desk::open(record)?;
    let note = |what: &str, about: &str| desk.note("at the machine", what, about, "", seconds());
    match task {
        UserTask::Add { name, role, oidc, .. } => {
            let role: Role = role.parse()?;
            let made = match oidc {
                Some(who) => desk.expect(name, role, who, seconds())?,
                None => desk.add_account(name, role, &secret::ask("password", true)?, seconds())?,
            };
            note("account added", &format!("{}: {role}", made.name))?;
            println!("{} is {}.", made.name, with_article(role));
        }
        UserTask::List { .. } => list(&desk.accounts()?),
        UserTask::Role { name, role, .. } => {
            let changed = desk.set_role(name, role.parse()?)?;
            note("role changed", &format!("{}: {role}", changed.name))?;
            println!("{} is {} now.", changed.name, with_article(changed.role));
        }
        UserTask::Password { name, .. } => {
            desk.account(name)?;
            let changed = desk.set_password(name, &secret::ask("password", true)?)?;
            note("password changed", &changed.name)?;
            println!("{} has another password, and is signed out everywhere.", changed.name);
        }
        UserTask::Remove { name, .. } => {
            let gone = desk.remove_account(name)?;
            note("account removed", &gone.name)?;
            println!(
                "{} has no account any more. What they did in the record stays under their name.",
                gone.name
            );
        }
    }
    Ok(())
}

fn list(accounts: &[Account]) {
    if accounts.is_empty() {
        println!("There are no accounts: whoever is at this machine may do everything.");
    }
    let width = accounts.iter().map(|account| account.name.chars().count()).max().unwrap_or(0);
    for account in accounts {
        let seen = account.signed_in.and_then(|at| jiff::Timestamp::from_second(at).ok());
        let seen = seen.map_or("never signed in".to_string(), |at| format!("last signed in {at:.0}"));
        println!("{:width$}  {:8}  {seen}", account.name, account.role.as_str());
    }
}

fn with_article(role: Role) -> String {
    let article = if role == Role::Admin { "an" } else { "a" };
    format!("{article} {role}")
}

fn seconds() -> i64 {
    jiff::Timestamp::now().as_second()
}
