//! A browser as small as it can be: it is let in, asks for pages, posts forms, listens to the news.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// Longer than anything takes.
const PATIENCE: Duration = Duration::from_secs(120);

/// A server, and what it takes to be answered by it.
pub(super) struct Client {
    server: Child,
    host: String,
    cookie: String,
}

/// The news that the server sends, as they come.
pub(super) struct News {
    from_server: Receiver<String>,
    last: String,
}

impl Client {
    /// Starts the server and is let in.
    pub(super) fn start(program: &Path, folder: &Path, today: &str) -> Result<Self, String> {
        let mut server = Command::new(program)
            .args(["serve", "--today", today, "-C"])
            .arg(folder)
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| error.to_string())?;
        let output = server.stdout.take().ok_or("no pipe")?;
        let mut client = Client { server, host: String::new(), cookie: String::new() };
        let mut output = BufReader::new(output);
        let mut address = String::new();
        output.read_line(&mut address).map_err(|error| error.to_string())?;
        // The pipe stays open, so that the server can go on saying addresses.
        std::thread::spawn(move || output.lines().for_each(drop));
        let (host, path) = address
            .trim()
            .strip_prefix("http://")
            .and_then(|rest| rest.split_once('/'))
            .ok_or("`fore serve` printed no address")?;
        client.host = host.to_owned();
        let (head, _) = client.ask(&client.reading(&format!("/{path}")))?;
        let cookie = head.lines().find_map(|line| line.strip_prefix("set-cookie: "));
        let cookie = cookie.ok_or("the server lets nobody in")?;
        client.cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        Ok(client)
    }

    /// Where the server listens.
    pub(super) fn host(&self) -> &str {
        &self.host
    }

    /// A page or a file.
    pub(super) fn get(&self, path: &str) -> Result<String, String> {
        let (head, body) = self.ask(&self.reading(path))?;
        if head.starts_with("HTTP/1.1 200") { Ok(body) } else { Err(format!("{path}: {head}")) }
    }

    /// The paths of the pages that the rail lists.
    pub(super) fn pages(&self) -> Result<Vec<String>, String> {
        let page = self.get("/")?;
        let rail = page.split("<main").next().unwrap_or_default();
        let links = rail.split("<a href=\"/").skip(1);
        Ok(links.map(|rest| format!("/{}", rest.split('"').next().unwrap_or_default())).collect())
    }

    /// What the hidden field of the forms of the newest page begins with.
    pub(super) fn form(&self) -> Result<String, String> {
        let page = self.get("/today")?;
        let forms = page.split("name=\"of\" value=\"").skip(1);
        let of = forms.filter_map(|rest| rest.split('"').next()).next();
        let mut words = of.ok_or("no form on the page")?.split(' ');
        match (words.next(), words.next()) {
            (Some(token), Some(base)) => Ok(format!("{token}+{base}")),
            _ => Err("a form without a state".to_owned()),
        }
    }

    /// Writes a new estimate, as a form of a page does.
    pub(super) fn edit(&self, form: &str, task: &str, estimate: &str) -> Result<(), String> {
        let body = format!("of={form}+estimate+{task}&value={estimate}");
        let (host, cookie, length) = (&self.host, &self.cookie, body.len());
        let (head, answer) = self.ask(&format!(
            "POST /edit HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nCookie: {cookie}\r\n\
             X-Fragment: 1\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             Connection: close\r\nContent-Length: {length}\r\n\r\n{body}"
        ))?;
        if head.starts_with("HTTP/1.1 200") { Ok(()) } else { Err(format!("{head}\n{answer}")) }
    }

    /// Listens to the news from now on.
    pub(super) fn listen(&self) -> Result<News, String> {
        let mut stream = TcpStream::connect(&self.host).map_err(|error| error.to_string())?;
        let (host, cookie) = (&self.host, &self.cookie);
        write!(stream, "GET /events HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\n\r\n")
            .map_err(|error| error.to_string())?;
        let (hear, from_server) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(stream).lines().map_while(Result::ok) {
                let news = line.strip_prefix("data: ").map(str::to_owned);
                if news.is_some_and(|news| hear.send(news).is_err()) {
                    return;
                }
            }
        });
        Ok(News { from_server, last: String::new() })
    }

    /// Waits until the server has nothing left to work out.
    pub(super) fn wait_until_complete(&self) -> Result<(), String> {
        self.listen()?.wait_until(|news| news.ends_with("complete"))
    }

    /// Processor time that the server has taken, in clock ticks.
    pub(super) fn ticks(&self) -> Result<f64, String> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.server.id()))
            .map_err(|error| error.to_string())?;
        let after_name = stat.rsplit(')').next().unwrap_or_default();
        // Fields 14 and 15 of proc_pid_stat(5); the part after the name begins with field 3.
        let fields = after_name.split_whitespace().skip(11).take(2);
        Ok(fields.filter_map(|field| field.parse::<f64>().ok()).sum())
    }

    fn reading(&self, path: &str) -> String {
        let (host, cookie) = (&self.host, &self.cookie);
        format!(
            "GET {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n"
        )
    }

    /// Sends a request; the head and the body of what comes back.
    fn ask(&self, request: &str) -> Result<(String, String), String> {
        let tell = |error: std::io::Error| error.to_string();
        let mut stream = TcpStream::connect(&self.host).map_err(tell)?;
        stream.set_read_timeout(Some(PATIENCE)).map_err(tell)?;
        stream.write_all(request.as_bytes()).map_err(tell)?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).map_err(tell)?;
        let (head, body) = answer.split_once("\r\n\r\n").ok_or("no answer")?;
        Ok((head.to_owned(), body.to_owned()))
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

impl News {
    /// Forgets what has come so far.
    pub(super) fn skip(&mut self) {
        if let Some(last) = self.from_server.try_iter().last() {
            self.last = last;
        }
    }

    /// Waits for news of another state of the plan than the last.
    pub(super) fn wait_for_another(&mut self) -> Result<(), String> {
        let known = self.last.split(' ').next().unwrap_or_default().to_owned();
        self.wait_until(|news| news.split(' ').next() != Some(known.as_str()))
    }

    fn wait_until(&mut self, is_it: impl Fn(&str) -> bool) -> Result<(), String> {
        loop {
            let news = self.from_server.recv_timeout(PATIENCE);
            self.last = news.map_err(|_| "the server has no news".to_owned())?;
            if is_it(&self.last) {
                return Ok(());
            }
        }
    }
}

/// The moment on the clock that benchmarks are allowed to look at.
#[allow(clippy::disallowed_methods, reason = "how long others wait is what is measured")]
pub(super) fn now() -> Instant {
    Instant::now()
}
