//! What a rule found: a question with its evidence, what it is worth, and the ways out of it.
//!
//! Plain values. Nothing here knows which rule made them, whether they were answered before, or how
//! they are shown.

use plan::{Intent, ItemRef};

/// A question about a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The one thing that it is about, as a part of its name: an id, or a word such as `rollback`.
    /// Empty where a rule has one question about the whole plan.
    pub subject: String,
    /// The items that it is about, the most important first.
    pub about: Vec<ItemRef>,
    /// One sentence that ends with a question mark.
    pub headline: String,
    /// One to three sentences with numbers: why it is asked.
    pub evidence: Vec<String>,
    /// What an answer rests on. As long as these words stay, an answer holds.
    pub rests_on: String,
    /// What can be done, besides saying why all is well.
    pub ways: Vec<WayOut>,
    /// What an answer may be worth.
    pub worth: Worth,
}

/// What the answer to a question is worth.
#[derive(Clone, Debug, PartialEq)]
pub enum Worth {
    /// What nobody thought of has no price.
    Missing,
    /// Something small that keeps something large away: no price in days, and worth asking.
    Insurance,
    /// Working minutes of P80.
    Minutes(f64),
    /// Working minutes by which P80 is sooner with these intents; whoever can play the plan knows.
    Price(Vec<Intent>),
}

/// One way out of a question.
#[derive(Clone, Debug, PartialEq)]
pub struct WayOut {
    /// What somebody would do, as an imperative without a period.
    pub text: String,
    /// What it changes in the plan; empty for what happens outside of it, such as a talk.
    pub intents: Vec<Intent>,
    /// Whether it is a piece of the plan that is proposed, to be taken, struck or reworded.
    pub is_draft: bool,
}

impl Finding {
    /// A question about the whole plan.
    #[must_use]
    pub fn new(headline: impl Into<String>, worth: Worth) -> Self {
        Self {
            subject: String::new(),
            about: Vec::new(),
            headline: headline.into(),
            evidence: Vec::new(),
            rests_on: String::new(),
            ways: Vec::new(),
            worth,
        }
    }

    /// Says which of several questions of its rule it is: an id, or a word.
    #[must_use]
    pub fn subject(mut self, subject: impl Into<String>) -> Self {
        self.subject = subject.into();
        self
    }

    /// Adds items that it is about.
    #[must_use]
    pub fn about(mut self, items: impl IntoIterator<Item = ItemRef>) -> Self {
        self.about.extend(items);
        self
    }

    /// Adds a sentence of evidence.
    #[must_use]
    pub fn evidence(mut self, sentence: impl Into<String>) -> Self {
        self.evidence.push(sentence.into());
        self
    }

    /// Says what an answer rests on. Numbers that move every day make a poor foundation.
    #[must_use]
    pub fn rests_on(mut self, words: impl Into<String>) -> Self {
        self.rests_on = words.into();
        self
    }

    /// Adds a way out.
    #[must_use]
    pub fn way(mut self, way: WayOut) -> Self {
        self.ways.push(way);
        self
    }

    /// Adds a way out, if there is one.
    #[must_use]
    pub fn way_if(mut self, way: Option<WayOut>) -> Self {
        self.ways.extend(way);
        self
    }
}

impl WayOut {
    /// A change of the plan.
    #[must_use]
    pub fn edit(text: impl Into<String>, intents: Vec<Intent>) -> Self {
        Self { text: text.into(), intents, is_draft: false }
    }

    /// A proposed piece of the plan.
    #[must_use]
    pub fn draft(title: impl Into<String>, intent: Intent) -> Self {
        Self { text: title.into(), intents: vec![intent], is_draft: true }
    }

    /// Something that happens outside of the plan.
    #[must_use]
    pub fn talk(text: impl Into<String>) -> Self {
        Self { text: text.into(), intents: Vec::new(), is_draft: false }
    }
}
