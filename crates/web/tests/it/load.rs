//! Too much, too slow, too large: others must not notice.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::browser::serve;

const PLAN: &str = "# Tea\n\n- [ ] Boil water `{#boil 1d..2d}`\n";

#[test]
#[allow(clippy::disallowed_methods, reason = "a test of how long others wait")]
fn slow_connections_hold_nobody_up() {
    let served = serve(PLAN).enter();
    served.get("/");
    let mut slow: Vec<TcpStream> =
        (0..200).map(|_| TcpStream::connect(&served.host).unwrap()).collect();
    for stream in &mut slow {
        stream.write_all(b"GET / HTTP/1.1\r\nHost: ").unwrap();
    }
    let begun = Instant::now();
    for _ in 0..20 {
        assert_eq!(served.get("/").status, 200);
    }
    // Twenty pages in less than one timeout: they did not wait for the slow ones.
    assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
}

#[test]
fn large_requests_are_refused() {
    let served = serve(PLAN).enter();
    let (host, cookie) = (&served.host, &served.cookie);
    let head = format!(
        "POST /edit HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nCookie: {cookie}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000000\r\n\r\n"
    );
    let answer = served.send(&head);
    assert_eq!(answer.status, 413, "{answer:?}");

    let long = format!("GET /{} HTTP/1.1\r\nHost: {host}\r\n\r\n", "x".repeat(100_000));
    let mut stream = TcpStream::connect(host).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    // The server may hang up before it has read all of it.
    let _ = stream.write_all(long.as_bytes());
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let said = String::from_utf8_lossy(&answer);
    assert!(said.is_empty() || said.starts_with("HTTP/1.1 4"), "{said}");
    assert_eq!(served.get("/").status, 200);
}

/// A body that does not say how large it is ends the conversation long before 100 MB of it are read.
#[test]
fn an_endless_body_is_cut_off() {
    const PIECE: usize = 1 << 16;
    let served = serve(PLAN).enter();
    let (host, cookie) = (&served.host, &served.cookie);
    for path in ["/edit", "/price", "/undo", "/commit", "/new"] {
        let mut stream = TcpStream::connect(host).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        stream.set_write_timeout(Some(Duration::from_secs(30))).unwrap();
        write!(
            stream,
            "POST {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nCookie: {cookie}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n"
        )
        .unwrap();
        let piece = format!("{PIECE:x}\r\n{}\r\n", "x".repeat(PIECE));
        let sent = (0..100_000_000 / PIECE)
            .take_while(|_| stream.write_all(piece.as_bytes()).is_ok())
            .count();
        // The system buffers a few MB of what the server does not read.
        assert!(sent * PIECE < 50_000_000, "{path}: {sent} pieces were taken");
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let said = String::from_utf8_lossy(&answer);
        assert!(said.is_empty() || said.starts_with("HTTP/1.1 413"), "{path}: {said}");
    }
    assert_eq!(served.plan(), PLAN);
    assert_eq!(served.get("/").status, 200);
}

#[test]
fn news_come_as_soon_as_a_file_changes() {
    let served = serve(PLAN).enter();
    served.get("/");
    let mut stream = TcpStream::connect(&served.host).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let (host, cookie) = (&served.host, &served.cookie);
    write!(stream, "GET /events HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\n\r\n").unwrap();
    let first = next_news(&mut stream);
    served.save(&PLAN.replace("1d..2d", "5d..9d"));
    let mut newer = next_news(&mut stream);
    // What was worked out of the first state may still be on its way.
    if newer.contains(first.trim()) {
        newer = next_news(&mut stream);
    }
    assert!(!newer.contains(first.trim_end()), "{first} {newer}");
}

/// Reads on to the end of the next line of news.
fn next_news(stream: &mut TcpStream) -> String {
    let mut read = String::new();
    let mut byte = [0];
    loop {
        assert_eq!(stream.read(&mut byte).unwrap(), 1, "{read}");
        read.push(char::from(byte[0]));
        if let Some(line) = read.split("data: ").nth(1).filter(|line| line.ends_with('\n')) {
            return line.split(' ').next().unwrap().to_owned();
        }
    }
}
