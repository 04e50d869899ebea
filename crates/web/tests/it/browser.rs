//! A browser as small as it can be: requests as bytes, so that tests can also send what no browser
//! would.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use jiff::civil::date;
use tempfile::TempDir;
use web::Options;
use web::board::Place;
use workbench::PlayOptions;

/// A server of its own for one test.
pub struct Served {
    /// The folder of the plan; it goes away with the test.
    pub folder: TempDir,
    /// What the terminal shows first.
    pub address: String,
    /// `127.0.0.1:PORT`.
    pub host: String,
    /// `name=value`, once the browser has been let in.
    pub cookie: String,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    /// 200 and so on.
    pub status: u16,
    /// The lines of the head, lower case names.
    pub head: String,
    /// What follows.
    pub body: String,
}

impl Answer {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.filter(|(key, _)| *key == name).map(|(_, value)| value).next()
    }
}

/// Serves a plan with this text as of 14 April 2026; nobody is let in yet.
pub fn serve(plan: &str) -> Served {
    let folder = tempfile::tempdir().unwrap();
    store::write_new(folder.path(), &[("plan.md", plan)]).unwrap();
    serve_folder(folder)
}

/// Serves what is in `folder`.
pub fn serve_folder(folder: TempDir) -> Served {
    let served = serve_place(folder.path());
    Served { folder, ..served }
}

/// Serves what is in a folder that belongs to another test's server too.
pub fn serve_place(place: &Path) -> Served {
    let (say, said) = mpsc::channel();
    let root: PathBuf = place.to_path_buf();
    std::thread::spawn(move || {
        let options = Options {
            place: Place { plan: root.clone(), state: root.join("state") },
            play: PlayOptions { runs: Some(256), seed: Some(7) },
            today: Box::new(|| date(2026, 4, 14)),
            port: Some(0),
        };
        web::serve(options, move |line| {
            // The test may have its answer and be gone.
            let _ = say.send(line.to_owned());
        })
        .unwrap();
    });
    let address = said.recv_timeout(Duration::from_secs(10)).unwrap();
    let host = address.split('/').nth(2).unwrap().to_owned();
    let folder = tempfile::tempdir().unwrap();
    Served { folder, address, host, cookie: String::new() }
}

impl Served {
    /// Lets the browser in.
    pub fn enter(mut self) -> Self {
        let path = self.address.split_once(&self.host).unwrap().1.to_owned();
        let answer = self.get(&path);
        assert_eq!(answer.status, 303, "{answer:?}");
        let cookie = answer.header("set-cookie").unwrap();
        self.cookie = cookie.split(';').next().unwrap().to_owned();
        self
    }

    /// Asks for a page.
    pub fn get(&self, path: &str) -> Answer {
        let (host, cookie) = (&self.host, &self.cookie);
        self.send(&format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\n\r\n"))
    }

    /// Posts a form from a page of the server, as its script does.
    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let pairs = fields.iter().map(|(name, value)| format!("{name}={}", encoded(value)));
        let body = pairs.collect::<Vec<_>>().join("&");
        let (host, cookie, length) = (&self.host, &self.cookie, body.len());
        self.send(&format!(
            "POST {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nCookie: {cookie}\r\n\
             X-Fragment: 1\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: {length}\r\n\r\n{body}"
        ))
    }

    /// The text of the plan.
    pub fn plan(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("plan.md")).unwrap()
    }

    /// Writes the plan as an editor does.
    pub fn save(&self, text: &str) {
        std::fs::write(self.folder.path().join("plan.md"), text).unwrap();
    }

    /// Asks for a page until it says `expected`; twenty seconds at most.
    pub fn wait_for(&self, path: &str, expected: &str) -> String {
        for _ in 0..400 {
            let page = self.get(path).body;
            if page.contains(expected) {
                return page;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("{path} never says {expected}: {}", self.get(path).body);
    }

    /// Sends `request` as it is, and reads the whole answer.
    pub fn send(&self, request: &str) -> Answer {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        read(&mut stream)
    }
}

/// The hidden field of the first form in `page` that does `verb` to `item`.
pub fn form_of(page: &str, verb: &str, item: &str) -> String {
    let fields = page.split("name=\"of\" value=\"").skip(1);
    let mut values = fields.map(|rest| rest.split('"').next().unwrap());
    let wanted = format!(" {verb} {item}");
    values.find(|value| value.ends_with(&wanted)).unwrap_or_else(|| panic!("{page}")).to_owned()
}

fn encoded(value: &str) -> String {
    let bytes = value.bytes().map(|byte| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    });
    bytes.collect()
}

/// Reads one answer with a length.
pub fn read(stream: &mut TcpStream) -> Answer {
    let mut bytes = Vec::new();
    let mut piece = [0; 8192];
    loop {
        let head = bytes.windows(4).position(|four| four == b"\r\n\r\n");
        if let Some(head) = head {
            let text = String::from_utf8_lossy(&bytes[..head]).into_owned();
            let length = text.lines().find_map(|line| line.strip_prefix("content-length: "));
            let length: usize = length.map_or(0, |length| length.parse().unwrap());
            if bytes.len() >= head + 4 + length {
                let body = String::from_utf8_lossy(&bytes[head + 4..]).into_owned();
                let status = text.split(' ').nth(1).unwrap().parse().unwrap();
                return Answer { status, head: text, body };
            }
        }
        let read = match stream.read(&mut piece) {
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            read => read.unwrap(),
        };
        match read {
            0 => panic!("the connection ended: {}", String::from_utf8_lossy(&bytes)),
            n => bytes.extend_from_slice(&piece[..n]),
        }
    }
}
