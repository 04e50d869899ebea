//! The workflows of `docs/ci`, run: their shell steps as they stand in the files, against a
//! repository on disk and a server that stands in for the comment API of each host.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::thread;

use serde_json::{Value, json};

use crate::demo_history::git;
use crate::program::{Folder, repository};

/// How a host's API is spoken to.
struct Host {
    workflow: &'static str,
    /// The collection of comments.
    comments: &'static str,
    /// What stands before the id of one comment.
    one: &'static str,
    /// How a comment is changed.
    update: &'static str,
    /// The header that says who asks.
    login: &'static str,
}

const HOSTS: [Host; 3] = [
    Host {
        workflow: "github.yml",
        comments: "/repos/team/billing/issues/7/comments",
        one: "/repos/team/billing/issues/comments/",
        update: "PATCH",
        login: "authorization: Bearer secret",
    },
    Host {
        workflow: "gitea.yml",
        comments: "/repos/team/billing/issues/7/comments",
        one: "/repos/team/billing/issues/comments/",
        update: "PATCH",
        login: "authorization: token secret",
    },
    Host {
        workflow: "gitlab.yml",
        comments: "/projects/12/merge_requests/7/notes",
        one: "/projects/12/merge_requests/7/notes/",
        update: "PUT",
        login: "private-token: secret",
    },
];

#[test]
fn the_comment_is_created_and_then_updated_in_place() {
    for host in HOSTS {
        let server = Server::start(&host);
        let site = Site::new(&host, &server.address);
        assert_eq!(site.run(), 0);
        let first = server.comments();
        assert_eq!(first.len(), 2, "{}: somebody's and ours", host.workflow);
        let body = |comment: &Value| comment["body"].as_str().unwrap().to_owned();
        assert!(body(&first[1]).starts_with("### This change costs "));

        site.edit("3d..9d", "6d..12d");
        assert_eq!(site.run(), 0);
        let second = server.comments();
        assert_eq!(second.len(), 2, "{}: updated in place", host.workflow);
        assert_eq!((&second[0], &second[1]["id"]), (&first[0], &first[1]["id"]));
        assert_ne!(body(&second[1]), body(&first[1]));

        site.edit("after=parse", "after=nowhere");
        assert_eq!(site.run(), 1, "{}: the plan has an error", host.workflow);
        assert!(body(&server.comments()[1]).contains("has 1 error"));
        assert_eq!(server.comments().len(), 2);
    }
}

/// What comes from a pull request reaches a shell as a variable only, and no step runs any of it.
#[test]
fn no_step_takes_text_from_the_pull_request_into_its_script() {
    for host in HOSTS {
        for script in Workflow::read(host.workflow).scripts {
            assert!(!script.contains("${{"), "{}: {script}", host.workflow);
            for word in ["eval", "checkout", "source ", "make", "npm"] {
                assert!(!script.contains(word), "{}: {word}", host.workflow);
            }
        }
    }
}

/// The repository with its pull request, and the environment of a job about it.
struct Site {
    place: Folder,
    workflow: Workflow,
    variables: BTreeMap<String, String>,
}

