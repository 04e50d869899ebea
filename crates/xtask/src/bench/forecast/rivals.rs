//! The rivals: what numpy and numba reach on the same network, in scripts that are not ours.
//!
//! In: a folder with the scripts, a Python. Out: their best figures; or, on standard error, why
//! there are none.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::Measurement;
use super::measure::{PROPAGATION, WHOLE};
use crate::complain;

/// A rival's script, and the beginning of the line that has its figure.
struct Rival {
    name: &'static str,
    script: &'static str,
    line: &'static str,
    /// The figure, in millions a second, stands after this word and before `M`.
    after: &'static str,
    task_runs: f64,
    /// Which of our measurements does the same work.
    ours: &'static str,
}

const RIVALS: [Rival; 3] = [
    Rival {
        name: "numpy, single precision",
        script: "numpy_forecast.py",
        line: "numpy lognormal float32",
        after: "total",
        task_runs: 1e7,
        ours: WHOLE,
    },
    Rival {
        name: "numba, lanes and tables",
        script: "numba_forecast.py",
        line: "numba SoA PERT table+hash",
        after: "ms",
        task_runs: 1.024e7,
        ours: WHOLE,
    },
    Rival {
        name: "numba, propagation",
        script: "numba_forecast.py",
        line: "numba SoA propagation only",
        after: "ms",
        task_runs: 1.024e7,
        ours: PROPAGATION,
    },
];

/// Measures those rivals that are there, and holds them against what is in `ours`.
pub fn measure(
    folder: Option<&Path>,
    python: Option<&Path>,
    ours: &[Measurement],
) -> Vec<Measurement> {
    complain("NOT MEASURED: mcprojsim, which needs Python 3.14 and a plan of its own");
    let Some(folder) = folder.filter(|folder| folder.is_dir()) else {
        complain("NOT MEASURED: numpy and numba, because --rivals names no folder");
        return Vec::new();
    };
    let python = match python.map_or_else(made_python, |python| Ok(python.to_owned())) {
        Ok(python) => python,
        Err(why) => {
            complain(&format!("NOT MEASURED: numpy and numba: {why}"));
            return Vec::new();
        }
    };
    let mut scripts: Vec<&str> = RIVALS.iter().map(|rival| rival.script).collect();
    scripts.dedup();
    let mut found = Vec::new();
    for script in scripts {
        match output(&python, &folder.join(script)) {
            Ok(text) => {
                for rival in RIVALS.iter().filter(|rival| rival.script == script) {
                    let Some(theirs) = rival.read(&text) else { continue };
                    let same = ours.iter().find(|one| one.name == rival.ours);
                    found.extend(same.map(|same| same.against(&theirs)));
                    found.push(theirs);
                }
            }
            Err(why) => complain(&format!("NOT MEASURED: {script}: {why}")),
        }
    }
    found
}

impl Rival {
    fn read(&self, text: &str) -> Option<Measurement> {
        let line = text.lines().find(|line| line.starts_with(self.line));
        let figure = line.and_then(|line| {
            let words: Vec<&str> = line.split_whitespace().collect();
            let at = words.iter().position(|word| *word == self.after)?;
            words.get(at + 1)?.parse::<f64>().ok()
        });
        if figure.is_none() {
            complain(&format!("NOT MEASURED: {}: its script says nothing of it", self.name));
        }
        let per_second = figure? * 1e6;
        Some(Measurement::new(self.name, self.task_runs, self.task_runs / per_second))
    }
}

fn target() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target")
}

/// The Python of a virtual environment under `target`, made if it is not there.
fn made_python() -> Result<PathBuf, String> {
    let place = target().join("rivals");
    let python = place.join("bin/python");
    if !python.exists() {
        finish(Command::new("python3").args(["-m", "venv"]).arg(&place))?;
    }
    let packages = ["numpy", "numba", "scipy"];
    finish(Command::new(&python).args(["-m", "pip", "install", "--quiet"]).args(packages))?;
    Ok(python)
}

/// What a script prints, on one thread, leaving nothing beside it.
fn output(python: &Path, script: &Path) -> Result<String, String> {
    let mut command = Command::new(python);
    command.arg(script).env("OMP_NUM_THREADS", "1").env("PYTHONDONTWRITEBYTECODE", "1");
    command.env("NUMBA_CACHE_DIR", target().join("rivals-cache"));
    finish(&mut command)
}

fn finish(command: &mut Command) -> Result<String, String> {
    let done = command.output().map_err(|error| error.to_string())?;
    if !done.status.success() {
        let said = String::from_utf8_lossy(&done.stderr);
        return Err(said.lines().last().unwrap_or("it failed").to_owned());
    }
    Ok(String::from_utf8_lossy(&done.stdout).into_owned())
}
