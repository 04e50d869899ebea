//! The map with a station for each task. Finished work is folded into narrow columns.

use maud::{Markup, html};
use plan::{ItemRef, TaskId};
use view::map::{Map, PATH_MIN, Station, Track, map};
use view::{Facts, Status, words};

use crate::Board;
use crate::page::Medium;

/// The width at which a map fills its card on an ordinary screen.
const WIDTH: f64 = 1130.0;
const LEFT: f64 = 28.0;
const RIGHT: f64 = 64.0;
const TOP: f64 = 44.0;
const ROW: f64 = 60.0;
const DONE_COLUMN: f64 = 28.0;
const COLUMN_MIN: f64 = 92.0;
const COLUMN_MAX: f64 = 132.0;
/// Of a letter in a label, on average.
const LETTER: f64 = 6.4;

/// The picture.
pub fn picture(board: &Board, medium: &Medium<'_>, tasks: &[TaskId]) -> Markup {
    let facts = &board.facts();
    let map = map(facts, tasks);
    let paper = Paper::new(&map);
    let begun = map.stations.iter().filter(|one| one.status == Status::InProgress).count();
    let done = map.stations.iter().filter(|one| one.status == Status::Done).count();
    let label = format!(
        "{}: {done} done, {begun} in progress, {} to come",
        words::count(map.stations.len(), "task"),
        map.stations.len() - done - begun
    );
    let mut tracks: Vec<&Track> = map.tracks.iter().collect();
    tracks.sort_by(|one, other| one.share.total_cmp(&other.share));
    html! {
        svg.map viewBox=(format!("0 0 {} {}", paper.width, paper.height)) width=(paper.width) height=(paper.height) role="group" aria-label=(label) {
            @if map.columns_done > 0 {
                @let edge = paper.x(map.columns_done) - paper.column / 2.0 - 8.0;
                line x1=(edge) x2=(edge) y1="8" y2=(paper.height) {}
                }
            @for track in tracks { (line(&map, &paper, track)) }
            @if map.columns_done > 0 {
                text.t.label x=(LEFT - 8.0) y="18" { "done, " (done) }
                text.t.label x=(paper.x(map.columns_done) - paper.column / 2.0 + 2.0) y="18" { "open, " (map.stations.len() - done) }
            }
            @for station in &map.stations {
                @let stop = stop(facts, &paper, station);
                @match medium.link_of(ItemRef::Task(station.task), board) {
                    Some(link) => { a href=(link) { title { (said(facts, station)) } (stop) } }
                    None => { (stop) }
                }
            }
        }
    }
}

/// Where columns and rows lie.
struct Paper {
    columns_done: usize,
    column: f64,
    width: f64,
    height: f64,
}

impl Paper {
    fn new(map: &Map) -> Self {
        let done = map.columns_done as f64 * DONE_COLUMN;
        let open = (map.columns - map.columns_done) as f64;
        let column = ((WIDTH - LEFT - RIGHT - done) / open.max(1.0)).clamp(COLUMN_MIN, COLUMN_MAX);
        Paper {
            columns_done: map.columns_done,
            column,
            width: (LEFT + done + open * column + RIGHT / 2.0).round(),
            height: TOP + map.rows as f64 * ROW + 12.0,
        }
    }

    fn x(&self, column: usize) -> f64 {
        let done = column.min(self.columns_done) as f64 * DONE_COLUMN;
        let open = column.saturating_sub(self.columns_done) as f64 * self.column;
        let middle = if column < self.columns_done { 0.0 } else { self.column / 2.0 };
        LEFT + done + open + middle
    }

    fn y(&self, row: usize) -> f64 {
        TOP + row as f64 * ROW
    }
}

