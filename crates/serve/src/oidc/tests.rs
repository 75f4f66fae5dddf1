//! Sign-ins at a service that runs within the test, with real signatures, through the whole server.

use crate::access::{Access, Oidc};
use crate::coding::Idle;
use crate::desk::{Desk, Role};
use crate::record::Record;
use crate::routes;
use crate::workbench::{Settings, Workbench};
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Request, StatusCode, header};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use dateline_store::{Books, Store};
use ring::rand::SystemRandom;
use ring::rsa::PublicKeyComponents;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;
use tower::ServiceExt;

/// Made for these tests alone: it guards nothing.
const RSA: &[u8] = include_bytes!("test-key.der");

const CLIENT: &str = "dateline";
const SECRET: &str = "a secret with a space";

/// What the service does: what it says, and how it signs it.
#[derive(Clone)]
struct Does {
    /// Laid over what it says when all is well.
    claims: Value,
    header: Value,
    /// Signed with the RSA key in place of the curve's.
    rsa: bool,
    /// Changed after it was signed.
    altered: bool,
    issuer: Option<String>,
}

impl Default for Does {
    fn default() -> Does {
        let header = json!({"alg": "ES256", "kid": "curve"});
        Does { claims: json!({}), header, rsa: false, altered: false, issuer: None }
    }
}

struct Inside {
    at: String,
    curve: EcdsaKeyPair,
    rsa: RsaKeyPair,
    does: Mutex<Does>,
    /// The nonce and the challenge of the code that is given out next.
    asked: Mutex<HashMap<String, String>>,
}

type Fixture = Arc<Inside>;

/// A service on loopback.
async fn service() -> Fixture {
    let random = SystemRandom::new();
    let curve = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).expect("a key");
    let curve =
        EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, curve.as_ref(), &random).expect("a key");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let at = format!("http://{}", listener.local_addr().expect("an address"));
    let rsa = RsaKeyPair::from_pkcs8(RSA).expect("a key");
    let fixture = Arc::new(Inside { at, curve, rsa, does: Mutex::default(), asked: Mutex::default() });
    let router = Router::new()
        .route("/.well-known/openid-configuration", get(discovered))
        .route("/keys", get(keys))
        .route("/token", post(token))
        .with_state(Arc::clone(&fixture));
    tokio::spawn(async move { axum::serve(listener, router).await });
    fixture
}

async fn discovered(State(fixture): State<Fixture>) -> Json<Value> {
    let at = &fixture.at;
    let issuer = fixture.does.lock().expect("it").issuer.clone().unwrap_or_else(|| at.clone());
    Json(json!({"issuer": issuer, "authorization_endpoint": format!("{at}/authorize?x=y"),
        "token_endpoint": format!("{at}/token"), "jwks_uri": format!("{at}/keys")}))
}

