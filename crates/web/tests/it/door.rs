//! Who gets in, and what every answer says to the browser.

use std::net::TcpListener;

use jiff::civil::date;
use web::board::Place;
use web::{Options, ServeError};
use workbench::PlayOptions;

use crate::browser::{Served, serve};

const PLAN: &str = "# Tea\n\n- [ ] Boil water `{#boil 1d..2d}`\n";

fn check(served: &Served, request: &str, status: u16, said: &str) {
    let request = request.replace("HOST", &served.host).replace("COOKIE", &served.cookie);
    let answer = served.send(&request);
    assert_eq!(answer.status, status, "{request}");
    assert!(answer.body.contains(said), "{request}\n{}", answer.body);
}

#[test]
fn nobody_gets_in_without_a_token_and_a_token_is_good_for_one_browser() {
    let served = serve(PLAN);
    check(&served, "GET / HTTP/1.1\r\nHost: HOST\r\n\r\n", 403, "has not been let in");
    check(&served, "GET /?xtoken=1 HTTP/1.1\r\nHost: HOST\r\n\r\n", 403, "not been let in");
    check(&served, "GET /?token= HTTP/1.1\r\nHost: HOST\r\n\r\n", 403, "has been used");
    check(&served, "GET /events?token=1 HTTP/1.1\r\nHost: HOST\r\n\r\n", 403, "not been let in");
    let address = served.address.clone();
    let served = served.enter();
    check(&served, "GET / HTTP/1.1\r\nHost: HOST\r\nCookie: COOKIE\r\n\r\n", 200, "Tea");
    let path = address.split_once(&served.host).unwrap().1;
    let replay = format!("GET {path} HTTP/1.1\r\nHost: HOST\r\n\r\n");
    check(&served, &replay, 403, "has been used");
}

#[test]
fn requests_under_foreign_names_are_not_answered() {
    let served = serve(PLAN).enter();
    for host in ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:80", ""] {
        let request = format!("GET / HTTP/1.1\r\nHost: {host}\r\nCookie: COOKIE\r\n\r\n");
        check(&served, &request, 421, "Not this address");
    }
}

#[test]
fn every_answer_forbids_what_it_does_not_need() {
    let served = serve(PLAN).enter();
    for path in ["/", "/style.css", "/script.js", "/nothing", "/?token=wrong"] {
        let answer = served.get(path);
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(answer.header("referrer-policy"), Some("same-origin"), "{path}");
    }
}

#[test]
fn paths_lead_to_pages_and_never_to_files() {
    let served = serve(PLAN).enter();
    for path in [
        "/../plan.md",
        "/%2e%2e/plan.md",
        "/..%2fplan.md",
        "/plan.md",
        "/item/../plan.md",
        "/item/..%2f..%2fetc%2fpasswd",
        "/item//etc/passwd",
        "//etc/passwd",
        "/.git/config",
    ] {
        let answer = served.get(path);
        assert!(!answer.body.contains("Boil water `{"), "{path}: {}", answer.body);
        assert!(!answer.body.contains("root:"), "{path}: {}", answer.body);
    }
}

#[test]
fn a_port_that_is_taken_is_said_and_without_one_a_free_one_is_found() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let folder = tempfile::tempdir().unwrap();
    let options = Options {
        place: Place { plan: folder.path().to_path_buf(), state: folder.path().join("state") },
        play: PlayOptions { runs: Some(256), seed: Some(7) },
        today: Box::new(|| date(2026, 4, 14)),
        port: Some(port),
    };
    let refused = web::serve(options, |line| panic!("nothing is served: {line}")).unwrap_err();
    assert!(matches!(refused, ServeError::PortTaken(it) if it == port), "{refused}");
    assert!(refused.to_string().contains("leave --port out"), "{refused}");
}
