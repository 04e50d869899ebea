//! The plan in other forms.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::program::{Folder, billing, fore};

fn sample() -> PathBuf {
    billing()
}

#[test]
fn pictures_are_whole_and_stand_alone() {
    for picture in ["timeline", "dots", "forecast"] {
        let svg = fore(&sample(), &["export", "--svg", picture, "--runs", "512"]).fine();
        assert!(svg.starts_with("<svg xmlns=") && svg.ends_with("</svg>\n"), "{svg}");
        assert_eq!(svg.matches("<g").count(), svg.matches("</g>").count(), "{picture}");
        assert!(!svg.contains("class=") && !svg.contains("NaN"), "{picture} needs a style");
    }
}

#[test]
fn fifty_dots_are_fifty() {
    let svg = fore(&sample(), &["export", "--svg", "dots", "--runs", "512"]).fine();
    // The background and 50 dots are rectangles; nothing else is.
    assert_eq!(svg.matches("<rect").count(), 51);
}

/// A plan of `n` tasks in parts of fifty.
fn large(n: usize) -> String {
    let mut plan = String::from("# Large\n\n`{due=2027-06-30}`\n\n## Team\n\n");
    for person in 0..20 {
        plan += &format!("- P{person} `{{@p{person}}}`\n");
    }
    plan += "\n## Work\n\n";
    for task in 0..n {
        if task % 50 == 0 {
            plan += &format!("- [ ] Part {}\n", task / 50);
        }
        plan += &format!("  - [ ] Task {task} `{{#t{task} @p{} 1d..4d}}`\n", task % 20);
    }
    plan
}

#[test]
fn large_timelines_stay_small() {
    for n in [200, 2000] {
        let place = Folder::with_plan(&large(n));
        let svg = fore(place.path(), &["export", "--svg", "timeline", "--runs", "16"]).fine();
        let nodes = svg.matches('<').count() - svg.matches("</").count();
        assert!(nodes <= 3000, "{nodes} nodes at {n} tasks");
        assert!(svg.len() <= 400_000, "{} bytes at {n} tasks", svg.len());
    }
}

#[test]
fn diagrams_and_tables_name_every_open_task() {
    let mermaid = fore(&sample(), &["export", "--mermaid", "--runs", "512"]).fine();
    assert!(mermaid.starts_with("gantt\n"), "{mermaid}");
    assert!(mermaid.contains("  Launch rehearsal :"), "{mermaid}");
    let csv = fore(&sample(), &["export", "--csv", "--runs", "512"]).fine();
    // 35 tasks under a row of names.
    assert_eq!(csv.lines().count(), 36, "{csv}");
    assert!(csv.lines().all(|line| line.split(',').count() >= 11), "{csv}");
    let json = fore(&sample(), &["export", "--json", "--runs", "512"]).fine();
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["overview"]["p80"], json["forecast"]["p80"]);
    assert_eq!(json["schedule"]["tasks"].as_array().unwrap().len(), 35);
}

#[test]
fn pages_link_to_pages_that_exist_and_load_nothing_from_elsewhere() {
    let place = Folder::empty();
    let folder = place.path().join("pages");
    let said = fore(&sample(), &["export", "--html", folder.to_str().unwrap(), "--runs", "512"]);
    assert!(said.fine().contains("begin with "));
    let mut pages = 0;
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "html") {
            continue;
        }
        let html = fs::read_to_string(&path).unwrap();
        pages += 1;
        assert!(!html.contains("<script") && !html.contains("style=\""), "{}", path.display());
        for link in html.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
            let is_inside =
                link.starts_with('#') || link.starts_with("data:") || folder.join(link).exists();
            assert!(is_inside, "{link} in {}", path.display());
        }
    }
    // The pages of the rail, and one of each of the 35 tasks and of whatever else the plan names.
    assert!(pages >= 45, "{pages} pages");
    let shadow = fs::read_to_string(folder.join("item-shadow.html")).unwrap();
    assert!(shadow.contains("five days instead of ten") && shadow.contains("Why then"), "{shadow}");
    assert!(!shadow.contains("<form") && !shadow.contains("Make it optional"), "{shadow}");
    let overview = fs::read_to_string(folder.join("index.html")).unwrap();
    assert!(overview.contains("href=\"item-"), "{overview}");
}

#[test]
fn a_later_plan_learns_from_an_earlier_one() {
    let settings = fore(&sample(), &["export", "--record"]).fine();
    assert!(settings.contains("  \"3d..6d took 4.5d\",\n"), "{settings}");
    let place = Folder::with_plan("# Next\n\n- [ ] Reports `{#a @ana 2d..8d}`\n");
    let json = |place: &Folder| -> Value {
        serde_json::from_str(&fore(place.path(), &["forecast", "--json"]).fine()).unwrap()
    };
    let before = json(&place);
    fs::write(place.path().join("fore.toml"), &settings).unwrap();
    let after = json(&place);
    // The sample's 13 finished tasks took 1.21 times their middles; 13 parts of 23 are believed.
    assert_eq!(before["calibration"]["pace"].as_f64(), Some(1.0));
    let pace = after["calibration"]["pace"].as_f64().unwrap();
    assert!((1.09..1.14).contains(&pace), "{pace}");
    // What is exported again is what was brought in.
    assert_eq!(fore(place.path(), &["export", "--record"]).fine(), settings);

    fs::write(place.path().join("fore.toml"), "[forecast]\nrecord = [\"3d..6d\"]\n").unwrap();
    fore(place.path(), &["forecast"])
        .ends(1, &["this does not say what it took", "3d..6d took 5.5d"]);
}

#[test]
fn a_form_has_to_be_named() {
    fore(&sample(), &["export"]).ends(2, &["say in which form"]);
}
