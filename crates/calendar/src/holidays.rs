//! The public holidays of nations and of some of their regions.
//!
//! In: a country, perhaps a region, years. Out: dates with names, each on the day on which it is
//! kept. The days of most nations come from `holidays-rs`, whose rules are checked against the
//! tables of python-holidays; here are the names of the countries, and the days of places that it
//! does not know. Only days that are free in all of a place: what differs from town to town, such
//! as 15 August in Bavaria, is for the plan to list. Countries whose holidays follow the moon or a
//! yearly decree are left out. Nothing here knows working hours.
//!
//! Sources of the tables below: the laws on Sundays and holidays of the German Länder, collected by
//! the Federal Ministry of the Interior; `gov.uk/bank-holidays` for Scotland and Northern Ireland;
//! the Australian Fair Work Ombudsman and the Indian Department of Personnel for the nationwide
//! days of their countries; for Dutch Good Friday, on which people work, `rijksoverheid.nl`.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use holidays_rs::{Calendar, Country, Rule};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use crate::{FIRST_DATE, LAST_DATE};

/// A country or region whose holidays are not known.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the public holidays of `{code}` are not known")]
pub struct UnknownCountry {
    /// What was asked for: `XX`, or `DE-XX` where only the region is not known.
    pub code: String,
    /// All codes in its place that are known: of countries, or of regions of the country.
    pub known: Vec<&'static str>,
}

/// Returns the public holidays of `country`, an ISO 3166-1 code such as `DE`, in `years`, ordered
/// by date, one a date. With `region`, the second half of an ISO 3166-2 code such as `BY`, those of
/// the region too. Capitals do not matter; `UK` means `GB`, whose own days are those of England.
///
/// Years outside [`FIRST_DATE`] to [`LAST_DATE`] have none.
///
/// **Errors** if the country or its region is not known.
pub fn public_holidays(
    country: &str,
    region: Option<&str>,
    years: RangeInclusive<i16>,
) -> Result<Vec<(Date, String)>, UnknownCountry> {
    let nation = find_nation(country)?;
    let region = region.map(|region| find_region(nation.code, region)).transpose()?;
    let places = [Some(nation.code), region];
    let is_kept_in = |place: &&str| places.contains(&Some(*place));

    let mut holidays = BTreeMap::new();
    for year in *years.start().max(&FIRST_DATE.year())..=*years.end().min(&LAST_DATE.year()) {
        for (date, name) in nation.rules.iter().flat_map(|rules| rules.holidays_in(year.into())) {
            if !NOT_KEPT.iter().any(|(place, not)| is_kept_in(place) && *not == name) {
                holidays.insert(civil(date), name);
            }
        }
        for day in DAYS.iter().filter(|day| day.places.iter().any(is_kept_in)) {
            if let Some(date) = day.rule.resolve(year.into()).map(civil) {
                let kept = match day.at_weekend {
                    AtWeekend::Stays => date,
                    AtWeekend::Moves => next_free_weekday(date, &holidays),
                };
                holidays.insert(kept, day.name);
            }
        }
    }
    Ok(holidays.into_iter().map(|(date, name)| (date, name.to_owned())).collect())
}

/// Whether the holidays of `country`, and of `region` in it, are known, so that
/// [`public_holidays`] does not fail for them.
///
/// **Errors** if one is not.
pub fn check_place(country: &str, region: Option<&str>) -> Result<(), UnknownCountry> {
    let nation = find_nation(country)?;
    region.map_or(Ok(()), |region| find_region(nation.code, region).map(drop))
}

struct Nation {
    code: &'static str,
    /// Its days, where they are not all in [`DAYS`].
    rules: Option<Calendar>,
}

fn find_nation(country: &str) -> Result<Nation, UnknownCountry> {
    let code = match country.to_ascii_uppercase() {
        code if code == "UK" => "GB".to_owned(),
        code => code,
    };
    if let Some((code, country)) = NATIONS.iter().find(|(known, _)| *known == code) {
        return Ok(Nation { code, rules: country.map(Calendar::new) });
    }
    Err(UnknownCountry { code, known: NATIONS.iter().map(|(known, _)| *known).collect() })
}

