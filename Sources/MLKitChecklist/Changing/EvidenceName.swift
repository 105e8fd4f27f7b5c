public import SystemPackage

/// How somebody names what an answer rests on.
public enum EvidenceName: Hashable, Sendable {
    /// A file or folder, relative to the project or absolute.
    case path(FilePath)
    /// A model's file.
    case model(FilePath)
    /// The model that a stage makes.
    case modelOf(stage: String)
    /// A stage as it last succeeded.
    case run(stage: String)
    case url(String)
    /// A commit, by any name that git knows.
    case commit(String)

    /// Reads what is typed on a command line: `run:STAGE`, `model:STAGE`, `model:PATH`, `commit:REVISION`, an address,
    /// or else a path; `./run:a` is a file of that name.
    ///
    /// - Parameters:
    ///   - directory: what paths are relative to.
    ///   - stages: the stages that make models.
    public init(_ text: String, in directory: FilePath, stages: some Collection<String>) {
        func path(_ text: some StringProtocol) -> FilePath {
            directory.pushing(FilePath(String(text))).lexicallyNormalized()
        }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        switch (parts[0], parts.dropFirst().first.map(String.init)) {
        case ("run", let stage?): self = .run(stage: stage)
        case ("commit", let revision?): self = .commit(revision)
        case ("model", let name?): self = stages.contains(name) ? .modelOf(stage: name) : .model(path(name))
        default: self = WebAddress.isMeant(text) ? .url(text) : .path(path(text))
        }
    }
}

extension EvidenceName: ExpressibleByStringLiteral {
    /// A path relative to the project.
    public init(stringLiteral path: String) { self = .path(FilePath(path)) }
}
