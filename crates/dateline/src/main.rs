//! Reads news reports and codes events of armed conflict and political violence.

fn main() -> std::process::ExitCode {
    dateline::run::main()
}
