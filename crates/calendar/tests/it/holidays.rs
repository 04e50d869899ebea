//! Public holidays of years whose dates are known.

use calendar::{UnknownCountry, public_holidays};
use jiff::civil::date;

/// Compares the dates, as `month-day`, of the holidays of `place` in `year`.
#[track_caller]
fn check(place: &str, year: i16, expected: &str) {
    let (country, region) = match place.split_once('-') {
        Some((country, region)) => (country, Some(region)),
        None => (place, None),
    };
    let holidays = public_holidays(country, region, year..=year).expect("a known place");
    let dates: Vec<String> =
        holidays.iter().map(|(date, _)| date.strftime("%m-%d").to_string()).collect();
    assert_eq!(dates.join(" "), expected, "{place} in {year}: {holidays:?}");
}

#[test]
fn federal_holidays_of_the_united_states() {
    let of_2024 = "01-01 01-15 02-19 05-27 06-19 07-04 09-02 10-14 11-11 11-28 12-25";
    check("US", 2024, of_2024);
    // 4 July 2026 is a Saturday and kept on the Friday; 2027-12-31 is New Year's Day of 2028.
    check("US", 2026, "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25");
    check("US", 2027, "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31");
}

#[test]
fn bank_holidays_of_the_united_kingdom() {
    check("GB", 2024, "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26");
    check("uk-eng", 2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28");
    check("GB-SCT", 2024, "01-01 01-02 03-29 05-06 05-27 08-05 12-02 12-25 12-26");
    // 1 January 2022 was a Saturday, so both days moved, to the Monday and the Tuesday; the jubilee
    // and the funeral of that year are one-off days.
    let of_2022 = "01-03 01-04 04-15 05-02 06-02 06-03 08-01 09-19 11-30 12-26 12-27";
    check("GB-SCT", 2022, of_2022);
    check("GB-NIR", 2024, "01-01 03-18 03-29 04-01 05-06 05-27 07-12 08-26 12-25 12-26");
    check("GB-NIR", 2026, "01-01 03-17 04-03 04-06 05-04 05-25 07-13 08-31 12-25 12-28");
}

#[test]
fn germany_and_its_states() {
    check("DE", 2025, "01-01 04-18 04-21 05-01 05-29 06-09 10-03 12-25 12-26");
    let bavaria = "01-01 01-06 04-03 04-06 05-01 05-14 05-25 06-04 10-03 11-01 12-25 12-26";
    check("DE-BY", 2026, bavaria);
    check("DE-BE", 2025, "01-01 03-08 04-18 04-21 05-01 05-08 05-29 06-09 10-03 12-25 12-26");
    check("DE-SN", 2026, "01-01 04-03 04-06 05-01 05-14 05-25 10-03 10-31 11-18 12-25 12-26");
    check("DE-HH", 2024, "01-01 03-29 04-01 05-01 05-09 05-20 10-03 10-31 12-25 12-26");
    check("DE-TH", 2024, "01-01 03-29 04-01 05-01 05-09 05-20 09-20 10-03 10-31 12-25 12-26");
}

#[test]
fn other_countries() {
    check("FR", 2026, "01-01 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 12-25");
    check("NL", 2025, "01-01 04-20 04-21 04-26 05-05 05-29 06-08 06-09 12-25 12-26");
    let poland =
        "01-01 01-06 04-20 04-21 05-01 05-03 06-08 06-19 08-15 11-01 11-11 12-24 12-25 12-26";
    check("PL", 2025, poland); // Christmas Eve is new that year
    check(
        "AT",
        2026,
        "01-01 01-06 04-06 05-01 05-14 05-25 06-04 08-15 10-26 11-01 12-08 12-25 12-26",
    );
    check("CH", 2026, "01-01 05-14 08-01 12-25");
    check("IT", 2025, "01-01 01-06 04-21 04-25 05-01 06-02 08-15 11-01 12-08 12-25 12-26");
    check("IN", 2026, "01-26 08-15 10-02");
    check("DK", 2024, "01-01 03-28 03-29 03-31 04-01 05-09 05-19 05-20 12-25 12-26");
    // 26 January 2025 is a Sunday; Christmas and Boxing Day 2027 fill a weekend.
    check("AU", 2025, "01-01 01-27 04-18 04-21 04-25 12-25 12-26");
    check("AU", 2027, "01-01 01-26 03-26 03-29 04-25 12-27 12-28");
}

#[test]
fn names_are_those_of_the_place() {
    let holidays = public_holidays("de", Some("sn"), 2024..=2025).expect("known");
    assert!(holidays.contains(&(date(2024, 11, 20), "Buß- und Bettag".to_owned())));
    assert!(holidays.contains(&(date(2025, 11, 19), "Buß- und Bettag".to_owned())));
    assert!(holidays.is_sorted());
}

#[test]
fn unknown_places_come_with_the_known_ones() {
    let UnknownCountry { code, known } =
        public_holidays("dd", None, 2024..=2024).expect_err("gone");
    assert_eq!(code, "DD");
    assert!(known.contains(&"DE") && known.is_sorted());
    let unknown = public_holidays("GB", Some("XX"), 2024..=2024).expect_err("no such region");
    assert_eq!(unknown.code, "GB-XX");
    assert_eq!(unknown.known, ["GB-ENG", "GB-NIR", "GB-SCT", "GB-WLS"]);
    let without_regions = public_holidays("FR", Some("BRE"), 2024..=2024).expect_err("none");
    assert_eq!(without_regions.known, [""; 0]);
}

#[test]
fn years_out_of_range_have_none() {
    assert_eq!(public_holidays("DE", None, i16::MIN..=1899), Ok(Vec::new()));
    assert_eq!(public_holidays("DE", None, 2501..=i16::MAX), Ok(Vec::new()));
    assert!(public_holidays("US", None, 2500..=i16::MAX).expect("known").len() >= 10);
}

#[test]
fn every_known_place_has_holidays_each_year() {
    let nations = public_holidays("", None, 2024..=2024).expect_err("no country").known;
    for nation in nations {
        let regions = public_holidays(nation, Some(""), 2024..=2024).expect_err("no region").known;
        let of_nation = regions.iter().map(|region| Some(&region[3..])).chain([None]);
        for region in of_nation {
            for year in [2000, 2026, 2500] {
                let holidays = public_holidays(nation, region, year..=year).expect("known");
                assert!(!holidays.is_empty(), "{nation} {region:?} {year}");
                assert!(holidays.iter().all(|(date, _)| date.year() == year), "{nation} {year}");
            }
        }
    }
}
