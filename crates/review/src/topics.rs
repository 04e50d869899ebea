//! The table of topics: words that suggest that a plan has to do with one, and words that show that
//! somebody thought of it.
//!
//! Data. A stem is the beginning of an English word, or several words; `|` stands between stems. How
//! they are looked for, `coverage` knows.

/// A row of the table.
pub struct Topic {
    /// Kinds of systems that suggest it when open work changes them.
    pub kinds: &'static [&'static str],
    /// Stems in titles that suggest it, with a space where there may be a dash.
    pub signs: &'static str,
    /// Stems in any text that show that somebody thought of it.
    pub covers: &'static str,
}

/// Whether it works.
pub const TESTS: Topic = Topic {
    kinds: &["service", "ui"],
    signs: "implement|build|develop |code|rewrite|refactor|port |fix |api|service|endpoint|\
        backend|frontend|support for|stabiliz|feature",
    covers: "test|verif|qa|quality|validat|try out|rehears|dry run|dry-run|shadow run|acceptance|\
        fuzz|proof",
};

/// Work on what others have built, which made-up data cannot stand in for.
pub const TRYING_OUT: &str = "test|verif|validat|qa|acceptance|rehears|dry run|dry-run|shadow run|\
    fix|pilot|trial|beta|deploy|release|roll out|rollout|roll-out|launch|go live|going live|\
    go-live|cutover|cut over|train the";

/// How it gets to where it is used.
pub const DEPLOYMENT: Topic = Topic {
    kinds: &["service", "ui"],
    signs: "service|server|api|backend|frontend|web|app |site|endpoint|console|controller|\
        dashboard",
    covers: "deploy|release|roll out|rollout|roll-out|launch|go live|going live|go-live|cutover|\
        cut over|ship|publish|feature gate|feature flag|in production|install|distribut",
};

/// Data that is there already.
pub const EXISTING_DATA: Topic = Topic {
    kinds: &["store"],
    signs: "schema|database|data model|tables|storage format|data format|file format|new column|\
        index format",
    covers: "migrat|backfill|convert|conversion|existing data|existing rows|existing record|\
        old data|old rows|legacy data|upgrade|compatib|from scratch|greenfield|moved|move the|\
        copied|carried over|taken over|transfer",
};

/// How to go back.
pub const WAY_BACK: Topic = Topic {
    kinds: &[],
    signs: "migrat|cutover|cut over|roll out|rollout|launch|deploy|go live|going live|switch|\
        replace|backfill|convert|decommission|by default",
    covers: "rollback|roll back|roll-back|rolled back|rolling back|way back|go back|back out|\
        backout|revert|restore|undo|fallback|fall back|downgrade|feature flag|feature gate|\
        kill switch|canary|blue-green|opt out",
};

/// Parts that are made apart and have to fit.
pub const FITTING: Topic = Topic {
    kinds: &[],
    signs: "api|client|backend|back end|frontend|front end|webhook|provider|gateway|partner|\
        third party|sdk|protocol|adapter|connector",
    covers: "integrat|end-to-end|end to end|e2e|contract|interop|compatib|staging|sandbox|stub|\
        mock|together|conformance",
};

/// How one sees that it works, once it runs.
pub const MONITORING: Topic = Topic {
    kinds: &["service", "queue"],
    signs: "service|server|backend|queue|worker|pipeline|cron|controller|webhook|batch|consumer",
    covers: "monitor|alert|dashboard|metric|observab|telemetry|logging|logs|tracing|on-call|\
        on call|pager|slo|health|error rate|runbook",
};

/// Who may do what, and who may try.
pub const SECURITY: Topic = Topic {
    kinds: &[],
    signs: "login|log in|sign in|sign up|authent|authoriz|oauth|password|token|payment|card |\
        customer|account|user data|personal|upload|webhook|public api|permission|role|\
        tenant|session|admin",
    covers: "secur|threat|pen test|pentest|penetration|privacy|abuse|vulnerab|owasp|gdpr|\
        compliance|attack",
};

