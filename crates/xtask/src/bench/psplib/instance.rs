//! Benchmark instances of resource-constrained project scheduling, as text files.
//!
//! In: the text of a PSPLIB `.sm` file (Kolisch and Sprecher 1997) or of a RanGen `.rcp` file
//! (Demeulemeester, Vanhoucke and Herroelen 2003), single mode, renewable resources. Out: an
//! [`Instance`]. It must not know how they are solved.

use std::fs;
use std::path::Path;

use schedule::search::NetworkActivity;

/// A project to be finished as soon as possible.
pub struct Instance {
    /// The name of its file, without the ending.
    pub name: String,
    /// What is to be done, the dummies at either end included.
    pub activities: Vec<NetworkActivity>,
    /// How many units of each resource there are.
    pub capacities: Vec<u32>,
}

/// Reads every instance in the folder `data`, in the order of their numbers.
pub fn read_all(data: &Path) -> Result<Vec<Instance>, String> {
    let entries = fs::read_dir(data).map_err(|error| format!("{}: {error}", data.display()))?;
    let mut instances = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| error.to_string())?.path();
        let read = match path.extension().and_then(|ending| ending.to_str()) {
            Some("sm") => sm,
            Some("rcp") => rcp,
            _ => continue,
        };
        let text = fs::read_to_string(&path).map_err(|error| error.to_string())?;
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let (activities, capacities) =
            read(&text).ok_or_else(|| format!("{}: this is no such instance", path.display()))?;
        instances.push(Instance { name, activities, capacities });
    }
    if instances.is_empty() {
        return Err(format!("{}: no .sm and no .rcp file in there", data.display()));
    }
    instances.sort_by_key(|instance| numbers_in(&instance.name));
    Ok(instances)
}

type Parts = (Vec<NetworkActivity>, Vec<u32>);

/// Tables under headings: successors, then durations and demands, then capacities.
fn sm(text: &str) -> Option<Parts> {
    let lines: Vec<&str> = text.lines().collect();
    let heading = |start: &str| lines.iter().position(|line| line.starts_with(start));
    let n: usize = lines[heading("jobs (incl")?].split(':').nth(1)?.trim().parse().ok()?;
    let (links, work) = (heading("PRECEDENCE RELATIONS")? + 2, heading("REQUESTS/DURATIONS")? + 3);
    let row = |at: usize| numbers(lines.get(at)?);
    let activity = |at: usize| {
        let (links, work) = (row(links + at)?, row(work + at)?);
        let successors = links.get(3..)?.iter().map(|&job| (job as usize).checked_sub(1));
        Some(NetworkActivity {
            duration: *work.get(2)?,
            demands: work.get(3..)?.to_vec(),
            successors: successors.collect::<Option<_>>()?,
        })
    };
    let activities = (0..n).map(activity).collect::<Option<_>>()?;
    Some((activities, row(heading("RESOURCEAVAILABILITIES")? + 2)?))
}

/// Numbers only: how many activities and resources, capacities, then an activity each: duration,
/// demands, how many successors, which.
fn rcp(text: &str) -> Option<Parts> {
    let mut numbers = numbers(text)?.into_iter();
    let mut next = || numbers.next();
    let (n, resources) = (next()?, next()?);
    let capacities: Vec<u32> = (0..resources).map(|_| next()).collect::<Option<_>>()?;
    let mut activities = Vec::new();
    for _ in 0..n {
        let duration = next()?;
        let demands = (0..resources).map(|_| next()).collect::<Option<_>>()?;
        let count = next()?;
        let successors = (0..count).map(|_| (next()? as usize).checked_sub(1));
        activities.push(NetworkActivity {
            duration,
            demands,
            successors: successors.collect::<Option<_>>()?,
        });
    }
    Some((activities, capacities))
}

fn numbers(text: &str) -> Option<Vec<u32>> {
    text.split_whitespace().map(|word| word.parse().ok()).collect()
}

/// `j1201_10` comes after `j1201_9`.
fn numbers_in(name: &str) -> Vec<u64> {
    let digits = name.split(|letter: char| !letter.is_ascii_digit());
    digits.filter_map(|digits| digits.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_say_the_same() {
        let tables = "jobs (incl. supersource/sink ):  4\nPRECEDENCE RELATIONS:\nheads\n\
            1 1 2 2 3\n2 1 1 4\n3 1 1 4\n4 1 0\n***\nREQUESTS/DURATIONS:\nheads\n---\n\
            1 1 0 0 0\n2 1 3 1 0\n3 1 2 1 1\n4 1 0 0 0\n***\nRESOURCEAVAILABILITIES:\n R 1 R 2\n 1 2\n";
        let plain = "4 2\n1 2\n0 0 0 2 2 3\n3 1 0 1 4\n2 1 1 1 4\n0 0 0 0\n";
        let (activities, capacities) = sm(tables).unwrap();
        let said = |activity: &NetworkActivity| {
            (activity.duration, activity.demands.clone(), activity.successors.clone())
        };
        assert_eq!(said(&activities[2]), (2, vec![1, 1], vec![3]));
        assert_eq!(capacities, [1, 2]);
        let (other, other_capacities) = rcp(plain).unwrap();
        assert_eq!(capacities, other_capacities);
        assert!(activities.iter().map(said).eq(other.iter().map(said)));
    }

    #[test]
    fn what_is_cut_short_is_refused() {
        assert!(sm("jobs (incl. supersource/sink ):  4\n").is_none());
        assert!(rcp("4 2\n1 2\n0 0 0 2 2").is_none());
    }
}
