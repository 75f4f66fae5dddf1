//! Every mounted address, by everybody who may come to it.

use super::enter::Refused;
use super::{Need, Needs, Peer};
use crate::access::Access;
use crate::coding::Idle;
use crate::desk::{Account, Desk, Scope, Scopes};
use crate::record::Record;
use crate::routes;
use crate::who::Role;
use crate::workbench::{Settings, Workbench};
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, Request, StatusCode, header};
use dateline_store::{Books, Store};
use std::path::PathBuf;
use std::sync::Arc;
use tower::ServiceExt;

/// Addresses that need something else than reading, said a second time: whoever mounts one adds it here.
const TABLE: &[(&str, &str, &str)] = &[
    ("GET", "/healthz", "nothing"),
    ("GET", "/metrics", "nothing"),
    ("GET", "/api/v1/", "nothing"),
    ("GET", "/api/v1/openapi.json", "nothing"),
    ("GET", "/api/v1/page.css", "nothing"),
    ("POST", "/api/v1/reports", "coder"),
    ("GET", "/api/v1/judgements", "reader"),
    ("GET", "/api/v1/gold.jsonl", "reader"),
    ("GET", "/api/v1/double", "coder"),
    ("POST", "/api/v1/double", "reviewer"),
    ("GET", "/api/v1/double/{id}", "coder"),
    ("GET", "/api/v1/double/{id}/items/{number}", "coder"),
    ("PUT", "/api/v1/double/{id}/items/{number}", "coder"),
    ("POST", "/api/v1/double/{id}/items/{number}/decision", "reviewer"),
    ("GET", "/api/v1/review", "reviewer"),
    ("POST", "/api/v1/incidents/{id}/skip", "reviewer"),
    ("DELETE", "/api/v1/incidents/{id}/skip", "reviewer"),
    ("POST", "/api/v1/judgements", "reviewer"),
    ("DELETE", "/api/v1/judgements/{id}", "reviewer"),
    ("POST", "/api/v1/incidents/{id}/accept", "reviewer"),
    ("GET", "/api/v1/session", "nothing"),
    ("POST", "/api/v1/session", "nothing"),
    ("DELETE", "/api/v1/session", "reader"),
    ("GET", "/api/v1/session/oidc", "nothing"),
    ("GET", "/api/v1/session/oidc/answer", "nothing"),
    ("PUT", "/api/v1/me/password", "reader"),
    ("GET", "/api/v1/users", "admin"),
    ("POST", "/api/v1/users", "admin"),
    ("PATCH", "/api/v1/users/{name}", "admin"),
    ("DELETE", "/api/v1/users/{name}", "admin"),
    ("GET", "/api/v1/audit", "admin"),
    ("GET", "/api/v1/sources", "coder"),
    ("POST", "/api/v1/sources", "admin"),
    ("POST", "/api/v1/sources/try", "admin"),
    ("GET", "/api/v1/sources/{id}", "coder"),
    ("PUT", "/api/v1/sources/{id}", "admin"),
    ("DELETE", "/api/v1/sources/{id}", "admin"),
    ("POST", "/api/v1/sources/{id}/pause", "admin"),
    ("POST", "/api/v1/sources/{id}/resume", "admin"),
    ("GET", "/api/v1/tokens", "reader"),
    ("POST", "/api/v1/tokens", "reader"),
    ("DELETE", "/api/v1/tokens/{id}", "reader"),
    ("GET", "/api/v1/searches", "reader"),
    ("POST", "/api/v1/searches", "reader"),
    ("GET", "/api/v1/searches/{id}", "nothing"),
    ("PUT", "/api/v1/searches/{id}", "reader"),
    ("DELETE", "/api/v1/searches/{id}", "reader"),
    ("PUT", "/api/v1/actors/{id}", "reviewer"),
    ("PUT", "/api/v1/outlets/{name}", "reviewer"),
    ("POST", "/api/v1/searches/{id}/feed", "reader"),
    ("GET", "/api/v1/alerts", "reader"),
    ("POST", "/api/v1/alerts", "reader"),
    ("DELETE", "/api/v1/alerts/{id}", "reader"),
    ("POST", "/api/v1/alerts/{id}/resume", "reader"),
    ("POST", "/api/v1/alerts/{id}/try", "reader"),
    ("GET", "/api/v1/alerts/{id}/deliveries", "reader"),
    ("GET", "/api/v1/alerts/{id}/end", "nothing"),
    ("POST", "/api/v1/alerts/{id}/end", "nothing"),
];

