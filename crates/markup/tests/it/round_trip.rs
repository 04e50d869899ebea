//! What is written in any style is read back as it was meant.

use proptest::prelude::*;

use crate::records::{self, read, write};
use crate::show;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_written_plan_is_read_back(records in records::records(), style in records::style()) {
        let text = write(&records, &style);
        let outline = markup::parse(&text);
        prop_assert_eq!(show::problems(&text, &outline), "");
        prop_assert_eq!(read(&text, &outline), records, "{}", text);
    }

    #[test]
    fn two_plans_after_one_another_are_read_as_each_alone(
        first in records::records(),
        second in records::records(),
        style in records::style(),
    ) {
        let text = write(&first, &style) + "\n\n" + &write(&second, &style);
        let both = read(&text, &markup::parse(&text));
        prop_assert_eq!(both, [first, second].concat());
    }
}
