//! Prints the plan of a document, and what was not understood of it.
//!
//! `cargo run -p exchange --example import -- FILE`

use std::fs;

fn main() {
    let Some(path) = std::env::args().nth(1) else { return };
    let source = fs::read_to_string(&path).expect("the file is text");
    let import =
        exchange::plan_from(&source, exchange::Hint { file_name: Some(&path), today: None });
    let mut shown = import.text;
    shown.push_str("\n--- not understood ---\n");
    for one in &import.not_understood {
        shown.push_str(&format!("{:?}: {}: {}\n", one.places, one.text, one.why));
    }
    shown.push_str(&format!("{:?}\n", import.kept));
    std::io::Write::write_all(&mut std::io::stdout(), shown.as_bytes()).expect("a terminal");
}