fn find_region(country: &str, region: &str) -> Result<&'static str, UnknownCountry> {
    let code = format!("{country}-{}", region.to_ascii_uppercase());
    if let Some(known) = REGIONS.iter().find(|known| **known == code) {
        return Ok(known);
    }
    let of_country = |known: &&&str| known.starts_with(country);
    Err(UnknownCountry { code, known: REGIONS.iter().filter(of_country).copied().collect() })
}

fn civil(date: holidays_rs::Date) -> Date {
    let year = i16::try_from(date.year).expect("at most a day beyond the year 2500");
    Date::new(year, date.month as i8, date.day as i8).expect("a date of the same calendar")
}

/// Returns the first of `date` and the days after it that is neither at a weekend nor a holiday.
fn next_free_weekday(date: Date, holidays: &BTreeMap<Date, &str>) -> Date {
    let is_taken = |day: &Date| {
        matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) || holidays.contains_key(day)
    };
    let mut day = date;
    while is_taken(&day) {
        day = day.saturating_add(1.day());
    }
    day
}

/// A holiday that this module adds.
struct Day {
    name: &'static str,
    places: &'static [&'static str],
    rule: Rule,
    at_weekend: AtWeekend,
}

enum AtWeekend {
    Stays,
    /// The next weekday that is not a holiday is free instead.
    Moves,
}

const fn fixed(month: u8, day: u8) -> Rule {
    Rule::Fixed { month, day }
}

const fn since(year: i32, base: &'static Rule) -> Rule {
    Rule::Since { year, base }
}

