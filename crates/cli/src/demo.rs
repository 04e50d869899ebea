//! `fore demo`: the sample plan, moved to today.

use std::path::Path;

use jiff::civil::{Date, date};
use store::StoreError;

/// The day on which the sample plan is meant to be read.
const WRITTEN_FOR: Date = date(2026, 4, 14);

const PLAN: &str = include_str!("../../../examples/billing/plan/plan.md");
const SETTINGS: &str = include_str!("../../../examples/billing/fore.toml");

/// Writes the sample plan into `folder` as it would stand on `today`.
///
/// # Errors
/// If the folder holds anything, or the disk says no.
pub fn write(folder: &Path, today: Date) -> Result<(), StoreError> {
    let moved = |text| workbench::move_dates(text, WRITTEN_FOR, today);
    store::write_new(folder, &[("plan/plan.md", &moved(PLAN)), ("fore.toml", &moved(SETTINGS))])
}
