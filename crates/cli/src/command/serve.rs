//! `fore serve`: the plan in the browser.

use std::process::{Command, Stdio};

use web::Options;
use web::board::Place;

use crate::arguments::Arguments;
use crate::exit::{Exit, Trouble};
use crate::open;
use crate::terminal::Terminal;

/// Serves the plan until the process is ended. The first line is the address.
pub fn run(
    opens: bool,
    port: Option<u16>,
    arguments: &Arguments,
    terminal: &Terminal,
) -> Result<Exit, Trouble> {
    let given = arguments.read.today;
    let options = Options {
        place: Place { plan: open::place(arguments)?, state: open::state_folder() },
        play: open::futures(&arguments.read),
        today: Box::new(move || given.unwrap_or_else(open::today_here)),
        port,
    };
    let terminal = terminal.clone();
    web::serve(options, move |line| {
        // Nobody may be reading any more; the pages are there all the same.
        let _ = terminal.say(&format!("{line}\n"));
        if opens && line.starts_with("http") {
            browse(line);
        }
    })?;
    Ok(Exit::Fine)
}

/// Asks the system to open an address. Where it cannot, the address still stands in the terminal.
fn browse(address: &str) {
    let opener = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    let mut command = Command::new(opener);
    command.arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let _ = command.spawn();
}
