//! Two versions of a plan, side by side.

use store::{Author, Branch, Commit, Git};

use crate::browser::{Served, serve_folder};

const MAIN: &str = "# Tea

`{due=2026-04-20 hard}`

- [ ] Boil water `{#boil @ana 1d..2d}`
- [ ] Steep `{#steep @ana 1d..2d after=boil}`
";

/// With one task more, whose title a browser must not read.
fn cake() -> String {
    MAIN.to_owned() + "- [ ] Bake <b>cake</b> & \"tart\" `{#cake @ana 3d..6d after=steep}`\n"
}

fn branch(name: &str, text: &str) -> Branch {
    let author = Author { name: "Ana".to_owned(), email: "ana@example.org".to_owned() };
    let commit = Commit {
        author,
        seconds: 1_775_000_000,
        ahead_of_utc_minutes: 0,
        message: format!("{name}\n"),
        files: vec![("plan.md".to_owned(), text.to_owned())],
    };
    Branch { name: name.to_owned(), commits: vec![commit] }
}

/// A server over a repository with `main` and `cake`; in the folder lies `text`.
fn served(text: &str) -> Served {
    let folder = tempfile::tempdir().unwrap();
    store::write_new(folder.path(), &[("plan.md", text)]).unwrap();
    let git = Git::new(folder.path()).unwrap();
    git.create(&[branch("main", MAIN), branch("cake", &cake())]).unwrap();
    serve_folder(folder).enter()
}

#[test]
fn without_names_it_is_what_is_in_the_folder_against_the_last_commit() {
    let page = served(&cake()).get("/change");
    assert_eq!(page.status, 200);
    assert!(page.body.contains("<code>working tree</code> against <code>HEAD</code>"));
    assert!(page.body.contains("<h1>This change costs "), "{}", page.body);
    assert!(page.body.contains("<code>cake</code>"), "{}", page.body);
}

#[test]
fn where_nothing_is_changed_it_is_what_another_branch_would_bring() {
    let page = served(MAIN).get("/change");
    assert!(page.body.contains("<code>cake</code> against <code>HEAD</code>"), "{}", page.body);
    assert!(page.body.contains("&lt;b&gt;cake&lt;/b&gt; &amp; &quot;tart&quot;"), "{}", page.body);
    assert!(!page.body.contains("<b>cake"), "{}", page.body);
}

#[test]
fn two_versions_can_be_picked_by_an_address() {
    let served = served(MAIN);
    let page = served.get("/change?base=cake&head=main");
    assert!(page.body.contains("<code>main</code> against <code>cake</code>"), "{}", page.body);
    assert!(page.body.contains(" sooner"), "{}", page.body);
    assert!(page.body.contains("value=\"cake\" list=\"versions\""), "{}", page.body);
}

#[test]
fn what_is_no_revision_is_refused_and_no_file_is_looked_at() {
    let served = served(MAIN);
    for name in ["nothing", "--all", "plan.md", "../..", "%3Cscript%3E", "HEAD..cake"] {
        let page = served.get(&format!("/change?base={name}"));
        assert_eq!(page.status, 200, "{name}");
        assert!(page.body.contains("<h1>There is no revision "), "{name}: {}", page.body);
        assert!(!page.body.contains("<script>"), "{name}");
    }
}

#[test]
fn outside_git_there_is_nothing_to_compare() {
    let served = crate::browser::serve(MAIN).enter();
    let page = served.get("/");
    assert!(!page.body.contains("href=\"/change\""), "{}", page.body);
    let page = served.get("/change");
    assert!(page.body.contains("There is no git repository here."), "{}", page.body);
}
