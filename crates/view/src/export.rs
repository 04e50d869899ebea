//! The plan as a diagram in Mermaid and as a table for spreadsheets; its record for another plan.
//!
//! In: facts. Out: text in somebody else's format, in which titles are only names.

use plan::{Duration, ItemRef};

use crate::comment::{bar, name};
use crate::facts::Facts;
use crate::rows;
use crate::screens::picture::picture;

/// The timeline as a Mermaid Gantt chart: a section a person, a bar a task from the middle of its
/// start to the middle of its finish, then the milestones and the date that is 80 % sure.
#[must_use]
pub fn mermaid(facts: &Facts) -> String {
    let mut lines = vec![
        "gantt".to_owned(),
        format!("  title {}", name(&facts.plan.name)),
        "  dateFormat YYYY-MM-DD".to_owned(),
        "  axisFormat %d %b".to_owned(),
        "  inclusiveEndDates".to_owned(),
    ];
    for group in &picture(facts, true).work {
        lines.push(format!("  section {}", name(&group.name)));
        let bars = group.tasks.iter().filter_map(|task| bar(facts, task.item));
        lines.extend(bars.map(|bar| bar.line()));
    }
    let mut moments: Vec<String> = rows::milestones(facts)
        .iter()
        .filter(|row| row.reached.is_none())
        .filter_map(|row| Some(format!("  {} :milestone, {}, 0d", name(row.title), row.p50?)))
        .collect();
    let p80 = facts.p80().map(|p80| format!("  80% sure :milestone, {p80}, 0d"));
    moments.extend(p80);
    if !moments.is_empty() {
        lines.push("  section Milestones".to_owned());
        lines.extend(moments);
    }
    lines.join("\n")
}

/// One row a task without parts, those cut included, under a row of names. Dates as `2026-07-22`;
/// `path_share` from 0 to 1.
#[must_use]
pub fn csv(facts: &Facts) -> String {
    let mut out =
        String::from("id,title,part_of,who,status,start_p50,p10,p50,p80,p90,path_share\n");
    for row in rows::tasks(facts) {
        let task = facts.plan.task(row.task);
        let parent = task.parent.map_or("", |id| facts.plan.task(id).item.title.as_str());
        let played = facts.played(ItemRef::Task(row.task)).filter(|_| !task.cut);
        let day = |moment: Option<calendar::Moment>| {
            moment.map_or_else(String::new, |moment| facts.finish_date(moment).to_string())
        };
        let start = played.and_then(|played| played.start.p50);
        let finish = played.map(|played| played.finish).unwrap_or_default();
        let cells = [
            cell(row.id.unwrap_or_default()),
            cell(row.title),
            cell(parent),
            cell(&row.people.join(" ")),
            row.status.name().to_owned(),
            start.map_or_else(String::new, |start| facts.start_date(start).to_string()),
            day(finish.p10),
            day(finish.p50),
            day(finish.p80),
            day(finish.p90),
            format!("{:.3}", row.path_share),
        ];
        out.push_str(&cells.join(","));
        out.push('\n');
    }
    out
}

/// What finished tasks were estimated at and what they took, as the setting of another plan, which
/// learns from it. No titles, no names; `None` if nothing is finished of which both are known.
#[must_use]
pub fn record_setting(facts: &Facts) -> Option<String> {
    let day = f64::from(facts.plan.settings.day_minutes);
    let here = facts.lowered.record.iter().filter_map(|finished| {
        let estimate = facts.plan.task(finished.task).estimate?;
        let took = (100.0 * finished.actual / day).round().max(1.0) / 100.0;
        Some(format!("{estimate} took {}", Duration::days(took)))
    });
    let earlier = facts.plan.settings.record.iter();
    let earlier = earlier.map(|earlier| format!("{} took {}", earlier.estimate, earlier.took));
    let lines: Vec<String> = earlier.chain(here).map(|line| format!("  \"{line}\",\n")).collect();
    (!lines.is_empty()).then(|| format!("[forecast]\nrecord = [\n{}]\n", lines.concat()))
}

/// A text as a cell. What a spreadsheet would take for a formula begins with an apostrophe.
fn cell(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = text::escape_controls(text);
    let text = if is_formula { format!("'{text}") } else { text.into_owned() };
    if text.contains(['"', ',', '\n', '\r']) {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_never_formulas() {
        assert_eq!(cell("Tax, too"), "\"Tax, too\"");
        assert_eq!(cell("say \"hi\""), "\"say \"\"hi\"\"\"");
        assert_eq!(cell("=HYPERLINK(1)"), "'=HYPERLINK(1)");
        assert_eq!(cell("plain"), "plain");
    }
}