/// A line leaves along its own row if that is free, else it comes in along the row of its target, else
/// it goes between the rows: always the same three ways, so that a small edit moves little.
fn line(map: &Map, paper: &Paper, track: &Track) -> Markup {
    let (from, to) = (&map.stations[track.from], &map.stations[track.to]);
    let ((x1, y1), (x2, y2)) =
        ((paper.x(from.column), paper.y(from.row)), (paper.x(to.column), paper.y(to.row)));
    let is_past = to.status == Status::Done || from.status == Status::Done;
    // A curve fits between the columns at its own end of the line.
    let bend = |station: &Station| {
        let is_narrow = station.column < map.columns_done;
        let room = if is_narrow { DONE_COLUMN * 0.9 } else { paper.column * 0.6 };
        room.min((x2 - x1).abs() / 2.0).max(1.0)
    };
    let (leave, enter) = (bend(from), bend(to));
    let own = map.is_free(from.row, from.column, to.column);
    let target = map.is_free(to.row, from.column, to.column);
    let curve = |x: f64, bend: f64, from: f64, to: f64| {
        let middle = x + bend / 2.0;
        format!("C{middle:.0} {from:.0} {middle:.0} {to:.0} {:.0} {to:.0}", x + bend)
    };
    let d = if from.row == to.row && own {
        format!("M{x1:.0} {y1:.0}H{x2:.0}")
    } else if own && from.row != to.row {
        format!("M{x1:.0} {y1:.0}H{:.0}{}", x2 - enter, curve(x2 - enter, enter, y1, y2))
    } else if target && from.row != to.row {
        format!("M{x1:.0} {y1:.0}{}H{x2:.0}", curve(x1, leave, y1, y2))
    } else {
        let lane = if y2 > y1 { y1 + ROW / 2.0 } else { y1 - ROW / 2.0 };
        let (out, back) = (curve(x1, leave, y1, lane), curve(x2 - enter, enter, lane, y2));
        format!("M{x1:.0} {y1:.0}{out}H{:.0}{back}", x2 - enter)
    };
    let is_path = track.share >= PATH_MIN / 2.0;
    let class = match (is_past, is_path) {
        (true, _) => "past",
        (_, true) => "path",
        _ => "",
    };
    html! {
        path.(class).dotted[track.same_hands] d=(d) stroke-width=(format!("{:.1}", 1.2 + 3.0 * track.share)) {}
    }
}

fn stop(facts: &Facts<'_>, paper: &Paper, station: &Station) -> Markup {
    let task = facts.plan.task(station.task);
    let (x, y) = (paper.x(station.column), paper.y(station.row));
    let is_done = station.status == Status::Done;
    let is_main = station.share >= PATH_MIN;
    let class = match station.status {
        Status::Done => "past",
        Status::InProgress => "begun",
        _ => "",
    };
    let is_finish = facts.plan.finish == Some(ItemRef::Task(station.task));
    let letters = (paper.column / LETTER) as usize;
    html! {
        g {
            title { (said(facts, station)) }
            @if task.contract {
                rect.hinge .(class).main[is_main] x=(x - 3.5) y=(y - 12.0) width="7" height="24" rx="3" {}
            } @else if is_finish {
                path.end .(class).main[is_main] d=(format!("M{x:.0} {:.0}l8 8l-8 8l-8 -8Z", y - 8.0)) {}
            } @else {
                circle .(class).main[is_main] cx=(x) cy=(y) r=(if is_done { 4.0 } else { 6.5 }) {}
            }
            @if !is_done {
                @for (n, line) in wrapped(&task.item.title, letters).iter().enumerate() {
                    text.label.strong[is_main] x=(x) y=(y + 22.0 + 14.0 * n as f64) text-anchor="middle" { (line) }
                }
            }
        }
    }
}

fn said(facts: &Facts<'_>, station: &Station) -> String {
    let title = &facts.plan.task(station.task).item.title;
    if station.status == Status::Done {
        return format!("{title}: done");
    }
    let played = facts.played(ItemRef::Task(station.task));
    let dates = played.and_then(|played| Some((played.finish.p50?, played.finish.p80?)));
    let dates = dates.map_or_else(String::new, |(p50, p80)| {
        let said = |at| words::day_month(facts.finish_date(at), facts.today);
        format!(", {} – {}", said(p50), said(p80))
    });
    format!("{title}{dates}; on the longest path in {}", words::runs(station.share))
}

/// A title in two lines at most, each of so many letters.
pub fn wrapped(title: &str, letters: usize) -> Vec<String> {
    const LINES_MAX: usize = 2;
    let mut lines: Vec<String> = vec![String::new()];
    for word in title.split_whitespace() {
        let n = lines.len() - 1;
        let length = lines[n].chars().count() + word.chars().count();
        if lines[n].is_empty() {
            lines[n].push_str(word);
        } else if length < letters {
            lines[n].push(' ');
            lines[n].push_str(word);
        } else if lines.len() < LINES_MAX {
            lines.push(word.to_owned());
        } else {
            lines[n].push('…');
            break;
        }
    }
    for line in &mut lines {
        if line.chars().count() > letters + 1 {
            *line = line.chars().take(letters).chain(['…']).collect();
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn labels_have_two_lines_and_an_end() {
        let check = |title: &str, expected: &[&str]| assert_eq!(wrapped(title, 12), expected);
        check("Shadow run", &["Shadow run"]);
        check("Tax provider adapter", &["Tax provider", "adapter"]);
        check("Backfill dry run on a copy of production", &["Backfill dry", "run on a…"]);
        check("Donaudampfschifffahrt", &["Donaudampfsc…"]);
        check("", &[""]);
    }
}
