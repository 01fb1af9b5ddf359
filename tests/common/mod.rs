//! Running the program.

use std::io::Write;
use std::process::{Command, Output, Stdio};

/// What the program makes of some arguments and its standard input.
pub(crate) fn plenary(arguments: &[&str], input: &[u8]) -> Output {
    run(&mut Command::new(env!("CARGO_BIN_EXE_plenary")), arguments, input)
}

/// The same, of a command that knows its folder and environment.
pub(crate) fn run(command: &mut Command, arguments: &[&str], input: &[u8]) -> Output {
    // Reports look at where they run, and the tests may run there. What the caller sets himself stays.
    for name in ["GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "COLUMNS"] {
        if !command.get_envs().any(|(set, _)| set == name) {
            command.env_remove(name);
        }
    }
    let mut child = command
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let input = input.to_vec();
    // The program may stop reading early; that is its business.
    let writer = std::thread::spawn(move || stdin.write_all(&input).is_ok());
    let output = child.wait_with_output().expect("the program ends");
    writer.join().expect("the writer ends");
    output
}
