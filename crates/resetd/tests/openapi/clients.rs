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

#[test]
fn the_typescript_client_passes_the_strict_compiler_and_recovers_an_account() {
    let (modules, client) = (modules(), root().join("clients/typescript"));
    let built = tempfile::tempdir().unwrap();
    let mut compile = Command::new("node");
    compile
        .arg(modules.join("typescript/bin/tsc"))
        .args([
            "--project",
            client.join("tsconfig.json").to_str().unwrap(),
            "--outDir",
        ])
        .arg(built.path());
    run(compile);
    std::fs::copy(client.join("package.json"), built.path().join("package.json")).unwrap();
    std::os::unix::fs::symlink(modules, built.path().join("node_modules")).unwrap();
    let mut node = Command::new("node");
    node.arg(built.path().join("test/journey.js"));
    journey(node);
}

#[test]
fn the_typescript_client_holds_callers_to_the_document() {
    let (modules, client) = (modules(), root().join("clients/typescript"));
    let wrong = tempfile::tempdir_in(client.join("test")).unwrap();
    let program = wrong.path().join("wrong.ts");
    std::fs::write(
        &program,
        "import { resetd } from \"../../src/index.js\";\n\
         const client = resetd(\"http://localhost\");\n\
         await client.POST(\"/v1/recoveries\", { body: { mail: \"ann@example.com\" } });\n\
         await client.POST(\"/v1/recovery\", { body: { email: \"ann@example.com\" } });\n",
    )
    .unwrap();
    let done = Command::new("node")
        .arg(modules.join("typescript/bin/tsc"))
        .args([
            "--noEmit",
            "--strict",
            "--module",
            "NodeNext",
            "--target",
            "ES2022",
            "--skipLibCheck",
        ])
        .arg(&program)
        .current_dir(&client)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(
        said.contains("wrong.ts(3,") && said.contains("wrong.ts(4,"),
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
