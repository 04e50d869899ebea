//! Which headings and list items are items of the plan, and of which kind.
//!
//! In: the outlines. Out: [`Entry`]s in the order of the text, a parent before its children.
//! This module must not read attributes: that a block is there is all it looks at.

use markup::{CheckBox, Node, NodeId, NodeKind, Outline};
use text::{FileId, Place, SourceFile, TextEdit, TextRange};

use super::prose;
use super::report::Report;
use crate::table::Kind;
use crate::{Phase, codes};

/// A heading or list item that is an item of the plan.
#[derive(Clone, Copy)]
pub struct Entry<'a> {
    /// Its file.
    pub file: FileId,
    /// Its place in the outline of the file.
    pub node_id: NodeId,
    /// The node itself.
    pub node: &'a Node,
    /// What it is.
    pub kind: Kind,
    /// Which list of steps it belongs to, if it is a step.
    pub phase: Phase,
    /// The item of the same kind around it: an index into the entries.
    pub parent: Option<usize>,
    /// Its title.
    pub title: &'a str,
}

impl Entry<'_> {
    /// A place in the entry's file.
    pub fn at(&self, range: TextRange) -> Place {
        Place::new(self.file, range)
    }

    /// Where its title stands.
    pub fn place(&self) -> Place {
        self.at(self.node.title)
    }

    /// Its check box.
    pub fn check_box(&self) -> Option<CheckBox> {
        match self.node.kind {
            NodeKind::Item { check, .. } => check,
            NodeKind::Heading { .. } => None,
        }
    }
}

/// What the files consist of.
#[derive(Default)]
pub struct Sections<'a> {
    /// The items, the root heading (of kind [`Kind::Plan`]) among them.
    pub entries: Vec<Entry<'a>>,
    /// Whether there is a Team section.
    pub has_team: bool,
}

/// What stands under a heading.
#[derive(Clone, Copy, PartialEq)]
enum Region {
    Items(Kind, Phase),
    Prose,
}

const WORK: Region = Region::Items(Kind::Task, Phase::Launch);

const SECTIONS: &[(&str, Region)] = &[
    ("Goals", Region::Items(Kind::Goal, Phase::Launch)),
    ("Features", Region::Items(Kind::Feature, Phase::Launch)),
    ("Good enough", Region::Items(Kind::Line, Phase::Launch)),
    ("Team", Region::Items(Kind::Person, Phase::Launch)),
    ("Milestones", Region::Items(Kind::Milestone, Phase::Launch)),
    ("Work", WORK),
    ("Unknowns", Region::Items(Kind::Unknown, Phase::Launch)),
    ("Decisions", Region::Items(Kind::Decision, Phase::Launch)),
    ("Risks", Region::Items(Kind::Risk, Phase::Launch)),
    ("Obstacles", Region::Items(Kind::Obstacle, Phase::Launch)),
    ("Systems", Region::Items(Kind::System, Phase::Launch)),
    ("Launch", Region::Items(Kind::Step, Phase::Launch)),
    ("Rollback", Region::Items(Kind::Step, Phase::Rollback)),
    ("Premortem", Region::Items(Kind::Premortem, Phase::Launch)),
    ("Answers", Region::Items(Kind::Answer, Phase::Launch)),
    ("Notes", Region::Prose),
];

/// Headings of notes about people, which never belong in a shared plan.
const PRIVATE: &[&str] = &["1-1", "1-1s", "1:1", "1:1s", "one-on-one", "one-on-ones"];

/// Finds the items of all files.
pub fn read<'a>(
    files: &'a [SourceFile],
    outlines: &'a [Outline],
    report: &mut Report,
) -> Sections<'a> {
    let root = root_file(files);
    let mut sections = Sections::default();
    for (index, (source, outline)) in files.iter().zip(outlines).enumerate() {
        let file = FileId(index as u32);
        let root_heading = (Some(index) == root).then(|| first_title(outline)).flatten();
        let reader = FileReader { file, source, outline, root_heading };
        reader.read(&mut sections, report);
    }
    sections
}

/// The section called `name`: its name and the kind of its items.
pub fn section(name: &str) -> Option<(&'static str, Kind)> {
    SECTIONS.iter().find_map(|(known, region)| match region {
        Region::Items(kind, _) if *known == name => Some((*known, *kind)),
        _ => None,
    })
}