impl Site {
    fn new(host: &Host, api: &str) -> Self {
        let place = Folder::empty();
        let work = place.path().join("work");
        let remote = place.path().join("team/billing");
        for folder in [&work, &remote, &place.path().join("temp")] {
            fs::create_dir_all(folder).unwrap();
        }
        git(&work, &["init", "--quiet", "--initial-branch=main"]);
        fs::write(work.join("plan.md"), PLAN).unwrap();
        git(&work, &["add", "plan.md"]);
        commit(&work);
        git(&remote, &["init", "--quiet", "--bare"]);
        git(&work, &["push", "--quiet", remote.to_str().unwrap(), "main"]);
        git(&work, &["switch", "--quiet", "--create", "larger"]);
        let program = env!("CARGO_BIN_EXE_fore");
        let sum = Command::new("sha256sum").arg(program).output().unwrap().stdout;
        let sum = String::from_utf8(sum).unwrap();
        let folder = |path: PathBuf| path.to_str().unwrap().to_owned();
        let variables = [
            ("FORE_URL", format!("file://{program}")),
            ("FORE_SHA256", sum.split_whitespace().next().unwrap().to_owned()),
            ("TOKEN", "secret".to_owned()),
            ("NUMBER", "7".to_owned()),
            ("BASE", "main".to_owned()),
            ("RUNNER_TEMP", folder(place.path().join("temp"))),
            ("GITHUB_SERVER_URL", format!("file://{}", folder(place.path().to_path_buf()))),
            ("GITHUB_REPOSITORY", "team/billing".to_owned()),
            ("GITHUB_API_URL", api.to_owned()),
            ("FORE_TOKEN", "secret".to_owned()),
            ("CI_API_V4_URL", api.to_owned()),
            ("CI_PROJECT_ID", "12".to_owned()),
            ("CI_MERGE_REQUEST_IID", "7".to_owned()),
            ("CI_PROJECT_DIR", folder(work)),
        ];
        let variables = variables.map(|(name, value)| (name.to_owned(), value)).into();
        let site = Site { place, workflow: Workflow::read(host.workflow), variables };
        site.edit("2d..4d", "3d..9d");
        site
    }

    fn work(&self) -> PathBuf {
        self.place.path().join("work")
    }

    /// Changes the plan on the branch of the pull request.
    fn edit(&self, old: &str, new: &str) {
        let plan = self.work().join("plan.md");
        let text = fs::read_to_string(&plan).unwrap();
        assert!(text.contains(old), "{old}");
        fs::write(&plan, text.replacen(old, new, 1)).unwrap();
        commit(&self.work());
        self.push();
    }

    /// Hosts keep the branch of a pull request, from a fork or not, under a ref of its number.
    fn push(&self) {
        let remote = self.place.path().join("team/billing");
        let change = "+HEAD:refs/pull/7/head";
        git(&self.work(), &["push", "--quiet", remote.to_str().unwrap(), change]);
    }

    /// Runs the steps in order, as runners do, and returns how they ended.
    fn run(&self) -> i32 {
        let commit = |name: &str| git(&self.work(), &["rev-parse", name]).trim().to_owned();
        let temp = self.place.path().join("temp");
        fs::remove_dir_all(&temp).unwrap();
        fs::create_dir(&temp).unwrap();
        for script in &self.workflow.scripts {
            let mut shell = Command::new("bash");
            shell.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script]);
            shell.env_clear().env("PATH", std::env::var_os("PATH").unwrap());
            shell.envs(&self.variables).current_dir(&temp).env("HOME", &temp);
            shell.env("CI_MERGE_REQUEST_DIFF_BASE_SHA", commit("main"));
            shell.env("CI_COMMIT_SHA", commit("HEAD"));
            let ended = shell.output().unwrap();
            let code = ended.status.code().unwrap();
            assert!(code < 2, "{}", String::from_utf8_lossy(&ended.stderr));
            if code != 0 {
                return code;
            }
        }
        0
    }
}

const PLAN: &str = "# P\n\n## Team\n\n- Ada `{@ada}`\n\n## Work\n\n\
                    - [ ] Parse `{#parse @ada 2d..4d}`\n- [ ] Ship `{#ship @ada 1d..2d after=parse}`\n";

/// Commits what has changed.
fn commit(work: &Path) {
    let author = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"];
    git(work, &[&author[..], &["commit", "--quiet", "--all", "--message=Plan"]].concat());
}

/// The shell steps of a workflow file.
struct Workflow {
    scripts: Vec<String>,
}

