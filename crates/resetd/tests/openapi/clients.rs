//! The typed clients: made of the document, and good for a whole recovery.

use std::collections::BTreeMap;

use super::*;

/// Every file under a directory, by its path from there.
fn files(directory: &Path) -> BTreeMap<PathBuf, String> {
    let mut found = BTreeMap::new();
    let mut left = vec![directory.to_owned()];
    while let Some(next) = left.pop() {
        for entry in std::fs::read_dir(&next).unwrap_or_else(|why| panic!("{}: {why}", next.display())) {
            let path = entry.unwrap().path();
            if path.is_dir() {
                left.extend((!path.ends_with("__pycache__")).then_some(path));
            } else if let Ok(text) = std::fs::read_to_string(&path) {
                found.insert(path.strip_prefix(directory).unwrap().to_owned(), text);
            }
        }
    }
    found
}

fn modules() -> PathBuf {
    tool(root().join("clients/typescript/node_modules"), "npm")
}

#[test]
fn the_clients_in_the_repository_are_those_that_the_document_makes() {
    let (python, _) = (python(), modules());
    let fresh = tempfile::tempdir().unwrap();
    let mut command = Command::new(root().join("scripts/clients"));
    command
        .arg(root().join("docs/openapi.json"))
        .arg(fresh.path())
        .env("RESETD_TEST_PYTHON", python);
    run(command);
    for part in ["typescript/src/schema.d.ts", "python/resetd_client"] {
        let (kept, made) = (root().join("clients").join(part), fresh.path().join(part));
        let read = |path: &Path| match path.is_dir() {
            true => files(path),
            false => [(PathBuf::new(), std::fs::read_to_string(path).unwrap())].into(),
        };
        let (kept, made) = (read(&kept), read(&made));
        assert!(!made.is_empty());
        let stale: Vec<_> = kept
            .keys()
            .chain(made.keys())
            .filter(|it| kept.get(*it) != made.get(*it))
            .collect();
        assert!(
            stale.is_empty(),
            "clients/{part} is stale; write it anew with\n  ./scripts/clients\n{stale:?}"
        );
    }
}

/// A server with its letters captured, for a client that takes its address and a key from the environment.
fn journey(mut command: Command) {
    let place = Place::with(&[ALL_APIS]);
    let key = key(&place);
    let server = place.serve();
    command
        .env("RESETD_URL", address(&server))
        .env("RESETD_LETTERS", format!("http://{}", server.capture().0))
        .env("RESETD_KEY", key);
    let said = run(command);
    assert!(said.ends_with("done\n"), "{said}");
}

/// The TypeScript client in a directory of its own, with the packages it needs.
fn typescript() -> tempfile::TempDir {
    let (modules, client) = (modules(), root().join("clients/typescript"));
    let copy = tempfile::tempdir().unwrap();
    for part in ["src", "test"] {
        std::fs::create_dir(copy.path().join(part)).unwrap();
        for (name, text) in files(&client.join(part)) {
            std::fs::write(copy.path().join(part).join(name), text).unwrap();
        }
    }
    for file in ["package.json", "tsconfig.json"] {
        std::fs::copy(client.join(file), copy.path().join(file)).unwrap();
    }
    std::os::unix::fs::symlink(modules, copy.path().join("node_modules")).unwrap();
    copy
}

fn compiler(directory: &Path) -> Command {
    let mut command = Command::new("node");
    command
        .arg("node_modules/typescript/bin/tsc")
        .args(["--outDir", "built"])
        .current_dir(directory);
    command
}

#[test]
fn the_typescript_client_passes_the_strict_compiler_and_recovers_an_account() {
    let client = typescript();
    run(compiler(client.path()));
    let mut node = Command::new("node");
    node.arg(client.path().join("built/test/journey.js"));
    journey(node);
}

#[test]
fn the_typescript_client_holds_callers_to_the_document() {
    let client = typescript();
    std::fs::write(
        client.path().join("test/wrong.ts"),
        "import { resetd } from \"../src/index.js\";\n\
         const client = resetd(\"http://localhost\");\n\
         await client.POST(\"/v1/recoveries\", { body: { mail: \"ann@example.com\" } });\n\
         await client.POST(\"/v1/recovery\", { body: { email: \"ann@example.com\" } });\n",
    )
    .unwrap();
    let done = compiler(client.path()).output().unwrap();
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    let wrong: Vec<&str> = said.lines().filter(|it| it.contains("error TS")).collect();
    assert!(
        matches!(wrong[..], [body, path] if body.starts_with("test/wrong.ts(3,") && path.starts_with("test/wrong.ts(4,")),
        "{said}"
    );
}

#[test]
fn the_python_client_recovers_an_account() {
    let mut command = Command::new(python());
    command
        .arg(root().join("clients/python/tests/journey.py"))
        .env("PYTHONPATH", root().join("clients/python"))
        .env("PYTHONDONTWRITEBYTECODE", "1");
    journey(command);
}
