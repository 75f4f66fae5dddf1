//! The service that people sign in at: where it is asked, and what it answers.

use super::token::{self, Claims, Expected, Keys, Wrong};
use super::waiting::Begun;
use crate::access::Oidc;
use axum::body::Bytes;
use axum::http::request::Builder;
use axum::http::{Request, Uri, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use dateline_intake::net::{Reach, ask, check};
use form_urlencoded::{Serializer, byte_serialize};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::sync::{Mutex, PoisonError};

/// Seconds after which the service is asked anew where its addresses are.
const FRESH: i64 = 3600;

/// Seconds between two readings of its keys for the sake of an unknown one.
const SELDOM: i64 = 30;

/// Where the service is asked.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Endpoints {
    issuer: String,
    #[serde(rename = "authorization_endpoint")]
    pub authorization: String,
    #[serde(rename = "token_endpoint")]
    token: String,
    jwks_uri: String,
    #[serde(default, rename = "token_endpoint_auth_methods_supported")]
    ways: Option<Vec<String>>,
}

/// Who somebody is, as the service says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Vouched {
    /// The service's own lasting name for them.
    pub subject: String,
    /// Their e-mail address, where the service has verified it.
    pub email: Option<String>,
    /// Names that they might go by here, the best first.
    pub names: Vec<String>,
}

/// The service.
pub(crate) struct Service {
    /// What the operator says of it.
    pub oidc: Oidc,
    reach: Reach,
    endpoints: Mutex<Option<(Endpoints, i64)>>,
    keys: Mutex<Option<(Keys, i64)>>,
}

impl Service {
    /// The one that the operator named; nothing is asked yet.
    pub fn new(oidc: Oidc, reach: Reach) -> Service {
        Service { oidc, reach, endpoints: Mutex::new(None), keys: Mutex::new(None) }
    }

    /// What people know it by: its host.
    pub fn name(&self) -> String {
        let host = self.oidc.issuer.parse::<Uri>().ok().and_then(|uri| uri.host().map(str::to_string));
        host.unwrap_or_else(|| self.oidc.issuer.clone())
    }

    /// Where it is asked, as it says itself (OpenID Connect Discovery 1.0).
    ///
    /// # Errors
    /// A sentence, where it cannot be asked or says what cannot be so.
    pub async fn endpoints(&self, now: i64) -> Result<Endpoints, String> {
        let kept = self.endpoints.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((endpoints, _)) = kept.filter(|(_, at)| at + FRESH > now) {
            return Ok(endpoints);
        }
        let issuer = &self.oidc.issuer;
        let at = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
        let endpoints: Endpoints = self.json(Request::get(at), Bytes::new()).await?;
        if endpoints.issuer != *issuer {
            return Err(format!(
                "It calls itself {}: start the server with just that as --oidc-issuer.",
                endpoints.issuer
            ));
        }
        for at in [&endpoints.authorization, &endpoints.token, &endpoints.jwks_uri] {
            let address = at.parse::<Uri>().map_err(|_| "An address of it is none.")?;
            check(self.reach, &address)?;
        }
        *self.endpoints.lock().unwrap_or_else(PoisonError::into_inner) = Some((endpoints.clone(), now));
        Ok(endpoints)
    }

    /// Exchanges a code for a statement of who somebody is.
    ///
    /// # Errors
    /// A sentence, where the service does not give one.
    pub async fn exchange(&self, code: &str, begun: &Begun, now: i64) -> Result<String, String> {
        #[derive(Deserialize)]
        struct Given {
            id_token: String,
        }
        let endpoints = self.endpoints(now).await?;
        let (request, form) = self.asking(&endpoints, code, begun);
        Ok(self.json::<Given>(request, Bytes::from(form)).await?.id_token)
    }

    /// The request that a code is exchanged by, and its body.
    fn asking(&self, endpoints: &Endpoints, code: &str, begun: &Begun) -> (Builder, String) {
        let mut form = Serializer::new(String::new());
        form.append_pair("grant_type", "authorization_code")
            .append_pair("code", code)
            .append_pair("redirect_uri", &begun.redirect)
            .append_pair("code_verifier", begun.verifier.as_str())
            .append_pair("client_id", &self.oidc.client);
        let request =
            Request::post(&endpoints.token).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let Some(secret) = &self.oidc.secret else { return (request, form.finish()) };
        // Where it does not say, it takes the first (OpenID Connect Discovery 1.0, section 3).
        let basic =
            endpoints.ways.as_ref().is_none_or(|ways| ways.iter().any(|w| w == "client_secret_basic"));
        if !basic {
            form.append_pair("client_secret", secret);
            return (request, form.finish());
        }
        let both = STANDARD.encode(format!("{}:{}", encoded(&self.oidc.client), encoded(secret)));
        (request.header(header::AUTHORIZATION, format!("Basic {both}")), form.finish())
    }

    /// Who a statement says that somebody is.
    ///
    /// # Errors
    /// A sentence, where it is not to be believed.
    pub async fn vouched(&self, token: &str, nonce: &str, now: i64) -> Result<Vouched, String> {
        let expected = Expected { issuer: &self.oidc.issuer, client: &self.oidc.client, nonce, now };
        let mut read = token::read(token, &self.keys(now, false).await?, &expected);
        if read.as_ref().err() == Some(&Wrong::UnknownKey) {
            read = token::read(token, &self.keys(now, true).await?, &expected);
        }
        match read {
            Ok(claims) => Ok(vouched(&claims)),
            Err(Wrong::UnknownKey) => {
                Err("Its statement of who you are is signed with a key that is not its own.".into())
            }
            Err(Wrong::Otherwise(wrong)) => Err(wrong.into()),
        }
    }

    /// Its keys: those that were read last, or new ones.
    async fn keys(&self, now: i64, new: bool) -> Result<Keys, String> {
        let kept = self.keys.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let lasts = if new { SELDOM } else { FRESH };
        if let Some((keys, _)) = kept.filter(|(_, at)| at + lasts > now) {
            return Ok(keys);
        }
        let at = self.endpoints(now).await?.jwks_uri;
        let keys: Keys = self.json(Request::get(at), Bytes::new()).await?;
        *self.keys.lock().unwrap_or_else(PoisonError::into_inner) = Some((keys.clone(), now));
        Ok(keys)
    }

    async fn json<T: DeserializeOwned>(&self, request: Builder, body: Bytes) -> Result<T, String> {
        let request = request.header(header::ACCEPT, "application/json").body(body);
        let request = request.map_err(|_| "An address of it is none.")?;
        let answer = ask(self.reach, request).await?;
        if !answer.status().is_success() {
            return Err(format!("It answered with status {}.", answer.status().as_u16()));
        }
        serde_json::from_slice(answer.body()).map_err(|_| "Its answer is not what it should be.".into())
    }
}

fn encoded(text: &str) -> String {
    byte_serialize(text.as_bytes()).collect()
}

fn vouched(claims: &Claims) -> Vouched {
    let email = claims.verified_email().map(str::to_string);
    let names = [&claims.name, &claims.preferred_username, &email];
    Vouched {
        subject: claims.sub.clone(),
        names: names.into_iter().flatten().filter(|name| !name.trim().is_empty()).cloned().collect(),
        email,
    }
}
