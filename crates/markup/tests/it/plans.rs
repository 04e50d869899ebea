//! One plan as people write it, with every form in it.

use crate::show;

#[test]
fn a_whole_plan_is_read_without_problems() {
    let text = include_str!("plan.md");
    let outline = markup::parse(text);
    assert_eq!(show::problems(text, &outline), "");
    assert_eq!(show::nodes(text, &outline), include_str!("plan.outline").trim_end());
}