/// The section that items of `kind` stand in; of steps the one for going live.
pub fn section_of(kind: Kind) -> &'static str {
    let is_it = |region: &Region| matches!(region, Region::Items(found, _) if *found == kind);
    let found = SECTIONS.iter().find(|(_, region)| is_it(region));
    found.map_or("Work", |(name, _)| name)
}

/// The file whose first heading names the plan: `plan.md`, of several the one with the shortest
/// path; else the first file.
pub fn root_file(files: &[SourceFile]) -> Option<usize> {
    let is_plan = |path: &str| path.rsplit(['/', '\\']).next() == Some("plan.md");
    let named = (0..files.len()).filter(|index| is_plan(&files[*index].path));
    named.min_by_key(|index| files[*index].path.len()).or((!files.is_empty()).then_some(0))
}

fn first_title(outline: &Outline) -> Option<usize> {
    outline.nodes.iter().position(|node| matches!(node.kind, NodeKind::Heading { level: 1 }))
}

struct FileReader<'a> {
    file: FileId,
    source: &'a SourceFile,
    outline: &'a Outline,
    root_heading: Option<usize>,
}

/// What holds under a node.
#[derive(Clone, Copy)]
struct Under {
    region: Region,
    parent: Option<usize>,
}

impl<'a> FileReader<'a> {
    fn read(&self, sections: &mut Sections<'a>, report: &mut Report) {
        let named: Vec<Option<Region>> =
            (0..self.outline.nodes.len()).map(|index| self.named_region(index)).collect();
        let holds_items = self.holds_items(&named);
        let mut under: Vec<Under> = Vec::with_capacity(self.outline.nodes.len());
        for (index, node) in self.outline.nodes.iter().enumerate() {
            let outer = node
                .parent
                .map_or(Under { region: WORK, parent: None }, |parent| under[parent.index()]);
            let inner = match node.kind {
                NodeKind::Item { .. } if !node.is_plan_item() => {
                    self.prose(node, outer, report);
                    outer
                }
                NodeKind::Item { .. } => self.item(sections, index, outer, report),
                NodeKind::Heading { .. } if Some(index) == self.root_heading => {
                    sections.entries.push(self.entry(index, Kind::Plan, Phase::Launch, None));
                    outer
                }
                NodeKind::Heading { .. } if self.is_private(node) => {
                    report.error(codes::PRIVATE_SECTION, self.at(node.title), "private notes stand in a shared plan", |d| {
                        d.help("move them to your own data folder, and rewrite the history that has them")
                    });
                    Under { region: Region::Prose, parent: None }
                }
                NodeKind::Heading { level } => match named[index] {
                    Some(region) => self.section(sections, node, region, outer, report),
                    None => self.heading(sections, index, level, outer, holds_items[index], report),
                },
            };
            under.push(inner);
        }
    }

    /// The section that a heading names; only first- and second-level headings do.
    fn named_region(&self, index: usize) -> Option<Region> {
        let node = &self.outline.nodes[index];
        let is_high = matches!(node.kind, NodeKind::Heading { level: 1 | 2 });
        if !is_high || Some(index) == self.root_heading {
            return None;
        }
        let title = self.title(node);
        SECTIONS.iter().find(|(name, _)| *name == title).map(|(_, region)| *region)
    }

    /// For each node, whether plan items stand under it outside of named sections.
    fn holds_items(&self, named: &[Option<Region>]) -> Vec<bool> {
        let mut holds = vec![false; self.outline.nodes.len()];
        for (index, node) in self.outline.nodes.iter().enumerate().rev() {
            let passes = node.is_plan_item() || (holds[index] && named[index].is_none());
            if let (true, Some(parent)) = (passes, node.parent) {
                holds[parent.index()] = true;
            }
        }
        holds
    }