fn base64(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

async fn keys(State(fixture): State<Fixture>) -> Json<Value> {
    let point = fixture.curve.public_key().as_ref();
    let rsa = PublicKeyComponents::<Vec<u8>>::from(fixture.rsa.public());
    Json(json!({"keys": [
        {"kty": "EC", "crv": "P-256", "kid": "curve", "use": "sig", "x": base64(&point[1..33]), "y": base64(&point[33..])},
        {"kty": "RSA", "kid": "rsa", "alg": "RS256", "n": base64(&rsa.n), "e": base64(&rsa.e)},
        {"kty": "oct", "kid": "shared", "k": base64(SECRET)},
        {"kty": "EC", "crv": "P-256", "kid": "other use", "use": "enc", "x": base64(&point[1..33]), "y": base64(&point[33..])},
    ]}))
}

async fn token(
    State(fixture): State<Fixture>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, StatusCode> {
    let form: HashMap<String, String> = form_urlencoded::parse(&body).into_owned().collect();
    let asked = fixture.asked.lock().expect("it").clone();
    let basic = base64::engine::general_purpose::STANDARD.encode("dateline:a+secret+with+a+space");
    let known = headers.get(header::AUTHORIZATION).is_some_and(|value| *value == format!("Basic {basic}"));
    let proved = base64(Sha256::digest(&form["code_verifier"])) == asked["code_challenge"];
    if !known || !proved || form["code"] != "the code" || form["redirect_uri"] != asked["redirect_uri"] {
        return Err(StatusCode::BAD_REQUEST);
    }
    Ok(Json(
        json!({"access_token": "x", "token_type": "Bearer", "id_token": fixture.statement(&asked["nonce"])}),
    ))
}

impl Inside {
    fn statement(&self, nonce: &str) -> String {
        let does = self.does.lock().expect("it").clone();
        let now = jiff::Timestamp::now().as_second();
        let mut claims = json!({"iss": self.at, "sub": "00u-1", "aud": CLIENT, "exp": now + 300, "iat": now,
            "nonce": nonce, "email": "ada@example.org", "email_verified": true, "name": "Ada"});
        for (name, value) in does.claims.as_object().expect("members") {
            claims[name] = value.clone();
        }
        let signed = format!("{}.{}", base64(does.header.to_string()), base64(claims.to_string()));
        let random = SystemRandom::new();
        let signature = if does.rsa {
            let mut signature = vec![0; self.rsa.public().modulus_len()];
            self.rsa.sign(&RSA_PKCS1_SHA256, &random, signed.as_bytes(), &mut signature).expect("signed");
            signature
        } else {
            self.curve.sign(&random, signed.as_bytes()).expect("signed").as_ref().to_vec()
        };
        if does.altered {
            claims["sub"] = json!("00u-2");
            return format!(
                "{}.{}.{}",
                base64(does.header.to_string()),
                base64(claims.to_string()),
                base64(signature)
            );
        }
        format!("{signed}.{}", base64(signature))
    }
}

/// A workbench whose people sign in at the service.
struct Bench {
    fixture: Fixture,
    folder: PathBuf,
    workbench: Workbench,
    router: Router,
}

impl Bench {
    async fn new(name: &str, role: Option<Role>) -> Bench {
        let fixture = service().await;
        let folder = std::env::temp_dir().join(format!("dateline-oidc-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a folder");
        let path = folder.join("r.db");
        drop(Store::open(&path).expect("a store"));
        let desk = Desk::in_memory().expect("a desk");
        desk.expect("Ada", Role::Admin, "Ada@example.org", 0).expect("an account");
        let oidc = Oidc {
            issuer: fixture.at.clone(),
            client: CLIENT.into(),
            secret: Some(SECRET.into()),
            role,
            private: true,
        };
        let access = Access { oidc: Some(oidc), ..Access::default() };
        let record = Record::open(&path).expect("a record");
        let settings = Settings { record, books: Books::embedded(), coding: Arc::new(Idle), desk, access };
        let workbench = Workbench::new(settings);
        let router = routes::router(workbench.clone(), true);
        Bench { fixture, folder, workbench, router }
    }

    async fn get(&self, path: &str, cookie: &str) -> Answer {
        let request =
            Request::get(path).header(header::HOST, "localhost:8321").header(header::COOKIE, cookie);
        let request = request.body(Body::empty()).expect("a request");
        let answer = self.router.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = answer.into_parts();
        let body = to_bytes(body, 1 << 20).await.expect("a body");
        Answer { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&body).into() }
    }

    /// Begins a sign-in as a browser does: its cookie, and the state that it was sent away with.
    async fn begin(&self) -> (String, String) {
        let answer = self.get("/api/v1/session/oidc?to=/review", "").await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        let at = answer.headers["location"].to_str().expect("an address").to_string();
        let (place, query) = at.split_once("?x=y&").expect("the service's own query stays");
        assert_eq!(place, format!("{}/authorize", self.fixture.at));
        let asked: HashMap<String, String> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        assert_eq!(asked["redirect_uri"], "http://localhost:8321/api/v1/session/oidc/answer");
        assert_eq!(asked["code_challenge_method"], "S256");
        let state = asked["state"].clone();
        *self.fixture.asked.lock().expect("it") = asked;
        let cookie = answer.headers["set-cookie"].to_str().expect("a cookie");
        assert!(cookie.contains("HttpOnly; SameSite=Lax"), "{cookie}");
        (cookie.split(';').next().expect("a pair").to_string(), state)
    }

    /// Comes back as a browser does.
    async fn end(&self, (cookie, state): &(String, String)) -> Answer {
        self.get(
            &format!("/api/v1/session/oidc/answer?code=the%20code&state={state}&session_state=z"),
            cookie,
        )
        .await
    }

    /// The whole way, with a service that does so.
    async fn with(&self, does: Does) -> Answer {
        *self.fixture.does.lock().expect("it") = does;
        self.end(&self.begin().await).await
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

impl Answer {
    /// The cookie of the session that it gives.
    fn session(&self) -> Option<String> {
        let cookies = self.headers.get_all(header::SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut sessions = cookies.filter(|cookie| cookie.starts_with("dateline="));
        Some(sessions.next()?.split(';').next()?.to_string())
    }

    /// That nobody is signed in, and a page says why in these words.
    fn refuses(&self, words: &str) {
        assert!(self.status.is_client_error() || self.status.is_server_error(), "{}", self.status);
        assert!(self.session().is_none() && self.body.contains("You are not signed in"), "{}", self.body);
        assert!(self.body.contains(words), "\"{words}\" is not said: {}", self.body);
    }
}

#[tokio::test]
async fn people_sign_in_where_they_do_already() {
    let bench = Bench::new("well", None).await;
    let ways: Value = serde_json::from_str(&bench.get("/api/v1/session", "").await.body).expect("JSON");
    assert_eq!(ways["oidc"], "127.0.0.1");
    let answer = bench.with(Does::default()).await;
    assert_eq!(
        (answer.status, &answer.headers["location"]),
        (StatusCode::SEE_OTHER, &"/review".parse().expect("a value"))
    );
    let cookie = answer.session().expect("a session");
    let me: Value = serde_json::from_str(&bench.get("/api/v1/me", &cookie).await.body).expect("JSON");
    assert_eq!((&me["name"], &me["role"]), (&json!("Ada"), &json!("admin")));
    // From now on the service's lasting name for her counts, not her address.
    let other = Does { claims: json!({"email": "x@example.org"}), ..Does::default() };
    assert!(bench.with(other).await.session().is_some());
    let rsa = Does { header: json!({"alg": "RS256"}), rsa: true, ..Does::default() };
    assert!(bench.with(rsa).await.session().is_some(), "RS256, without the key's id");
    let several = Does { claims: json!({"aud": ["x", CLIENT], "azp": CLIENT}), ..Does::default() };
    assert!(bench.with(several).await.session().is_some());
}

#[tokio::test]
async fn a_session_that_was_planted_is_not_taken_up() {
    let bench = Bench::new("planted", None).await;
    let ada = bench.workbench.desk().account("Ada").expect("an account");
    let now = jiff::Timestamp::now().as_second();
    let (planted, _) = bench.workbench.desk().sign_in(&ada, now).expect("a session");
    let planted = format!("dateline={}", planted.as_str());
    let (cookie, state) = bench.begin().await;
    let answer = bench.end(&(format!("{cookie}; {planted}"), state)).await;
    assert_ne!(answer.session().expect("a session"), planted);
    assert_eq!(bench.get("/api/v1/me", &planted).await.status, 401, "it has ended");
}

#[tokio::test]
async fn statements_that_do_not_hold_sign_nobody_in() {
    let bench = Bench::new("wrong", Some(Role::Reader)).await;
    let now = jiff::Timestamp::now().as_second();
    let said = |claims: Value| Does { claims, ..Does::default() };
    let signed = |header: Value| Does { header, ..Does::default() };
    let wrongs = [
        (said(json!({"nonce": "another"})), "is not of this sign-in"),
        (said(json!({"aud": "another"})), "is for another application"),
        (said(json!({"aud": [CLIENT, "another"]})), "is for another application"),
        (said(json!({"azp": "another"})), "is for another application"),
        (said(json!({"iss": "http://evil.example"})), "is by another service"),
        (said(json!({"exp": now - 120})), "has expired"),
        (said(json!({"exp": "9999999999"})), "cannot be read"),
        (said(json!({"iat": now + 600})), "is of a time to come"),
        (said(json!({"nbf": now + 600})), "is of a time to come"),
        (said(json!({"sub": ""})), "does not say who you are"),
        (Does { altered: true, ..Does::default() }, "The signature"),
        (signed(json!({"alg": "ES256", "kid": "rolled"})), "a key that is not its own"),
        (signed(json!({"alg": "ES256", "kid": "other use"})), "a key that is not its own"),
        (signed(json!({"alg": "RS256", "kid": "curve"})), "a key that is not its own"),
        (signed(json!({"alg": "none"})), "in a way that is not taken"),
        (signed(json!({"alg": "HS256", "kid": "shared"})), "in a way that is not taken"),
        (signed(json!({"alg": "ES256", "crit": ["x"]})), "what is not understood"),
    ];
    for (does, words) in wrongs {
        bench.with(does).await.refuses(words);
    }
    assert!(bench.with(Does::default()).await.session().is_some(), "else all is well");
}

#[tokio::test]
async fn a_sign_in_is_of_one_browser_and_once() {
    let bench = Bench::new("state", None).await;
    let begun = bench.begin().await;
    let (other, _) = bench.begin().await;
    bench.begin().await;
    let stolen = bench.end(&(other, begun.1.clone())).await;
    stolen.refuses("was not begun in this browser");
    bench.end(&begun).await.refuses("was not begun in this browser");
    let begun = bench.begin().await;
    bench.end(&(String::new(), begun.1.clone())).await.refuses("was not begun in this browser");
    let begun = bench.begin().await;
    assert!(bench.end(&begun).await.session().is_some());
    bench.end(&begun).await.refuses("finished already");
    bench.get("/api/v1/session/oidc/answer", "").await.refuses("was not begun in this browser");
    let denied = bench.get("/api/v1/session/oidc/answer?error=access_denied%3Cb%3E", "").await;
    denied.refuses("It says: access_deniedb.");
    let iss = format!("/api/v1/session/oidc/answer?iss=http://evil.example&state={}", begun.1);
    bench.get(&iss, "").await.refuses("another service");
}

#[tokio::test]
async fn who_has_no_account_gets_one_where_the_operator_says_so() {
    let closed = Bench::new("closed", None).await;
    let stranger = json!({"sub": "00u-9", "email": "eve@example.org", "name": "Eve"});
    let of = |claims: Value| Does { claims, ..Does::default() };
    closed.with(of(stranger.clone())).await.refuses("ask an admin");
    let unverified = json!({"email_verified": false});
    closed.with(of(unverified.clone())).await.refuses("ask an admin");

    let open = Bench::new("open", Some(Role::Reader)).await;
    let cookie = open.with(of(stranger)).await.session().expect("a session");
    let me: Value = serde_json::from_str(&open.get("/api/v1/me", &cookie).await.body).expect("JSON");
    assert_eq!((&me["name"], &me["role"]), (&json!("Eve"), &json!("reader")));
    open.with(of(unverified)).await.refuses("There is an account &quot;Ada&quot; already");
}

#[tokio::test]
async fn a_service_that_calls_itself_otherwise_is_not_relied_on() {
    let bench = Bench::new("named", None).await;
    bench.fixture.does.lock().expect("it").issuer = Some("http://evil.example".into());
    let answer = bench.get("/api/v1/session/oidc", "").await;
    answer.refuses("It calls itself http://evil.example");
    assert_eq!(answer.status, 502);
}

#[tokio::test]
async fn services_of_the_own_network_are_asked_where_the_operator_says_so_alone() {
    let oidc = Oidc {
        issuer: "http://127.0.0.1:9".into(),
        client: CLIENT.into(),
        secret: None,
        role: None,
        private: false,
    };
    let desk = Desk::in_memory().expect("a desk");
    let near = "127.0.0.1:1".parse().expect("an address");
    let check = |oidc: Oidc| Access { oidc: Some(oidc), ..Access::default() }.check(near, &desk);
    assert!(check(oidc.clone()).expect_err("refused").contains("--oidc-allow-private"));
    assert!(check(Oidc { private: true, ..oidc.clone() }).is_ok());
    assert!(check(Oidc { issuer: "https://id.example".into(), ..oidc }).is_ok());
}
