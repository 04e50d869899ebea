//! What somebody sees who has hardly written anything.

use crate::program::{Folder, fore};

fn overview(folder: &Folder) -> String {
    fore(folder.path(), &["--width", "80"]).fine()
}

#[test]
fn an_empty_folder_is_asked_what_is_built() {
    insta::assert_snapshot!(overview(&Folder::empty()));
}

#[test]
fn an_empty_plan_is_asked_too() {
    insta::assert_snapshot!(overview(&Folder::with_plan("# A title and no more\n")));
}

#[test]
fn titles_get_a_span_and_questions() {
    let plan = "\
# Search for the help center

## Team

- Tess `{@tess}`
- Marek `{@marek}`

## Work

- [ ] Collect the articles in one place
- [ ] Build the index
- [ ] The search page
- [ ] Put it on every page
";
    insta::assert_snapshot!(overview(&Folder::with_plan(plan)));
}

#[test]
fn nobody_named_is_answered_for_three_crews() {
    let plan = "# Move the archive\n\n- [ ] Choose a vendor\n- [ ] Copy the files\n- [ ] Sign\n";
    insta::assert_snapshot!(overview(&Folder::with_plan(plan)));
}

#[test]
fn a_long_list_is_called_a_backlog() {
    let items: String = (1..=300).map(|n| format!("- [ ] Wish {n}\n")).collect();
    let folder = Folder::with_plan(&format!("# Wishes\n\n{items}"));
    insta::assert_snapshot!(overview(&folder));
    let forecast = fore(folder.path(), &["forecast", "--json"]).fine();
    assert!(forecast.contains(r#""situation": "backlog""#), "{forecast}");
}