/// A workbench over an empty record, with an account of each role.
struct Bench {
    folder: PathBuf,
    workbench: Workbench,
    router: Router,
    accounts: Vec<Account>,
}

impl Bench {
    fn new(name: &str, access: Access, accounts: &[Role]) -> Bench {
        let folder = std::env::temp_dir().join(format!("dateline-doors-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a folder");
        let path = folder.join("r.db");
        drop(Store::open(&path).expect("a store"));
        let desk = Desk::in_memory().expect("a desk");
        let add =
            |role: &Role| desk.add_account(role.as_str(), *role, "three calm words", 0).expect("an account");
        let accounts = accounts.iter().map(add).collect();
        let record = Record::open(&path).expect("a record");
        let settings = Settings { record, books: Books::embedded(), coding: Arc::new(Idle), desk, access };
        let workbench = Workbench::new(settings);
        let router = routes::router(workbench.clone(), true);
        Bench { folder, workbench, router, accounts }
    }

    /// Whether the doors let a request in, and the status of the answer.
    async fn ask(&self, method: &Method, path: &str, headers: &[(&str, String)]) -> (bool, StatusCode) {
        let path = path.replace("{name}", "nobody").replace("{id}", "x0").replace("{number}", "1");
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, "localhost");
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        let peer = Peer("127.0.0.1:9".parse().expect("an address"));
        let request = request.extension(ConnectInfo(peer)).body(Body::empty()).expect("a request");
        let answer = self.router.clone().oneshot(request).await.expect("an answer");
        (answer.extensions().get::<Refused>().is_none(), answer.status())
    }

    /// Headers of a new session of an account, with or without what guards it.
    fn session(&self, account: &Account, guarded: bool) -> Vec<(&'static str, String)> {
        let now = jiff::Timestamp::now().as_second();
        let (secret, session) = self.workbench.desk().sign_in(account, now).expect("a session");
        let mut headers = vec![("cookie", format!("theme=dark; dateline={}", secret.as_str()))];
        headers.extend(guarded.then_some(("x-csrf-token", session.csrf)));
        headers
    }

