//! Reads `fore.toml`: known settings by the schema, everything else is an error in place.

use text::{Diagnostic, FileId, Place, TextEdit, TextRange, closest};
use toml_edit::{Document, Key, TableLike};

use super::Settings;
use super::schema::{Given, SETTINGS, Setting, written};
use crate::codes;
use crate::value::Wrong;

impl Settings {
    /// Reads the text of `fore.toml`, which is file `file` of the diagnostics. Cannot fail: a
    /// setting that is wrong keeps its default.
    #[must_use]
    pub fn parse(file: FileId, text: &str) -> (Self, Vec<Diagnostic>) {
        let mut settings = Self::default();
        let document = match Document::parse(text) {
            Ok(document) => document,
            Err(error) => {
                let range = written(text, error.span()).range();
                let what = error.message().lines().next().unwrap_or("this is not TOML").to_owned();
                return (
                    settings,
                    vec![Diagnostic::error(codes::SETTINGS_SYNTAX, Place::new(file, range), what)],
                );
            }
        };
        let mut reader = Reader { file, text, found: Vec::new() };
        for setting in SETTINGS {
            reader.setting(&mut settings, document.as_table(), setting);
        }
        reader.unknown_keys(document.as_table());
        reader.check_week(&settings);
        reader.found.sort_by_key(|diagnostic| diagnostic.place);
        (settings, reader.found)
    }
}

