//! The plan that a page builds up, part by part.

/// What stands under the title, and the sections with their text.
#[derive(Default)]
pub struct Draft {
    head: String,
    sections: Vec<(String, String)>,
}

impl Draft {
    /// Takes up a part: it replaces what stood under the same headings. Items without a section
    /// are work. Another title begins another plan.
    pub fn take_up(&mut self, part: &str) {
        let mut heading = "## Work";
        let mut fresh: Vec<(String, String)> = Vec::new();
        let mut is_head = false;
        for line in part.split_inclusive('\n') {
            if line.starts_with("# ") {
                if !self.head.starts_with(line) {
                    self.sections.clear();
                }
                self.head.clear();
            }
            is_head = line.starts_with("# ") || (is_head && !line.starts_with(['-', '#']));
            if is_head {
                self.head += line;
            } else if line.starts_with("## ") {
                heading = line.trim_end();
                fresh.push((heading.to_owned(), String::new()));
            } else {
                if fresh.is_empty() {
                    fresh.push((heading.to_owned(), String::new()));
                }
                fresh.last_mut().unwrap().1 += line;
            }
        }
        for (heading, text) in fresh {
            match self.sections.iter_mut().find(|(other, _)| *other == heading) {
                Some((_, old)) => *old = text,
                None => self.sections.push((heading, text)),
            }
        }
    }

    /// The whole plan.
    pub fn text(&self) -> String {
        let sections = self.sections.iter();
        let sections: Vec<_> =
            sections.map(|(heading, text)| format!("\n{heading}\n\n{text}")).collect();
        self.head.clone() + &sections.concat()
    }
}