impl Workflow {
    fn read(name: &str) -> Self {
        let text = fs::read_to_string(repository().join("docs/ci").join(name)).unwrap();
        let mut scripts = Vec::new();
        let mut lines = text.lines().peekable();
        while let Some(line) = lines.next() {
            let start = line.trim_start();
            if start != "run: |" && start != "- |" {
                continue;
            }
            let outer = line.len() - start.len();
            let mut script = String::new();
            let mut inner = None;
            while let Some(line) = lines.peek() {
                let indent = line.len() - line.trim_start().len();
                if !line.trim().is_empty() && indent <= outer {
                    break;
                }
                let inner = *inner.get_or_insert(indent);
                script.push_str(line.get(inner..).unwrap_or(""));
                script.push('\n');
                lines.next();
            }
            scripts.push(script);
        }
        assert!(!scripts.is_empty(), "{name} has no steps");
        Workflow { scripts }
    }
}

/// A host with one pull request, on which somebody has said something already.
struct Server {
    address: String,
    comments: Arc<Mutex<Vec<Value>>>,
}

impl Server {
    fn start(host: &Host) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let comments = Arc::new(Mutex::new(vec![json!({ "id": 41, "body": "Why so late?" })]));
        let server = Server { address, comments: Arc::clone(&comments) };
        let (all, one, update, login) = (host.comments, host.one, host.update, host.login);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let request = Request::read(&stream);
                let known = request.head.to_lowercase().contains(&login.to_lowercase());
                let answer = if known {
                    answer(&request, &comments, (all, one, update))
                } else {
                    (401, json!({ "message": "who are you?" }))
                };
                let text = serde_json::to_string_pretty(&answer.1).unwrap();
                let head = format!(
                    "HTTP/1.1 {} -\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                    answer.0,
                    text.len()
                );
                stream.write_all((head + &text).as_bytes()).unwrap();
            }
        });
        server
    }

    fn comments(&self) -> Vec<Value> {
        self.comments.lock().unwrap().clone()
    }
}

fn answer(
    request: &Request,
    comments: &Mutex<Vec<Value>>,
    (all, one, update): (&str, &str, &str),
) -> (u16, Value) {
    let mut comments = comments.lock().unwrap();
    let body = || serde_json::from_str::<Value>(&request.body).unwrap()["body"].clone();
    let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
    match request.method.as_str() {
        "GET" if path == all => {
            let first_page = query.split('&').any(|part| part == "page=1");
            let listed = if first_page { comments.clone() } else { Vec::new() };
            (200, Value::from(listed))
        }
        "POST" if path == all => {
            let comment = json!({ "id": 41 + comments.len(), "body": body() });
            comments.push(comment.clone());
            (201, comment)
        }
        method if method == update => {
            let id: Option<u64> = path.strip_prefix(one).and_then(|id| id.parse().ok());
            match comments.iter_mut().find(|comment| comment["id"].as_u64() == id && id.is_some()) {
                Some(comment) => {
                    comment["body"] = body();
                    (200, comment.clone())
                }
                None => (404, json!({ "message": "no such comment" })),
            }
        }
        _ => (404, json!({ "message": "no such page" })),
    }
}

struct Request {
    method: String,
    path: String,
    head: String,
    body: String,
}

impl Request {
    fn read(stream: &TcpStream) -> Self {
        let mut reader = BufReader::new(stream);
        let mut first = String::new();
        reader.read_line(&mut first).unwrap();
        let mut words = first.split_whitespace();
        let (method, path) = (words.next().unwrap().to_owned(), words.next().unwrap().to_owned());
        let (mut head, mut length) = (String::new(), 0);
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).unwrap();
            if line.trim().is_empty() {
                break;
            }
            if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
            head.push_str(&line);
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).unwrap();
        Request { method, path, head, body: String::from_utf8(body).unwrap() }
    }
}

#[test]
fn the_files_are_named_in_the_manual() {
    let manual = fs::read_to_string(repository().join("docs/ci/README.md")).unwrap();
    for host in HOSTS {
        assert!(manual.contains(host.workflow), "{}", host.workflow);
    }
}