    fn item(
        &self,
        sections: &mut Sections<'a>,
        index: usize,
        outer: Under,
        report: &mut Report,
    ) -> Under {
        let Region::Items(mut kind, phase) = outer.region else { return outer };
        let node = &self.outline.nodes[index];
        if kind == Kind::Person && matches!(node.kind, NodeKind::Item { check: Some(_), .. }) {
            let what = "a task stands in the section Team";
            report.error(codes::NAMELESS_PERSON, self.at(node.title), what, |d| {
                d.help("put it under a heading `## Work`; people have no check box")
            });
            kind = Kind::Task;
        }
        sections.entries.push(self.entry(index, kind, phase, outer.parent));
        Under { region: Region::Items(kind, phase), parent: Some(sections.entries.len() - 1) }
    }

    /// A bullet that is no item.
    fn prose(&self, node: &Node, outer: Under, report: &mut Report) {
        let under_heading = node.parent.is_some_and(|parent| {
            matches!(self.outline.nodes[parent.index()].kind, NodeKind::Heading { .. })
        });
        if under_heading && matches!(outer.region, Region::Items(Kind::Person, _)) {
            prose::check_team_bullet(self.file, &self.source.text, node, report);
        }
    }

    fn section(
        &self,
        sections: &mut Sections<'a>,
        node: &Node,
        region: Region,
        outer: Under,
        report: &mut Report,
    ) -> Under {
        if let Some(block) = &node.block {
            self.refuse_attributes(block.range, report);
        }
        sections.has_team |= matches!(region, Region::Items(Kind::Person, _));
        let parent = if region == WORK && outer.region == WORK { outer.parent } else { None };
        Under { region, parent }
    }

    fn heading(
        &self,
        sections: &mut Sections<'a>,
        index: usize,
        level: u8,
        outer: Under,
        holds_items: bool,
        report: &mut Report,
    ) -> Under {
        let node = &self.outline.nodes[index];
        if outer.region != WORK {
            if let (Some(block), Region::Items(..)) = (&node.block, outer.region) {
                self.refuse_attributes(block.range, report);
            }
            return outer;
        }
        if node.block.is_none() && !holds_items {
            prose::check_heading(self.file, &self.source.text, self.outline, index, report);
            return outer;
        }
        let near =
            if node.block.is_none() && level <= 2 { near_section(self.title(node)) } else { None };
        if let Some((name, region)) = near {
            self.report_near_section(node, name, report);
            return self.section(sections, node, region, outer, report);
        }
        self.item(sections, index, outer, report)
    }

    fn entry(&self, index: usize, kind: Kind, phase: Phase, parent: Option<usize>) -> Entry<'a> {
        let node = &self.outline.nodes[index];
        Entry {
            file: self.file,
            node_id: NodeId(index as u32),
            node,
            kind,
            phase,
            parent,
            title: self.title(node),
        }
    }

    fn title(&self, node: &Node) -> &'a str {
        node.title.of(&self.source.text)
    }

    fn at(&self, range: TextRange) -> Place {
        Place::new(self.file, range)
    }

    fn is_private(&self, node: &Node) -> bool {
        PRIVATE.contains(&self.title(node).to_lowercase().as_str())
    }

    fn refuse_attributes(&self, range: TextRange, report: &mut Report) {
        report.error(codes::HEADING_ATTRIBUTES, self.at(range), "the heading of a section takes no attributes", |d| {
            d.help("write them at the items; what several tasks share, at a task that contains them")
        });
    }

    fn report_near_section(&self, node: &Node, name: &str, report: &mut Report) {
        let what = format!("there is no section called `{}`", self.title(node));
        report.error(codes::NEAR_SECTION, self.at(node.title), what, |d| {
            let edit = TextEdit { file: self.file, range: node.title, text: name.to_owned() };
            d.why("what stands under it would be read as tasks")
                .help(format!("did you mean `{name}`? A deliverable of this name says so with a block right under it, such as `{{#id}}`"))
                .fix(format!("write {name}"), vec![edit])
        });
    }
}

/// The section whose name `title` nearly is, capitals aside.
fn near_section(title: &str) -> Option<(&'static str, Region)> {
    // "Phase 2": no section has a number, and most plans have many such headings.
    if title.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let lower: Vec<String> = SECTIONS.iter().map(|(name, _)| name.to_lowercase()).collect();
    let title = title.to_lowercase();
    let near = text::closest(&title, lower.iter().map(String::as_str))?;
    let index = lower.iter().position(|name| name == near)?;
    Some(SECTIONS[index])
}
