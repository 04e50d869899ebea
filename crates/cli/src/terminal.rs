//! The terminal: what it can show, and writing to it.

use std::env;
use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write};

use view::terminal::{Charset, Paint};

use crate::arguments::OutputOptions;
use crate::exit::Trouble;

/// The width that screens are designed for, where no terminal says another.
const DESIGN_WIDTH: usize = 100;

/// Where answers go.
#[derive(Clone, Debug)]
pub struct Terminal {
    /// What it can show.
    pub paint: Paint,
    /// Whether programs read along.
    pub json: bool,
}

impl Terminal {
    /// Finds out what the terminal can show, and what the user wants.
    pub fn new(options: &OutputOptions) -> Self {
        let is_terminal = io::stdout().is_terminal();
        let color_allowed = !options.no_color
            && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
            && env::var_os("TERM").is_none_or(|term| term != "dumb");
        let measured = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        let width = options.width.map(usize::from).or(measured.filter(|_| is_terminal));
        let paint = Paint {
            color: options.color || (is_terminal && color_allowed),
            charset: if options.ascii { Charset::Ascii } else { Charset::Unicode },
            plain: options.plain,
            width: width.unwrap_or(DESIGN_WIDTH),
        };
        Self { paint, json: options.json }
    }

    /// Writes an answer.
    pub fn say(&self, text: &str) -> Result<(), Trouble> {
        let mut out = io::stdout().lock();
        match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            // A reader such as `head` may have read enough.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            result => Ok(result?),
        }
    }

    /// Writes a value with names.
    pub fn say_json(&self, value: &impl serde::Serialize) -> Result<(), Trouble> {
        let text = serde_json::to_string_pretty(value).expect("BUG: a value that JSON cannot hold");
        self.say(&(escape_late_controls(&text) + "\n"))
    }

    /// Writes what went wrong.
    #[allow(clippy::print_stderr, reason = "the program's one way to complain")]
    pub fn complain(&self, text: &str) {
        eprintln!("fore: {}", text::escape_controls(text).replace("\\u{a}", "\n"));
    }
}

/// JSON may hold the controls from U+007F to U+009F as they are, and terminals obey some of them.
fn escape_late_controls(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for character in json.chars() {
        if matches!(character, '\u{7f}'..='\u{9f}') {
            write!(escaped, "\\u{:04x}", u32::from(character)).expect("a String takes any text");
        } else {
            escaped.push(character);
        }
    }
    escaped
}
