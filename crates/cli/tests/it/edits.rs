//! What an edit announces is what the plan says next.

use serde_json::Value;

use crate::program::{Folder, fore};

const PLAN: &str = "\
# P

## Team

- Ann `{@ann}`
- Bob `{@bob}`

## Work

- [ ] Pilot `{#pilot @ann 8d..12d changes=web}`
- [ ] Go live `{#golive @ann 2d..4d after=pilot}`

## Systems

- Web `{#web kind=ui}`
";

#[test]
fn the_first_line_of_a_hand_over_is_the_date_that_is_said_next() {
    let folder = Folder::with_plan(PLAN);
    let json = |arguments: &[&str]| -> Value {
        serde_json::from_str(&fore(folder.path(), &[arguments, &["--json"]].concat()).fine())
            .unwrap()
    };
    let tried = json(&["set", "pilot", "@bob", "--dry-run"]);
    let announced = &tried["effect"]["p80"]["after"];
    let remark = tried["remarks"][0].as_str().unwrap();
    assert!(remark.starts_with("Catching up on `pilot` takes 1d and 20%, which"), "{remark}");
    assert!(remark.contains(" With it P80 would be "), "{remark}");
    let before = json(&[])["p80"].clone();
    assert_eq!(&before, announced, "the same work by somebody as free");
    assert!(fore(folder.path(), &["set", "pilot", "@bob"]).fine().contains("P80 stays on"));
    assert_eq!(&json(&[])["p80"], announced);
}
