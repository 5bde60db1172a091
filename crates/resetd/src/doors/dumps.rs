//! The door to core dumps, which stays shut: the memory of a process that ends badly holds keys, codes and passwords.

use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};

/// Keeps this process from leaving a core dump, for as long as it runs. The limit alone would not do: where the kernel hands
/// dumps to a program (`kernel.core_pattern` begins with `|`), it does not ask for the limit.
///
/// # Errors
/// The operating system's, where it refuses.
pub fn refuse() -> std::io::Result<()> {
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    setrlimit(Resource::Core, none)?;
    Ok(set_dumpable_behavior(DumpableBehavior::NotDumpable)?)
}

#[cfg(test)]
mod tests {
    use rustix::process::{dumpable_behavior, getrlimit};

    use super::*;

    #[test]
    fn a_process_that_refuses_leaves_no_dump_to_a_file_or_to_a_program() {
        refuse().unwrap();
        assert_eq!(getrlimit(Resource::Core).current, Some(0));
        assert_eq!(dumpable_behavior().unwrap(), DumpableBehavior::NotDumpable);
    }
}