struct Reader<'t> {
    file: FileId,
    text: &'t str,
    found: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn setting(&mut self, settings: &mut Settings, root: &dyn TableLike, setting: &Setting) {
        let (name, tables) = setting.path.split_last().expect("BUG: a setting without a name");
        let Some(table) =
            tables.iter().try_fold(root, |table, name| table.get(name)?.as_table_like())
        else {
            return;
        };
        let Some(item) = table.get(name) else { return };
        let given = Given { text: self.text, item };
        if let Err(Wrong { range, what, help, fix, .. }) = (setting.read)(settings, given) {
            let place = Place::new(self.file, range);
            let mut diagnostic = Diagnostic::error(codes::SETTINGS_VALUE, place, what);
            diagnostic.help = help;
            if let Some(text) = fix {
                let edits = vec![TextEdit { file: self.file, range, text: text.clone() }];
                diagnostic = diagnostic.fix(format!("write {text}"), edits);
            }
            self.found.push(diagnostic);
        }
    }

    /// Three levels deep: what is deeper stands in a value that is wrong already.
    fn unknown_keys(&mut self, root: &dyn TableLike) {
        let mut open: Vec<(&dyn TableLike, Vec<&str>)> = vec![(root, Vec::new())];
        while let Some((table, path)) = open.pop() {
            for (name, item) in table.iter() {
                let inner: Vec<&str> = path.iter().copied().chain([name]).collect();
                let below = |setting: &&Setting| setting.path.starts_with(&inner);
                match SETTINGS.iter().find(below) {
                    None => self.unknown_key(table.key(name), name, &path),
                    Some(setting) if setting.path.len() > inner.len() => match item.as_table_like()
                    {
                        Some(table) => open.push((table, inner)),
                        None => {
                            let range = self.key_range(table.key(name));
                            let what = format!("`{name}` is a table of settings");
                            self.push(
                                codes::SETTINGS_VALUE,
                                range,
                                what,
                                Some(format!("write [{}]", inner.join("."))),
                            );
                        }
                    },
                    Some(_) => {}
                }
            }
        }
    }

    fn unknown_key(&mut self, key: Option<&Key>, name: &str, path: &[&str]) {
        let beside = || {
            SETTINGS
                .iter()
                .filter(|setting| setting.path.starts_with(path))
                .map(|setting| setting.path[path.len()])
        };
        let elsewhere = SETTINGS.iter().find(|setting| setting.path.last() == Some(&name));
        let help = match (closest(name, beside()), elsewhere) {
            (Some(meant), _) => format!("did you mean `{meant}`?"),
            (None, Some(setting)) => {
                let table = &setting.path[..setting.path.len() - 1];
                format!("it stands in the table [{}]", table.join("."))
            }
            (None, None) => {
                let mut names: Vec<&str> = beside().collect();
                names.dedup();
                format!("here can stand {}", names.join(", "))
            }
        };
        let what = format!("there is no setting `{}`", text::escape_controls(name));
        self.push(codes::SETTINGS_KEY, self.key_range(key), what, Some(help));
    }

    fn check_week(&mut self, settings: &Settings) {
        if settings.week.iter().all(Vec::is_empty) {
            let what = "no day of the week has working time".to_owned();
            self.push(
                codes::SETTINGS_VALUE,
                TextRange::at(0),
                what,
                Some("write hours = [\"09:00-17:00\"]".to_owned()),
            );
        }
    }

    fn key_range(&self, key: Option<&Key>) -> TextRange {
        written(self.text, key.and_then(Key::span)).range()
    }

    fn push(&mut self, code: &'static str, range: TextRange, what: String, help: Option<String>) {
        let mut diagnostic = Diagnostic::error(code, Place::new(self.file, range), what);
        diagnostic.help = help;
        self.found.push(diagnostic);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ClockRange, Duration, Estimate, RangeShape};

    /// The diagnostics of `text` as `code: what [underlined]`, and the settings.
    fn check(text: &str) -> (Settings, Vec<String>) {
        let (settings, found) = Settings::parse(FileId(0), text);
        let line = |d: &Diagnostic| format!("{}: {} [{}]", d.code, d.what, d.place.range.of(text));
        (settings, found.iter().map(line).collect())
    }

    #[test]
    fn an_empty_file_is_the_default() {
        assert_eq!(check(""), (Settings::default(), vec![]));
    }

    #[test]
    fn everything_can_be_set() {
        let (settings, found) = check(
            r#"
                [calendar]
                hours = ["09:00-12:00", "13:00-17:30"]
                week.friday = ["09:00-13:00"]
                week.sunday = ["10:00-24:00"]
                country = "DE"
                region = "BY"
                holidays = ["2026-04-03", "2026-12-24..2026-12-31"]
                [units]
                day = "7.5h"
                [forecast]
                runs = 2000
                seed = 7
                overconfidence = 1
                pace = 0.1
                shape = "history"
                system-pace = 0.2
                record = ["3d..6d took 5.5d", "2h took 3h"]
                [hand-over]
                days = "4h"
                percent = 10
                [defaults]
                estimate = "2d..4d"
                [diff]
                later-days = 3
                later-percent = 5
                sooner-days = 10
                sooner-percent = 20
                policy = "fail"
            "#,
        );
        assert_eq!(found, Vec::<String>::new());
        assert_eq!(
            settings.week[0],
            [ClockRange { from: 540, to: 720 }, ClockRange { from: 780, to: 1050 }]
        );
        assert_eq!(settings.week[4], [ClockRange { from: 540, to: 780 }]);
        assert_eq!(settings.week[5], []);
        assert_eq!(settings.week[6], [ClockRange { from: 600, to: 1440 }]);
        assert_eq!(
            (settings.country.as_deref(), settings.region.as_deref()),
            (Some("DE"), Some("BY"))
        );
        assert_eq!(settings.holidays[1].last, jiff::civil::date(2026, 12, 31));
        assert_eq!(settings.day_minutes, 450); // 7.5 × 60
        assert_eq!((settings.runs, settings.seed), (Some(2000), 7));
        assert_eq!((settings.overconfidence, settings.pace), (1.0, 0.1));
        assert_eq!((settings.shape, settings.system_pace), (RangeShape::History, 0.2));
        let took: Vec<String> = settings.record.iter().map(|past| past.took.to_string()).collect();
        assert_eq!(took, ["5.5d", "3h"]);
        assert_eq!(settings.hand_over.extra.to_string(), "4h");
        assert_eq!(settings.hand_over.percent, 10);
        assert_eq!(settings.estimate, Estimate::Range(Duration::days(2.0), Duration::days(4.0)));
        let limits = settings.diff;
        assert_eq!((limits.later_days, limits.later_percent), (Some(3), Some(5)));
        assert_eq!((limits.sooner_days, limits.sooner_percent), (Some(10), Some(20)));
        assert!(limits.fails);
    }

    #[test]
    fn mistakes_are_shown_in_place() {
        let found = |text: &str, expected: &[&str]| assert_eq!(check(text).1, expected, "{text}");
        found("[forecst]\nruns = 5", &["E141: there is no setting `forecst` [forecst]"]);
        found("[forecast]\nrnus = 5000", &["E141: there is no setting `rnus` [rnus]"]);
        found("runs = 5000", &["E141: there is no setting `runs` [runs]"]);
        found("calendar = 5", &["E142: `calendar` is a table of settings [calendar]"]);
        found("[forecast]\nruns = 5", &["E142: this is not a whole number in its range [5]"]);
        found("[forecast]\npace = nan", &["E142: this is not a number in its range [nan]"]);
        found("[forecast]\nshape = \"prt\"", &["E142: there is no such shape [prt]"]);
        let record = |line: &str| format!("[forecast]\nrecord = [\"{line}\"]");
        found(&record("3d..6d"), &["E142: this does not say what it took [3d..6d]"]);
        found(&record("3d took 0d"), &["E142: finished work took some time [0d]"]);
        found(&record("3d took long"), &["E142: long is not a duration [long]"]);
        found("[units]\nday = \"1d\"", &["E142: a day is not so long [1d]"]);
        found("[units]\nday = \"8\"", &["E142: 8 has no unit [8]"]);
        found("[calendar]\nhours = [\"9-17\"]", &["E142: this is not a stretch of a day [9-17]"]);
        found(
            "[calendar]\nhours = [\"09:00-17:00\", \"16:00-18:00\"]",
            &["E142: this begins before the range before it ends [16:00-18:00]"],
        );
        found("[calendar]\nholidays = [\"2026-02-30\"]", &["E142: February 2026 has 28 days [30]"]);
        found(
            "[calendar]\nholidays = \"2026-02-03\"",
            &["E142: this is not a list of texts [\"2026-02-03\"]"],
        );
        found(
            "[calendar]\ncountry = \"XX\"",
            &["E142: the public holidays of `XX` are not known [XX]"],
        );
        found(
            "[calendar]\ncountry = \"DE\"\nregion = \"XX\"",
            &["E142: the public holidays of `DE-XX` are not known [XX]"],
        );
        found("[calendar]\nregion = \"BY\"", &["E142: a region of which country? [BY]"]);
        found("[diff]\npolicy = \"stop\"", &["E142: this is not a policy [stop]"]);
        found("[calendar]\nhours = []", &["E142: no day of the week has working time []"]);
        assert_eq!(check("[calendar\n").1.len(), 1);
    }
}
