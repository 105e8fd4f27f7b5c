/// A command to be run in a new project.
struct PostStep: Sendable {
    /// For the shell, with every value quoted.
    let command: TextTemplate
    let condition: TextValue?
    /// What it is for.
    let help: TextTemplate?
}
