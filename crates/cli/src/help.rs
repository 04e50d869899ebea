//! Help, and what is said when the command line is not understood.

use std::process::ExitCode;

use clap::CommandFactory;
use clap::error::ErrorKind;

use crate::arguments::Arguments;
use crate::exit::{Exit, Trouble};
use crate::terminal::Terminal;

/// Shows help about everything, or about one command.
pub fn show(about: Option<&str>, terminal: &Terminal) -> Result<Exit, Trouble> {
    let mut program = Arguments::command();
    program.build();
    let help = match about {
        None => first_day(program).render_help(),
        Some("all") => program.render_long_help(),
        Some(name) => match program.find_subcommand_mut(name) {
            Some(command) => command.render_long_help(),
            None => return Err(no_such_command(name)),
        },
    };
    let text = if terminal.paint.color { help.ansi().to_string() } else { help.to_string() };
    terminal.say(&text)?;
    Ok(Exit::Fine)
}

/// The commands that matter on the first day; `fore help all` shows the others too.
const FIRST_DAY: [&str; 8] =
    ["demo", "init", "check", "schedule", "why", "next", "forecast", "set"];

fn first_day(mut program: clap::Command) -> clap::Command {
    let names: Vec<String> =
        program.get_subcommands().map(|command| command.get_name().to_owned()).collect();
    for name in names.iter().filter(|name| !FIRST_DAY.contains(&name.as_str())) {
        program = program.mut_subcommand(name, |command| command.hide(true));
    }
    program.after_help("More commands, and each at length: fore help all, fore help COMMAND")
}

/// Prints what clap has to say: help, the version, or what it did not understand.
pub fn refuse(error: &clap::Error) -> ExitCode {
    // When even this cannot be printed there is nobody left to tell.
    let _ = error.print();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Exit::Fine.into(),
        _ => Exit::Usage.into(),
    }
}

/// A word that is neither a command nor a file.
pub fn no_such_command(word: &str) -> Trouble {
    let program = Arguments::command();
    let names: Vec<&str> = program.get_subcommands().map(clap::Command::get_name).collect();
    let closest = text::closest(word, names.iter().copied()).map(str::to_owned);
    Trouble::NoSuchCommand { path: word.into(), closest }
}
