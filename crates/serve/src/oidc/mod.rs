//! Signing in where people sign in already: OpenID Connect Core 1.0, its authorization code flow, with PKCE (RFC 7636).
//!
//! The browser is sent to the service with a state, a nonce and a challenge; it comes back with the state and a code; the
//! server exchanges the code for a signed statement of who it is. What was sent is kept until then, once, and for the
//! browser that began alone.

mod service;
#[cfg(test)]
mod tests;
mod token;
mod waiting;

pub(crate) use service::{Service, Vouched};
pub(crate) use waiting::PATIENCE;
use waiting::{Begun, Waiting};

use crate::access::Oidc;
use crate::desk::Secret;
use crate::problem::{Answer, Problem};
use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use form_urlencoded::Serializer;
use sha2::{Digest, Sha256};

/// Sign-ins at another service.
pub(crate) struct SignIns {
    /// The service, and what the operator says of it.
    pub service: Service,
    waiting: Waiting,
}

/// What a browser brings back.
pub(crate) struct Returned {
    pub state: String,
    pub code: String,
    /// What its cookie holds.
    pub browser: String,
}

/// Who came back, and where to.
pub(crate) struct Arrived {
    pub vouched: Vouched,
    /// Path of the page that they wanted.
    pub to: String,
}

impl SignIns {
    /// Those of the service that the operator named.
    pub fn new(oidc: Oidc) -> SignIns {
        let reach = oidc.reach();
        SignIns { service: Service::new(oidc, reach), waiting: Waiting::default() }
    }

    /// Begins a sign-in: gives the address that the browser is to go to, and what its cookie is to hold. `redirect` is
    /// where it is to come back to, `to` the page that it then wants, `network` where it is.
    ///
    /// # Errors
    /// 502 where the service cannot be asked.
    pub async fn begin(
        &self,
        redirect: String,
        to: String,
        network: String,
        now: i64,
    ) -> Answer<(String, Secret)> {
        let at = self.service.endpoints(now).await.map_err(unreachable)?.authorization;
        let fresh = || Secret::fresh().map_err(Problem::from);
        let (state, browser, nonce, verifier) = (fresh()?, fresh()?, fresh()?, fresh()?);
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_str()));
        let query = Serializer::new(String::new())
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.service.oidc.client)
            .append_pair("redirect_uri", &redirect)
            .append_pair("scope", "openid email profile")
            .append_pair("state", state.as_str())
            .append_pair("nonce", nonce.as_str())
            .append_pair("code_challenge", &challenge)
            .append_pair("code_challenge_method", "S256")
            .finish();
        let begun = Begun { nonce, verifier, redirect, to, network, at: now };
        self.waiting.keep(state.as_str(), browser.as_str(), begun);
        let mark = if at.contains('?') { '&' } else { '?' };
        Ok((format!("{at}{mark}{query}"), browser))
    }

    /// Ends a sign-in: who came back.
    ///
    /// # Errors
    /// 403 where it was not begun by this browser, is too long ago, or was ended already; 502 where the service cannot be
    /// asked, or what it says does not hold.
    pub async fn end(&self, returned: Returned, now: i64) -> Answer<Arrived> {
        let begun = self.waiting.take(&returned.state, &returned.browser, now).ok_or_else(|| {
            Problem::forbidden(
                "This sign-in was not begun in this browser, was finished already, or took longer than ten minutes: \
                 begin again.",
            )
        })?;
        let token = self.service.exchange(&returned.code, &begun, now).await.map_err(unreachable)?;
        let vouched = self.service.vouched(&token, begun.nonce.as_str(), now).await.map_err(unreachable)?;
        Ok(Arrived { vouched, to: begun.to })
    }
}

/// That the other service is at fault. What it was stands in the log too: whoever signs in can seldom help it.
fn unreachable(what: String) -> Problem {
    tracing::warn!(what, "a sign-in at another service failed");
    Problem::new(
        StatusCode::BAD_GATEWAY,
        format!("The service that you sign in at cannot be relied on. {what}"),
    )
}
