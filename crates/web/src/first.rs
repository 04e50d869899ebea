//! The first lines of a plan that has none.
//!
//! In: the text of a file without work in it, and a form with a title, a deadline and some tasks.
//! Out: the form, and the text with those lines. What stands in the file stays as it is.

use maud::{Markup, html};

use crate::edit::OF;

/// So many tasks are asked for: enough for a first answer.
const TASKS: usize = 3;

/// The form for a file with `text`; `token` shows that it is ours. A file that has a title is not
/// asked for one.
#[must_use]
pub fn form(text: &str, token: &str) -> Markup {
    html! {
        form method="post" action="/new" autocomplete="off" {
            input type="hidden" name=(OF) value=(token);
            @if !has_title(text) {
                p.tight { label { "What is it called?" br; input name="title" required; } }
                p.tight { label { "When does it have to be done? (may wait)" br; input type="date" name="due"; } }
            }
            p.tight { "The first pieces of work:" }
            @for n in 1..=TASKS {
                p.tight { input name="task" aria-label={ "Task " (n) } required[n == 1]; }
            }
            p.over { button.p { "Write these lines" } }
        }
    }
}

/// `text` with the lines that were asked for; `None` if there is no task among them.
#[must_use]
pub fn lines(text: &str, posted: &[(String, String)]) -> Option<String> {
    // A line break could end the line, and a backtick begin its attributes.
    let clean = |value: &str| value.replace(['`', '\r', '\n'], " ").trim().to_owned();
    let all = |wanted: &str| -> Vec<String> {
        let sent = posted.iter().filter(|(name, _)| name == wanted);
        sent.map(|(_, value)| clean(value)).filter(|value| !value.is_empty()).collect()
    };
    let tasks: Vec<String> = all("task").iter().map(|task| format!("- [ ] {task}\n")).collect();
    let tasks = Some(tasks.concat()).filter(|tasks| !tasks.is_empty())?;
    let rest = text.trim();
    if has_title(text) {
        return Some(format!("{}\n\n## Work\n\n{tasks}", text.trim_end()));
    }
    let title = all("title").into_iter().next().unwrap_or_else(|| "Plan".to_owned());
    let due = all("due").first().map_or_else(String::new, |due| format!("`{{due={due}}}`\n\n"));
    let rest = if rest.is_empty() { String::new() } else { format!("\n## Notes\n\n{rest}\n") };
    Some(format!("# {title}\n\n{due}{tasks}{rest}"))
}

fn has_title(text: &str) -> bool {
    text.lines().any(|line| line.starts_with("# "))
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[track_caller]
    fn check(text: &str, fields: &[(&str, &str)], expected: Option<&str>) {
        let posted: Vec<(String, String)> =
            fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        assert_eq!(lines(text, &posted).as_deref(), expected);
    }

    #[test]
    fn the_first_lines_are_a_plan_and_nothing_else_is() {
        let due = ("due", "2026-06-30");
        check(
            "",
            &[("title", "New bills"), due, ("task", "Agree the format"), ("task", "")],
            Some("# New bills\n\n`{due=2026-06-30}`\n\n- [ ] Agree the format\n"),
        );
        check("# T\n\nWhy.\n", &[("task", "A")], Some("# T\n\nWhy.\n\n## Work\n\n- [ ] A\n"));
        check("Why.\n", &[("task", "A")], Some("# Plan\n\n- [ ] A\n\n## Notes\n\nWhy.\n"));
        check("", &[("task", "A `{#x}`\n- [ ] B")], Some("# Plan\n\n- [ ] A  {#x}  - [ ] B\n"));
        check("", &[("title", "T"), ("task", " ")], None);
    }
}
