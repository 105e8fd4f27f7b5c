internal import ArgumentParser

extension CompletionKind {
    /// Names that the project of the command line has. Nothing, if there is no project or it cannot be read: a shell
    /// that completes a word has no place for messages.
    static func names(_ names: ProjectNames) -> CompletionKind {
        .custom { words, _, beginning in (try? names.candidates(words, beginning)) ?? [] }
    }
}