    /// Headers of a new token of an account.
    fn token(&self, account: &Account, scope: Scope) -> Vec<(&'static str, String)> {
        let now = jiff::Timestamp::now().as_second();
        let scopes = Scopes::new(&[scope]).expect("a scope");
        let issued = self.workbench.desk().issue(account, "test", &scopes, 1, now).expect("a token");
        let (desk, kept) = (self.workbench.desk(), &issued.token.id);
        for other in desk.tokens(account).expect("tokens").iter().filter(|token| token.id != *kept) {
            desk.take_back(account, &other.id).expect("taken back");
        }
        vec![("authorization", format!("Bearer {}", issued.text))]
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// All mounted addresses with what they need.
fn mounted() -> Vec<(Method, String, Need)> {
    let all = Needs::of(&routes::document());
    let mut mounted: Vec<_> = all
        .0
        .into_iter()
        .map(|((path, method), need)| {
            let need = need.unwrap_or_else(|| panic!("{method} {path} does not say what it needs"));
            (method, path, need)
        })
        .collect();
    mounted.sort_by_key(|(method, path, _)| (path.clone(), method.to_string()));
    mounted
}

fn safe(method: &Method) -> bool {
    *method == Method::GET
}

#[test]
fn every_address_needs_what_the_table_says() {
    let mut said: Vec<String> = TABLE.iter().map(|(m, p, n)| format!("{m} {p} {n}")).collect();
    let declared = mounted().into_iter().filter(|(method, _, need)| !safe(method) || *need != Need::Reading);
    let mut declared: Vec<String> = declared.map(|(m, p, n)| format!("{m} {p} {}", n.as_str())).collect();
    said.sort();
    declared.sort();
    assert_eq!(declared, said);
}

#[tokio::test]
async fn nobody_comes_in_but_where_nothing_is_needed() {
    let bench = Bench::new("nobody", Access::default(), &[Role::Admin]);
    for (method, path, need) in mounted() {
        let (admitted, status) = bench.ask(&method, &path, &[]).await;
        assert_eq!(admitted, need == Need::Nothing, "{method} {path}: {status}");
        assert!(admitted || status == StatusCode::UNAUTHORIZED, "{method} {path}: {status}");
        let forged = [("cookie", format!("dateline={}", "0".repeat(64)))];
        assert_eq!(bench.ask(&method, &path, &forged).await.0, need == Need::Nothing, "{method} {path}");
        let forged = [("authorization", "Bearer dateline_00".to_string())];
        assert!(
            !bench.ask(&method, &path, &forged).await.0,
            "{method} {path}: a wrong token is said to be wrong"
        );
    }
}

#[tokio::test]
async fn sessions_of_each_role_come_in_where_they_may_and_change_nothing_unguarded() {
    let bench =
        Bench::new("sessions", Access::default(), &[Role::Admin, Role::Reviewer, Role::Coder, Role::Reader]);
    for (method, path, need) in mounted() {
        for account in &bench.accounts {
            let may = match need {
                Need::Nothing | Need::Reading => true,
                Need::Role(role) => account.role >= role,
            };
            let about = format!("{method} {path} by a {}", account.role);
            let (admitted, status) = bench.ask(&method, &path, &bench.session(account, true)).await;
            assert_eq!(admitted, may, "{about}: {status}");
            let (admitted, status) = bench.ask(&method, &path, &bench.session(account, false)).await;
            assert_eq!(
                admitted,
                may && (safe(&method) || need == Need::Nothing),
                "{about}, unguarded: {status}"
            );
            let mut headers = bench.session(account, false);
            headers.push(("x-csrf-token", "0".repeat(64)));
            let (admitted, _) = bench.ask(&method, &path, &headers).await;
            assert_eq!(admitted, may && (safe(&method) || need == Need::Nothing), "{about}, guarded wrongly");
        }
    }
}

#[tokio::test]
async fn tokens_come_in_where_their_scope_and_their_owners_role_go() {
    let bench =
        Bench::new("tokens", Access::default(), &[Role::Admin, Role::Reviewer, Role::Coder, Role::Reader]);
    for (method, path, need) in mounted() {
        for account in &bench.accounts {
            for scope in Scope::ALL.into_iter().filter(|scope| *scope <= account.role.scope()) {
                let may = match need {
                    Need::Nothing => true,
                    Need::Reading => scope == Scope::Read,
                    Need::Role(role) => scope == role.scope() && account.role >= role,
                };
                let (admitted, status) = bench.ask(&method, &path, &bench.token(account, scope)).await;
                let about = format!("{method} {path} by a {}'s token for {}", account.role, scope.as_str());
                assert_eq!(admitted, may, "{about}: {status}");
            }
        }
    }
}

#[tokio::test]
async fn the_one_person_of_an_open_workbench_may_all_and_no_one_through_a_proxy() {
    let open = Bench::new("open", Access::default(), &[]);
    let proxied = Bench::new("proxied", Access { behind_proxy: true, ..Access::default() }, &[]);
    for (method, path, need) in mounted() {
        assert!(open.ask(&method, &path, &[]).await.0, "{method} {path}");
        let forwarded = [("x-forwarded-for", "198.51.100.7".to_string())];
        assert_eq!(open.ask(&method, &path, &forwarded).await.0, need == Need::Nothing, "{method} {path}");
        assert_eq!(proxied.ask(&method, &path, &[]).await.0, need == Need::Nothing, "{method} {path}");
    }
}

#[tokio::test]
async fn visitors_read_where_the_record_is_public_and_nothing_else() {
    let bench = Bench::new("public", Access { public: true, ..Access::default() }, &[Role::Admin]);
    for (method, path, need) in mounted() {
        let (admitted, status) = bench.ask(&method, &path, &[]).await;
        assert_eq!(admitted, !matches!(need, Need::Role(_)), "{method} {path}: {status}");
    }
}
