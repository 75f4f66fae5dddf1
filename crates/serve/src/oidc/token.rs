//! Reading a service's statement of who somebody is: a JSON Web Token (RFC 7519) signed with one of its keys (RFC 7517),
//! checked as OpenID Connect Core 1.0, section 3.1.3.7 has it.
//!
//! Signatures are checked by `ring`, which the server has for TLS. The crates that read such tokens bring in either an
//! RSA implementation with a known weakness (RUSTSEC-2023-0071) or a library in C.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{self, RsaPublicKeyComponents, UnparsedPublicKey};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Seconds by which the service's clock may differ from ours.
const SKEW: f64 = 60.0;

/// Bytes of a statement at most.
const LONGEST: usize = 32 * 1024;

/// A key as a service publishes it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Key {
    kty: String,
    kid: Option<String>,
    #[serde(rename = "use")]
    used_for: Option<String>,
    alg: Option<String>,
    crv: String,
    n: String,
    e: String,
    x: String,
    y: String,
}

/// The keys of a service.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Keys {
    pub keys: Vec<Key>,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    /// Extensions that must be understood: there are none that we do.
    crit: Option<serde::de::IgnoredAny>,
}

/// What a statement says. What is checked has to be there and of its type.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Claims {
    iss: String,
    pub sub: String,
    aud: Audience,
    azp: Option<String>,
    exp: f64,
    iat: f64,
    nbf: Option<f64>,
    nonce: String,
    pub email: Option<String>,
    #[serde(default)]
    email_verified: Option<serde_json::Value>,
    pub name: Option<String>,
    pub preferred_username: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

/// Why a statement is not believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    /// It may be signed with a key that is newer than those we know.
    UnknownKey,
    /// Anything else, in words.
    Otherwise(&'static str),
}

/// What a statement has to be.
pub(super) struct Expected<'e> {
    pub issuer: &'e str,
    pub client: &'e str,
    pub nonce: &'e str,
    /// Seconds since 1970, UTC.
    pub now: i64,
}

/// Reads a statement that is signed with one of the keys and is for us, now.
///
/// # Errors
/// When it is not.
pub(super) fn read(token: &str, keys: &Keys, expected: &Expected<'_>) -> Result<Claims, Wrong> {
    let unread = Wrong::Otherwise("Its statement of who you are cannot be read.");
    if token.len() > LONGEST {
        return Err(unread);
    }
    let (signed, signature) = token.rsplit_once('.').ok_or(unread.clone())?;
    let (header, claims) = signed.split_once('.').ok_or(unread.clone())?;
    let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| unread.clone())?;
    let header: Header = part(header).ok_or(unread.clone())?;
    if header.crit.is_some() {
        return Err(Wrong::Otherwise("Its statement of who you are asks for what is not understood here."));
    }
    verify(&header, keys, signed.as_bytes(), &signature)?;
    let claims: Claims = part(claims).ok_or(unread)?;
    claims.check(expected)?;
    Ok(claims)
}

fn part<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
}

fn verify(header: &Header, keys: &Keys, signed: &[u8], signature: &[u8]) -> Result<(), Wrong> {
    let fits = |key: &&Key| {
        key.used_for.as_deref().is_none_or(|used| used == "sig")
            && key.alg.as_deref().is_none_or(|alg| alg == header.alg)
            && header.kid.is_none_or_same(&key.kid)
    };
    let mut fitting = keys.keys.iter().filter(fits).filter(|key| key.signs(&header.alg)).peekable();
    if !ALGORITHMS.contains(&header.alg.as_str()) {
        return Err(Wrong::Otherwise(
            "Its statement of who you are is signed in a way that is not taken here.",
        ));
    }
    if fitting.peek().is_none() {
        return Err(Wrong::UnknownKey);
    }
    match fitting.any(|key| key.verifies(&header.alg, signed, signature)) {
        true => Ok(()),
        false => Err(Wrong::Otherwise("The signature of its statement of who you are is wrong.")),
    }
}

/// Ways of signing that are taken: none with a secret that both sides know, and never none at all.
const ALGORITHMS: [&str; 5] = ["RS256", "PS256", "ES256", "ES384", "EdDSA"];

/// A key id that is asked for has to be the key's; where none is, any key may have signed.
trait SameWhereGiven {
    fn is_none_or_same(&self, other: &Option<String>) -> bool;
}

impl SameWhereGiven for Option<String> {
    fn is_none_or_same(&self, other: &Option<String>) -> bool {
        self.is_none() || self == other
    }
}

impl Key {
    /// Whether it is of the kind that signs so.
    fn signs(&self, alg: &str) -> bool {
        let curve = match alg {
            "RS256" | "PS256" => return self.kty == "RSA",
            "ES256" => "P-256",
            "ES384" => "P-384",
            _ => return self.kty == "OKP" && self.crv == "Ed25519",
        };
        self.kty == "EC" && self.crv == curve
    }

    fn verifies(&self, alg: &str, signed: &[u8], signature: &[u8]) -> bool {
        let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text).unwrap_or_default();
        let rsa = |how| {
            let (n, e) = (bytes(&self.n), bytes(&self.e));
            RsaPublicKeyComponents { n, e }.verify(how, signed, signature)
        };
        let point = || [vec![4], bytes(&self.x), bytes(&self.y)].concat();
        let done =
            match alg {
                "RS256" => rsa(&signature::RSA_PKCS1_2048_8192_SHA256),
                "PS256" => rsa(&signature::RSA_PSS_2048_8192_SHA256),
                "ES256" => UnparsedPublicKey::new(&signature::ECDSA_P256_SHA256_FIXED, point())
                    .verify(signed, signature),
                "ES384" => UnparsedPublicKey::new(&signature::ECDSA_P384_SHA384_FIXED, point())
                    .verify(signed, signature),
                _ => UnparsedPublicKey::new(&signature::ED25519, bytes(&self.x)).verify(signed, signature),
            };
        done.is_ok()
    }
}

impl Claims {
    fn check(&self, expected: &Expected<'_>) -> Result<(), Wrong> {
        let now = expected.now as f64;
        let (for_us, for_others) = match &self.aud {
            Audience::One(one) => (one == expected.client, false),
            Audience::Several(all) => (all.iter().any(|one| one == expected.client), all.len() > 1),
        };
        let handed_to_us = self.azp.as_deref().map_or(!for_others, |azp| azp == expected.client);
        let checks = [
            (self.iss == expected.issuer, "Its statement of who you are is by another service."),
            (for_us && handed_to_us, "Its statement of who you are is for another application."),
            (self.nonce == expected.nonce, "Its statement of who you are is not of this sign-in."),
            (self.exp > now - SKEW, "Its statement of who you are has expired: compare the clocks."),
            (
                self.iat < now + SKEW && self.nbf.is_none_or(|from| from < now + SKEW),
                "Its statement of who you are is of a time to come: compare the clocks.",
            ),
            (!self.sub.is_empty() && self.sub.len() <= 255, "Its statement does not say who you are."),
        ];
        match checks.into_iter().find(|(holds, _)| !holds) {
            Some((_, wrong)) => Err(Wrong::Otherwise(wrong)),
            None => Ok(()),
        }
    }

    /// The e-mail address, where the service says that it is theirs.
    pub fn verified_email(&self) -> Option<&str> {
        // Some services write the word as a text.
        let verified = self.email_verified.as_ref().is_some_and(|word| *word == true || *word == "true");
        self.email.as_deref().filter(|_| verified)
    }
}
