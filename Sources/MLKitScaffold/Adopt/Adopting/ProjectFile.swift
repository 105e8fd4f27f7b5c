/// A file that is to be written into a project.
struct ProjectFile: Sendable {
    /// Relative to the project.
    let path: String
    let content: [UInt8]
    var isExecutable = false
}
