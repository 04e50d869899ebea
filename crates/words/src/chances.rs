//! Chances: whole percents in tables, words in sentences.
//!
//! A forecast of ten thousand runs knows a chance to about one percent, and its inputs are known
//! far less well. Sentences therefore round to the nearest 5 % and count: people reason better
//! about "1 in 5" than about "19 %". Neither form ever says 0 or 100.

/// A chance for tables, in whole percent: `19%`, `<1%`, `>99%`.
#[must_use]
pub fn percent(chance: f64) -> String {
    let percent = rounded(chance * 100.0);
    match percent {
        i64::MIN..=0 => "<1%".to_owned(),
        100.. => ">99%".to_owned(),
        _ => format!("{percent}%"),
    }
}

/// [`percent`] beside a chance that is wanted, in percent: where it is less and only rounding would hide
/// that, with a decimal, rounded down: `79.7%`.
#[must_use]
pub fn percent_beside(chance: f64, wanted: u32) -> String {
    let is_hidden =
        chance * 100.0 < f64::from(wanted) && rounded(chance * 100.0) >= i64::from(wanted);
    if !is_hidden {
        return percent(chance);
    }
    format!("{:.1}%", (chance * 1000.0).floor() / 10.0)
}

/// A chance in words: `about 1 in 5`, `a coin toss`, `a long shot`, `almost never`, `almost surely`.
#[must_use]
pub fn odds(chance: f64) -> String {
    match Words::of(chance) {
        Words::AlmostNever => "almost never".to_owned(),
        Words::LongShot => "a long shot".to_owned(),
        Words::CoinToss => "a coin toss".to_owned(),
        Words::AlmostSurely => "almost surely".to_owned(),
        Words::Count(hits, of) => format!("about {hits} in {of}"),
    }
}

/// What a date has or is, as the predicate of a sentence: `has about a 1 in 5 chance`, `is a coin
/// toss`, `is a long shot`, `is out of reach`, `is almost sure`.
#[must_use]
pub fn predicate(chance: f64) -> String {
    match Words::of(chance) {
        Words::AlmostNever => "is out of reach".to_owned(),
        Words::LongShot => "is a long shot".to_owned(),
        Words::CoinToss => "is a coin toss".to_owned(),
        Words::AlmostSurely => "is almost sure".to_owned(),
        Words::Count(hits, of) => format!("has about a {hits} in {of} chance"),
    }
}

/// A share of the runs, to the nearest twentieth: `9 of 20 runs`, `1 run in 40`, `nearly all runs`.
#[must_use]
pub fn runs(share: f64) -> String {
    if share < 0.01 {
        return "fewer than 1 run in 100".to_owned();
    }
    if share < 0.05 {
        return format!("1 run in {}", 5 * rounded(0.2 / share));
    }
    let twentieths = rounded(share * 20.0);
    match twentieths {
        10 => "half of the runs".to_owned(),
        20.. => "nearly all runs".to_owned(),
        n => {
            let common = [10, 5, 4, 2].into_iter().find(|by| n % by == 0 && 20 % by == 0);
            let common = common.unwrap_or(1);
            if n == common {
                format!("1 run in {}", 20 / common)
            } else {
                format!("{} of {} runs", n / common, 20 / common)
            }
        }
    }
}

enum Words {
    AlmostNever,
    LongShot,
    CoinToss,
    AlmostSurely,
    Count(u32, u32),
}

impl Words {
    fn of(chance: f64) -> Words {
        if chance < 0.01 {
            return Words::AlmostNever;
        }
        if chance < 0.05 {
            return Words::LongShot;
        }
        match rounded(chance * 20.0) * 5 {
            ..=5 => Words::Count(1, 20),
            10 => Words::Count(1, 10),
            15 => Words::Count(1, 7),
            20 => Words::Count(1, 5),
            25 => Words::Count(1, 4),
            30 => Words::Count(3, 10),
            35 => Words::Count(1, 3),
            40 => Words::Count(2, 5),
            45..=55 => Words::CoinToss,
            60 => Words::Count(3, 5),
            65 => Words::Count(2, 3),
            70 => Words::Count(7, 10),
            75 => Words::Count(3, 4),
            80 => Words::Count(4, 5),
            85 => Words::Count(6, 7),
            90 => Words::Count(9, 10),
            _ => Words::AlmostSurely,
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a chance times a hundred is small; the cast saturates"
)]
fn rounded(value: f64) -> i64 {
    value.round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_never_say_never_or_always() {
        assert_eq!(percent(0.0), "<1%");
        assert_eq!(percent(0.004), "<1%");
        assert_eq!(percent(0.194), "19%");
        assert_eq!(percent(0.996), ">99%");
        assert_eq!(percent(1.0), ">99%");
    }

    #[test]
    fn words_stay_within_five_points_of_the_chance() {
        for point in 5..95 {
            let chance = f64::from(point) / 100.0;
            if let Words::Count(hits, of) = Words::of(chance) {
                let said = f64::from(hits) / f64::from(of);
                assert!((said - chance).abs() < 0.046, "{chance} is said as {hits} in {of}");
            }
        }
    }

    #[test]
    fn shares_of_runs_are_counts() {
        assert_eq!(runs(0.004), "fewer than 1 run in 100");
        assert_eq!(runs(0.025), "1 run in 40");
        assert_eq!(runs(0.1), "1 run in 10");
        assert_eq!(runs(0.45), "9 of 20 runs");
        assert_eq!(runs(0.5), "half of the runs");
        assert_eq!(runs(0.8), "4 of 5 runs");
        assert_eq!(runs(1.0), "nearly all runs");
    }

    #[test]
    fn sentences_count() {
        assert_eq!(odds(0.19), "about 1 in 5");
        assert_eq!(odds(0.48), "a coin toss");
        assert_eq!(odds(0.04), "a long shot");
        assert_eq!(odds(0.0), "almost never");
        assert_eq!(odds(1.0), "almost surely");
        assert_eq!(predicate(0.87), "has about a 6 in 7 chance");
    }

    #[test]
    fn what_is_just_short_shows_it() {
        let said = |chance| percent_beside(chance, 80);
        assert_eq!(
            [0.8, 0.7999, 0.797, 0.795, 0.794].map(said),
            ["80%", "79.9%", "79.7%", "79.5%", "79%"]
        );
    }
}
