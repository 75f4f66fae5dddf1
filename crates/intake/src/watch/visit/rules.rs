//! Reading what a host lets be fetched.

use super::{Visited, Visits, blocking, millis, said};
use crate::Result;
use crate::net::{Answer, Failed, MOST_REDIRECTS, Why};
use crate::polite::{Robots, robots};
use crate::watch::register::{Came, Trouble, Turn, host_of};
use crate::watch::run::now;
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// How often another host's turn is tried for, where rules of one stand at another, and how long apart.
const PATIENCE: (u32, Duration) = (40, Duration::from_millis(250));

impl Visits {
    /// Reads what a host lets be fetched. What cannot be read lets nothing be fetched until it can: RFC 9309, section
    /// 2.3.1.4; a host that has no such file lets everything be.
    pub async fn rules(&self, turn: &Turn, mut url: Url) -> Result<Visited> {
        let mut held: Option<String> = None;
        let mut came = Err((Trouble::new("Redirects of its robots.txt do not end."), None));
        for hop in 0..=MOST_REDIRECTS {
            let host = host_of(&url)?;
            if hop > 0 && !self.wait_for(turn, &host, &mut held).await? {
                came = Err((Trouble::new(format!("Its robots.txt stands at {host}, which is busy.")), None));
                break;
            }
            let answer = self.fetcher.once(&self.ask(turn, url.clone())).await;
            match answer {
                Ok(answer) if answer.moved().is_some() && hop < MOST_REDIRECTS => {
                    url = answer.moved().unwrap_or(url);
                    continue;
                }
                answer => came = rules_of(answer),
            }
            break;
        }
        if let Some(host) = held {
            self.leave(host, self.pace(turn).delay).await?;
        }
        Ok(match came {
            Ok(rules) => {
                let delay = Robots::read(&rules, robots::NAME).delay;
                Visited::new(Came::Robots(rules), self.pace(turn).between(delay))
            }
            Err((trouble, said)) => self.failed(turn, Came::Nothing, trouble, said),
        })
    }

    /// Waits for the turn at the host that a redirect of another's rules leads to.
    async fn wait_for(&self, turn: &Turn, host: &str, held: &mut Option<String>) -> Result<bool> {
        let delay = self.pace(turn).delay;
        if host == turn.host || held.as_deref() == Some(host) {
            tokio::time::sleep(delay).await;
            return Ok(true);
        }
        if let Some(other) = held.take() {
            self.leave(other, delay).await?;
        }
        for _ in 0..PATIENCE.0 {
            let (register, worker, name) = (Arc::clone(&self.register), self.worker, host.to_string());
            if blocking(move || register.seize(&name, worker, now())).await? {
                *held = Some(host.to_string());
                return Ok(true);
            }
            tokio::time::sleep(PATIENCE.1).await;
        }
        Ok(false)
    }

    async fn leave(&self, host: String, rest: Duration) -> Result<()> {
        let register = Arc::clone(&self.register);
        blocking(move || register.leave(&host, now() + millis(rest), None)).await
    }
}

/// The rules that an answer holds, or why there are none, and how long the host says to wait.
type Rules = std::result::Result<Vec<u8>, (Trouble, Option<Duration>)>;

fn rules_of(answer: std::result::Result<Answer, Failed>) -> Rules {
    match answer {
        Ok(answer) if answer.status == 200 => {
            let mut rules = answer.body;
            rules.truncate(robots::LONGEST);
            Ok(rules)
        }
        Ok(answer) if answer.status != 429 && (400..500).contains(&answer.status) => Ok(Vec::new()),
        Ok(answer) => {
            let what = format!("Its robots.txt cannot be read: the server answers {}.", answer.status);
            Err((Trouble::new(what), said(&answer)))
        }
        Err(failed) => {
            let what = format!("Its robots.txt cannot be read: {}", failed.what);
            Err((Trouble { what, is_private: failed.why == Why::Private }, None))
        }
    }
}
