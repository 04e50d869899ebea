//! The program `fore`: words in, words out.
//!
//! In: the command line, the plan's files, the clock (for today's date, unless it is given). Out:
//! what `view` says, and an exit code. One file a command; this one only finds the right one.

mod arguments;
mod command;
mod demo;
mod exit;
mod help;
mod open;
mod terminal;

use std::process::ExitCode;

use clap::Parser;

use arguments::Arguments;
use exit::Exit;
use terminal::Terminal;

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(exit::explain_bug));
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return help::refuse(&error),
    };
    let terminal = Terminal::new(&arguments.output);
    let outcome = std::panic::catch_unwind(|| command::run(&arguments, &terminal));
    match outcome {
        Ok(Ok(exit)) => exit.into(),
        Ok(Err(trouble)) => {
            terminal.complain(&trouble.to_string());
            trouble.exit().into()
        }
        Err(_) => Exit::Bug.into(),
    }
}
