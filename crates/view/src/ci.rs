//! What is wrong with a plan, and what is asked about it, for the programs that show such things in
//! a pull request: SARIF, JUnit, and the lines that a GitHub workflow reads.
//!
//! In: diagnostics and a review. Out: text. Which of them fail a build is said by their level; who
//! fails it is decided by the caller.

use review::{Question, Review, SHOWN_MAX};
use serde_json::{Value, json};
use text::{Diagnostic, Level};

use crate::diagnostics::diagnostics_json;
use crate::screens::Reviewed;

/// A question worth so many days of P80 is a warning, others are notes.
const WARNING_DAYS_MIN: f64 = 1.0;

/// A form in which others read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CiFormat {
    /// Static Analysis Results Interchange Format 2.1.0.
    Sarif,
    /// The XML of JUnit: one test case a message, which fails if its level does.
    Junit,
    /// `::error file=…,line=…::…`.
    Github,
}

/// One line of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// `error`, `warning` or `note`.
    pub level: &'static str,
    /// A code such as `E105` or `Q501`.
    pub code: String,
    /// What is wrong, or what is asked, with why.
    pub message: String,
    /// The file, as the caller names it.
    pub file: String,
    /// Line and column, from 1.
    pub at: (usize, usize),
}

/// The diagnostics, then the questions that are asked at once.
#[must_use]
pub fn notes(found: &[Diagnostic], reviewed: &Reviewed<'_>) -> Vec<Note> {
    let diagnostics = diagnostics_json(found, reviewed.files).into_iter().map(|one| Note {
        level: one.level,
        code: one.code.to_owned(),
        message: [Some(one.message), one.why].into_iter().flatten().collect::<Vec<_>>().join("; "),
        file: one.file,
        at: (one.line, one.column),
    });
    let questions = reviewed.review.questions.iter().take(SHOWN_MAX);
    diagnostics.chain(questions.map(|question| asked(reviewed, question))).collect()
}

fn asked(reviewed: &Reviewed<'_>, question: &Question) -> Note {
    let place = question.place(reviewed.plan);
    let file = place.map_or(&reviewed.files[0], |place| &reviewed.files[place.file.index()]);
    let at = place.map(|place| file.line_column(place.range.start));
    let evidence = question.finding.evidence.join(" ");
    Note {
        level: if is_warning(reviewed, question) { "warning" } else { "note" },
        code: question.rule.code.to_owned(),
        message: format!("{} {evidence}", question.finding.headline),
        file: file.path.clone(),
        at: at.map_or((1, 1), |at| (at.line, at.column)),
    }
}

fn is_warning(reviewed: &Reviewed<'_>, question: &Question) -> bool {
    let day = f64::from(reviewed.plan.settings.day_minutes);
    question.minutes.is_some_and(|minutes| minutes >= WARNING_DAYS_MIN * day)
}

/// How many warnings there are, and how many questions that are as bad as one.
#[must_use]
pub fn strict(found: &[Diagnostic], reviewed: &Reviewed<'_>) -> (usize, usize) {
    let Review { questions, .. } = reviewed.review;
    let warnings = found.iter().filter(|one| one.level == Level::Warning).count();
    (warnings, questions.iter().filter(|one| is_warning(reviewed, one)).count())
}

/// The report as text.
#[must_use]
pub fn report(format: CiFormat, notes: &[Note]) -> String {
    match format {
        CiFormat::Sarif => format!("{:#}\n", sarif(notes)),
        CiFormat::Junit => junit(notes),
        CiFormat::Github => notes.iter().map(github).collect(),
    }
}

fn sarif(notes: &[Note]) -> Value {
    let mut codes: Vec<&str> = notes.iter().map(|note| note.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    let rules: Vec<Value> =
        codes.iter().map(|code| json!({ "id": code, "name": name(code) })).collect();
    let results: Vec<Value> = notes
        .iter()
        .map(|note| {
            json!({
                "ruleId": note.code,
                "level": note.level,
                "message": { "text": note.message },
                "locations": [{ "physicalLocation": {
                    "artifactLocation": { "uri": note.file },
                    "region": { "startLine": note.at.0, "startColumn": note.at.1 },
                }}],
            })
        })
        .collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "fore", "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn name(code: &str) -> &'static str {
    let rule = review::find(code).map(|rule| rule.name);
    rule.or_else(|| plan::codes::explain(code).map(|code| code.name)).unwrap_or("message")
}

fn junit(notes: &[Note]) -> String {
    let failures = notes.iter().filter(|note| note.level != "note").count();
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <testsuite name=\"fore\" tests=\"{}\" failures=\"{failures}\">\n",
        notes.len().max(1)
    );
    if notes.is_empty() {
        text.push_str("  <testcase name=\"the plan is sound\" classname=\"fore\"/>\n");
    }
    for note in notes {
        let (code, file, line) = (&note.code, xml(&note.file), note.at.0);
        let message = xml(&note.message);
        let case = format!(
            "  <testcase name=\"{code} {}\" classname=\"{file}\" file=\"{file}\" line=\"{line}\">\n",
            name(code)
        );
        let element = if note.level == "note" { "system-out" } else { "failure" };
        let opening = match element {
            "failure" => format!("<failure type=\"{}\" message=\"{message}\">", note.level),
            _ => format!("<{element}>"),
        };
        text.push_str(&format!(
            "{case}    {opening}{file}:{line}: {message}</{element}>\n  </testcase>\n"
        ));
    }
    text + "</testsuite>\n"
}

/// Text that can stand in XML: marked up characters escaped, others that XML forbids left out.
fn xml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() && !matches!(c, '\n' | '\t') => {}
            c => escaped.push(c),
        }
    }
    escaped
}

fn github(note: &Note) -> String {
    let level = if note.level == "note" { "notice" } else { note.level };
    let message = note.message.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let file = note.file.replace('%', "%25").replace(':', "%3A").replace(',', "%2C");
    let (line, column) = note.at;
    format!("::{level} file={file},line={line},col={column},title={}::{message}\n", note.code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(level: &'static str) -> Note {
        Note {
            level,
            code: "E105".to_owned(),
            message: "there is no `a<b`: 100%".to_owned(),
            file: "plan/a,b.md".to_owned(),
            at: (3, 7),
        }
    }

    #[test]
    fn a_workflow_reads_one_line_a_message() {
        let expected =
            "::error file=plan/a%2Cb.md,line=3,col=7,title=E105::there is no `a<b`: 100%25\n";
        assert_eq!(report(CiFormat::Github, &[note("error")]), expected);
        assert!(report(CiFormat::Github, &[note("note")]).starts_with("::notice file="));
    }

    #[test]
    fn a_note_is_no_failure() {
        let text = report(CiFormat::Junit, &[note("warning"), note("note")]);
        assert!(text.contains("tests=\"2\" failures=\"1\""), "{text}");
        assert!(text.contains("there is no `a&lt;b`: 100%</failure>"), "{text}");
        assert!(report(CiFormat::Junit, &[]).contains("the plan is sound"));
    }

    #[test]
    fn sarif_names_the_rule_and_the_place() {
        let text = report(CiFormat::Sarif, &[note("error")]);
        let value: Value = serde_json::from_str(&text).expect("JSON");
        let result = &value["runs"][0]["results"][0];
        assert_eq!(result["ruleId"], "E105");
        let region = &result["locations"][0]["physicalLocation"]["region"];
        assert_eq!(region["startLine"], 3);
        assert_eq!(value["runs"][0]["tool"]["driver"]["rules"][0]["name"], "unknown-id");
    }
}