const fn stays(name: &'static str, rule: Rule, places: &'static [&'static str]) -> Day {
    Day { name, places, rule, at_weekend: AtWeekend::Stays }
}

const fn moves(name: &'static str, rule: Rule, places: &'static [&'static str]) -> Day {
    Day { name, places, rule, at_weekend: AtWeekend::Moves }
}

const WOMENS_DAY: Rule = fixed(3, 8);
const CHILDRENS_DAY: Rule = fixed(9, 20);
const REFORMATION_DAY: Rule = fixed(10, 31);

/// What the tables of the nations do not have. The days of a place that move stand in the order of
/// the year, since the earlier takes the first free weekday.
static DAYS: [Day; 29] = [
    stays("Heilige Drei Könige", fixed(1, 6), &["DE-BW", "DE-BY", "DE-ST"]),
    stays("Internationaler Frauentag", since(2019, &WOMENS_DAY), &["DE-BE"]),
    stays("Internationaler Frauentag", since(2023, &WOMENS_DAY), &["DE-MV"]),
    stays("Ostersonntag", Rule::EasterOffset(0), &["DE-BB"]),
    stays("Tag der Befreiung", Rule::Once { year: 2020, month: 5, day: 8 }, &["DE-BE"]),
    stays("Tag der Befreiung", Rule::Once { year: 2025, month: 5, day: 8 }, &["DE-BE"]),
    stays("Pfingstsonntag", Rule::EasterOffset(49), &["DE-BB"]),
    stays(
        "Fronleichnam",
        Rule::EasterOffset(60),
        &["DE-BW", "DE-BY", "DE-HE", "DE-NW", "DE-RP", "DE-SL"],
    ),
    stays("Mariä Himmelfahrt", fixed(8, 15), &["DE-SL"]),
    stays("Weltkindertag", since(2019, &CHILDRENS_DAY), &["DE-TH"]),
    stays("Reformationstag", REFORMATION_DAY, &["DE-BB", "DE-MV", "DE-SN", "DE-ST", "DE-TH"]),
    stays("Reformationstag", since(2018, &REFORMATION_DAY), &["DE-HB", "DE-HH", "DE-NI", "DE-SH"]),
    stays("Allerheiligen", fixed(11, 1), &["DE-BW", "DE-BY", "DE-NW", "DE-RP", "DE-SL"]),
    // The Wednesday before 23 November.
    stays(
        "Buß- und Bettag",
        Rule::WeekdayOnOrBefore { month: 11, day: 22, weekday: 3 },
        &["DE-SN"],
    ),
    moves("2nd January", fixed(1, 2), &["GB-SCT"]),
    stays("Summer Bank Holiday", Rule::NthWeekday { month: 8, weekday: 1, nth: 1 }, &["GB-SCT"]),
    moves("Saint Andrew's Day", fixed(11, 30), &["GB-SCT"]),
    moves("Saint Patrick's Day", fixed(3, 17), &["GB-NIR"]),
    moves("Battle of the Boyne", fixed(7, 12), &["GB-NIR"]),
    moves("New Year's Day", fixed(1, 1), &["AU"]),
    moves("Australia Day", fixed(1, 26), &["AU"]),
    stays("Good Friday", Rule::EasterOffset(-2), &["AU"]),
    stays("Easter Monday", Rule::EasterOffset(1), &["AU"]),
    stays("Anzac Day", fixed(4, 25), &["AU"]),
    moves("Christmas Day", fixed(12, 25), &["AU"]),
    moves("Boxing Day", fixed(12, 26), &["AU"]),
    stays("Republic Day", fixed(1, 26), &["IN"]),
    stays("Independence Day", fixed(8, 15), &["IN"]),
    stays("Gandhi Jayanti", fixed(10, 2), &["IN"]),
];

/// Days of a nation's table that people of a place work.
static NOT_KEPT: [(&str, &str); 3] = [
    ("GB-SCT", "Easter Monday"),
    ("GB-SCT", "Summer Bank Holiday"), // three weeks earlier there
    ("NL", "Goede Vrijdag"),
];

static REGIONS: [&str; 20] = [
    "DE-BB", "DE-BE", "DE-BW", "DE-BY", "DE-HB", "DE-HE", "DE-HH", "DE-MV", "DE-NI", "DE-NW",
    "DE-RP", "DE-SH", "DE-SL", "DE-SN", "DE-ST", "DE-TH", "GB-ENG", "GB-NIR", "GB-SCT", "GB-WLS",
];

static NATIONS: [(&str, Option<Country>); 53] = [
    ("AD", Some(Country::Andorra)),
    ("AT", Some(Country::Austria)),
    ("AU", None),
    ("AX", Some(Country::AlandIslands)),
    ("BE", Some(Country::Belgium)),
    ("BR", Some(Country::Brazil)),
    ("BW", Some(Country::Botswana)),
    ("CA", Some(Country::Canada)),
    ("CH", Some(Country::Switzerland)),
    ("CV", Some(Country::CaboVerde)),
    ("CY", Some(Country::Cyprus)),
    ("CZ", Some(Country::Czechia)),
    ("DE", Some(Country::Germany)),
    ("DK", Some(Country::Denmark)),
    ("EE", Some(Country::Estonia)),
    ("ES", Some(Country::Spain)),
    ("FI", Some(Country::Finland)),
    ("FO", Some(Country::FaroeIslands)),
    ("FR", Some(Country::France)),
    ("GB", Some(Country::UnitedKingdom)),
    ("GL", Some(Country::Greenland)),
    ("GR", Some(Country::Greece)),
    ("HR", Some(Country::Croatia)),
    ("HT", Some(Country::Haiti)),
    ("IE", Some(Country::Ireland)),
    ("IN", None),
    ("IS", Some(Country::Iceland)),
    ("IT", Some(Country::Italy)),
    ("JM", Some(Country::Jamaica)),
    ("LI", Some(Country::Liechtenstein)),
    ("LT", Some(Country::Lithuania)),
    ("LU", Some(Country::Luxembourg)),
    ("LV", Some(Country::Latvia)),
    ("MC", Some(Country::Monaco)),
    ("MT", Some(Country::Malta)),
    ("MX", Some(Country::Mexico)),
    ("MZ", Some(Country::Mozambique)),
    ("NA", Some(Country::Namibia)),
    ("NI", Some(Country::Nicaragua)),
    ("NL", Some(Country::Netherlands)),
    ("NO", Some(Country::Norway)),
    ("NZ", Some(Country::NewZealand)),
    ("PA", Some(Country::Panama)),
    ("PE", Some(Country::Peru)),
    ("PL", Some(Country::Poland)),
    ("PT", Some(Country::Portugal)),
    ("RO", Some(Country::Romania)),
    ("SE", Some(Country::Sweden)),
    ("SI", Some(Country::Slovenia)),
    ("SK", Some(Country::Slovakia)),
    ("SV", Some(Country::ElSalvador)),
    ("US", Some(Country::UnitedStates)),
    ("UY", Some(Country::Uruguay)),
];
