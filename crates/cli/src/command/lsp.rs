//! `fore lsp`: the plan in the editor.

use lsp::{Ended, Options, serve};

use crate::arguments::Arguments;
use crate::exit::{Exit, Trouble};
use crate::open;

/// Serves the editor at the other end of standard input and output until it is gone. One that leaves
/// without saying goodbye is trouble of the world, as its protocol has it.
pub fn run(arguments: &Arguments) -> Result<Exit, Trouble> {
    let read = arguments.read.clone();
    let options = Options {
        futures: open::futures(&read),
        today: Box::new(move || open::today(&read)),
        state: open::state_folder(),
    };
    match serve(options)? {
        Ended::Properly => Ok(Exit::Fine),
        Ended::Abruptly => Ok(Exit::World),
    }
}