/// How long what is known of people is kept.
pub const RETENTION: Topic = Topic {
    kinds: &[],
    signs: "customer data|customer record|account|invoice|profile|patient|member|payment|\
        personal|subscriber|email|e mail|user data",
    covers: "retention|retain|gdpr|privacy|personal data|erase|erasure|anonym|pseudonym|delete|\
        deletion|purge|expire",
};

/// That anything is kept at all.
pub const STORING: &str = "kind=store|storage|database|schema|table|backfill|archive|stored";

/// Who has to learn something new.
pub const TEACHING: Topic = Topic {
    kinds: &["ui"],
    signs: "customer|user|ui |page|screen|console|form |website|portal|command line|partner|\
        webhook|sdk|plugin|public api|syntax|error message",
    covers: "document|docs|training|train the|faq|guide|user manual|release note|changelog|\
        help center|help page|announce|tell customers|tell users|blog post|tutorial|readme|\
        newsletter",
};

/// Who helps when it does not work.
pub const SUPPORT: Topic = Topic {
    kinds: &[],
    signs: "launch|go live|going live|cutover|cut over|roll out|rollout|customer|portal|payment|\
        invoice|self service|for all users|open to",
    covers: "support|on-call|on call|help desk|helpdesk|hotline|hypercare|standby|stand by|pager|\
        incident|first week|first two weeks|help center|answer calls|answers the phone|runbook",
};

/// Who says that it is right, where being wrong is dear.
pub const SIGN_OFF: Topic = Topic {
    kinds: &[],
    signs: "invoice|tax|ledger|payment|price|pricing|billing|legal|accounting|medical|\
        safety critical|terms of|tariff|payroll",
    covers: "sign-off|sign off|signoff|signs off|signed off|approv|acceptance|accepted by|uat",
};

/// What others have to deliver or allow.
pub const ORDERED: Topic = Topic {
    kinds: &[],
    signs: "load test|gpu|cluster|new server|servers|device|cloud|data center|certificate|\
        domain name|vendor|provider|app store|sensor|rack|gateway",
    covers: "procure|provision|purchas|quota|licen|budget|buy |bought|capacity|hardware|\
        lead time|delivery|lent to|rent|order the|ordered",
};

/// What happens when everybody comes.
pub const LOAD: Topic = Topic {
    kinds: &["service", "store", "queue"],
    signs: "public api|backend|traffic|queue|batch|search api|search index|full text|\
        sync|real time|stream|scheduler|controller|database|backfill",
    covers: "load|performance|perf|benchmark|stress|capacity|throughput|latency|scalab|scale|\
        volume|concurren|slow",
};

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [&Topic; 13] = [
        &TESTS,
        &DEPLOYMENT,
        &EXISTING_DATA,
        &WAY_BACK,
        &FITTING,
        &MONITORING,
        &SECURITY,
        &RETENTION,
        &TEACHING,
        &SUPPORT,
        &SIGN_OFF,
        &ORDERED,
        &LOAD,
    ];

    #[test]
    fn stems_are_as_texts_are_when_they_are_looked_for() {
        for stem in ALL.iter().flat_map(|topic| topic.signs.split('|')) {
            assert!(!stem.is_empty() && stem == stem.to_lowercase(), "{stem:?}");
            assert!(!stem.contains('-'), "{stem:?}: dashes of titles are blanks");
        }
        for stem in ALL.iter().flat_map(|topic| topic.covers.split('|')) {
            assert!(!stem.is_empty() && stem == stem.to_lowercase(), "{stem:?}");
        }
    }

    #[test]
    fn no_word_that_suggests_a_topic_covers_it() {
        for topic in ALL {
            for sign in topic.signs.split('|') {
                let cover = topic.covers.split('|').find(|cover| sign.starts_with(cover));
                assert_eq!(cover, None, "{sign}");
            }
        }
    }
}
