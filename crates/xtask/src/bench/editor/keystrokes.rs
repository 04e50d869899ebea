//! What somebody types into a plan: words in a title, another estimate, a link, a new task, letter by
//! letter, in bursts. Same plan, same keystrokes.

use crate::generate::Dice;

/// One key.
pub struct Keystroke {
    /// The line, from 0.
    pub line: usize,
    /// The column, in ASCII characters.
    pub column: usize,
    /// How many characters to the right go.
    pub removed: usize,
    /// What comes.
    pub typed: String,
}

/// So many bursts of keystrokes in a generated plan of so many tasks; after each the plan is sound.
pub fn recording(text: &str, tasks: usize, bursts: usize) -> Vec<Vec<Keystroke>> {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut dice = Dice(7);
    (0..bursts).map(|burst| one(&mut lines, tasks, burst, &mut dice)).collect()
}

fn one(lines: &mut Vec<String>, tasks: usize, burst: usize, dice: &mut Dice) -> Vec<Keystroke> {
    // Links go to the first task, which must not wait for itself.
    let task = 1 + dice.below(tasks - 1);
    let mark = format!("`{{#t{task} ");
    let line = lines.iter().position(|line| line.contains(&mark)).expect("every task has a line");
    let found = &lines[line];
    let block = found.find("`{").expect("every task has a block");
    let end = found.rfind("}`").expect("every block ends");
    match burst % 4 {
        0 => typing(lines, line, block - 1, 0, " and its tests"),
        1 => {
            let high = found.find("..").expect("every task has a range") + 2;
            let unit = high + found[high..].find('d').expect("days");
            typing(lines, line, high, unit - high, &format!("{}", 20 + dice.below(9)))
        }
        2 if found.contains("after=") || found.contains(" wait") => {
            typing(lines, line, end, 0, " expert=@p0")
        }
        2 => typing(lines, line, end, 0, " after=t0"),
        _ => {
            lines.insert(line + 1, String::new());
            let mut keys = vec![key(line, lines[line].len(), 0, "\n")];
            let new = format!("- [ ] Another piece `{{#new{burst} @p1 2d..4d after=t{task}}}`");
            keys.extend(typing(lines, line + 1, 0, 0, &new));
            keys
        }
    }
}

/// The keys that replace `removed` characters by `text`; the first takes away what goes.
fn typing(
    lines: &mut [String],
    line: usize,
    column: usize,
    removed: usize,
    text: &str,
) -> Vec<Keystroke> {
    lines[line].replace_range(column..column + removed, text);
    let letters = text.char_indices();
    letters
        .map(|(at, letter)| {
            key(line, column + at, if at == 0 { removed } else { 0 }, &letter.to_string())
        })
        .collect()
}

fn key(line: usize, column: usize, removed: usize, typed: &str) -> Keystroke {
    Keystroke { line, column, removed, typed: typed.to_owned() }
}
