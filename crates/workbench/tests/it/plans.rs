//! Every case of `tests/plans` gives what it expects.

use rayon::prelude::*;

use crate::case::all_cases;
use crate::judge::failures;

#[test]
fn every_plan_has_the_dates_that_it_says() {
    let failures: Vec<String> = all_cases().par_iter().flat_map_iter(failures).collect();
    assert!(failures.is_empty(), "{} failures\n\n{}", failures.len(), failures.join("\n\n"));
}
