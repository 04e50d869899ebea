//! Charts from plain values, at the widths and in the styles that people use.

use insta::assert_snapshot;
use view::chart::{
    Bar, HistogramRow, Lane, Lanes, Mark, dots, gutter, histogram, lanes, marks, progress, spark,
};
use view::terminal::{Charset, Line, Paint, Role};

const WIDE: Paint = Paint { color: false, charset: Charset::Unicode, plain: false, width: 100 };
const ASCII: Paint = Paint { charset: Charset::Ascii, ..WIDE };

fn finishes() -> Vec<u32> {
    vec![
        1, 3, 8, 9, 20, 30, 55, 70, 110, 140, 170, 260, 300, 310, 320, 380, 470, 540, 610, 615,
        560, 620, 575, 580, 560, 545, 470, 410, 380, 360, 310, 270, 250, 200, 150, 140, 110, 105,
        70, 69, 72, 60, 40, 50, 30, 20,
    ]
}

fn deadline_and_percentiles() -> Vec<Mark> {
    let mark = |column, tick, when: &str, what: &str, role| Mark {
        column,
        tick,
        when: when.to_owned(),
        what: what.to_owned(),
        role,
    };
    vec![
        mark(11, "│", "30 Jun", "deadline", Role::Deadline),
        mark(20, "┬", "10 Jul", "P50", Role::Forecast),
        mark(28, "┬", "22 Jul", "P80", Role::Forecast),
        mark(37, "┬", "4 Aug", "P95", Role::Forecast),
    ]
}

#[test]
fn a_spark_line_with_its_marks() {
    let mut lines = vec![spark(&finishes(), 12)];
    lines.extend(marks(&deadline_and_percentiles(), 46));
    assert_snapshot!(format!("{}{}", WIDE.render(&lines), ASCII.render(&lines)));
}

#[test]
fn fifty_dots() {
    let counts = finishes();
    let total: u32 = counts.iter().sum();
    // The dot at the middle of each fiftieth: the column at which the sum of counts reaches it.
    let columns: Vec<usize> = (0..50)
        .map(|dot| {
            let wanted = (2 * dot + 1) * total / 100;
            let mut sum = 0;
            counts.iter().position(|count| {
                sum += count;
                sum > wanted
            })
        })
        .map(|column| column.expect("each fiftieth lies in a column"))
        .collect();
    let in_time = columns.iter().filter(|column| **column <= 11).count();
    let mut lines = dots(&columns, in_time);
    lines.extend(marks(&deadline_and_percentiles(), 46));
    assert_snapshot!(format!("{}{}", WIDE.render(&lines), ASCII.render(&lines)));
}

#[test]
fn a_histogram_by_week() {
    let week = |label: &str, percent: u32, by_then: u32, notes: &[(&str, Role)]| HistogramRow {
        label: label.to_owned(),
        share: f64::from(percent) / 100.0,
        by_then: f64::from(by_then) / 100.0,
        in_time: by_then < 15,
        notes: notes.iter().map(|(text, role)| ((*text).to_owned(), *role)).collect(),
    };
    let rows = [
        week("15 Jun", 4, 4, &[]),
        week("22 Jun", 10, 14, &[]),
        week("29 Jun", 14, 29, &[("30 Jun deadline: 19%", Role::Deadline)]),
        week("6 Jul", 22, 50, &[("P50 10 Jul", Role::Forecast)]),
        week("13 Jul", 21, 71, &[]),
        week("20 Jul", 14, 86, &[("P80 22 Jul", Role::Forecast)]),
        week("27 Jul", 8, 94, &[]),
        week("3 Aug", 4, 97, &[("P95 4 Aug", Role::Forecast)]),
        week("10 Aug", 2, 99, &[]),
        week("later", 1, 100, &[]),
    ];
    let paints = [WIDE, Paint { width: 80, ..WIDE }, Paint { width: 50, ..WIDE }, ASCII];
    let looks: Vec<String> =
        paints.iter().map(|paint| paint.render(&histogram("week of", &rows, paint, 4))).collect();
    assert_snapshot!(looks.join("====\n"));
}

#[test]
fn lanes_of_two_people() {
    let bar = |label: &str, on_path, start, end, fade_end| Bar {
        label: label.to_owned(),
        in_progress: start == 0,
        on_path,
        solid: start..end,
        fade_end,
        gaps: Vec::new(),
        ends_here: label == "cutover",
    };
    let chart = Lanes {
        gutter: gutter([("jonas", "28 of 40 d")].into_iter(), ["invoice-api"].into_iter()),
        columns: 78,
        ticks: ["13 Apr", "27 Apr", "11 May", "25 May", "8 Jun", "22 Jun", "6 Jul", "20 Jul"]
            .iter()
            .enumerate()
            .map(|(index, label)| (index * 10, (*label).to_owned()))
            .collect(),
        today: Some(1),
        deadline: Some(57),
        lanes: vec![
            Lane {
                name: "ilse".to_owned(),
                note: "28 of 39 d".to_owned(),
                leave: Vec::new(),
                bars: vec![
                    bar("backfill", false, 0, 6, 9),
                    bar("dry-run", false, 6, 20, 32),
                    bar("shadow", true, 22, 38, 53),
                    bar("cutover", true, 60, 69, 80),
                ],
            },
            Lane {
                name: "jonas".to_owned(),
                note: "28 of 40 d".to_owned(),
                leave: vec![24..36, 70..73],
                bars: vec![
                    bar("invoice-api", false, 0, 4, 7),
                    Bar { gaps: vec![23..33, 90..91], ..bar("load", false, 20, 37, 43) },
                ],
            },
        ],
    };
    let lines = lanes(&chart);
    assert!(lines.iter().map(Line::width).max() <= Some(100));
    assert_snapshot!(format!("{}{}", WIDE.render(&lines), ASCII.render(&lines)));
}

#[test]
fn how_much_is_done() {
    let lines: Vec<Line> =
        [0.0, 0.01, 0.53, 1.0].iter().map(|share| progress(*share, 20)).collect();
    assert_snapshot!(format!("{}{}", WIDE.render(&lines), ASCII.render(&lines)));
}
