/// Why an operation did not happen, in words for the user: one or more diagnostics, at least one an error.
///
/// The one error type that libraries throw for anything the user can mend: bad input, a missing file, an
/// engine that is not installed. The command line renders it in one place and exits with 1.
public struct Failure: Error, Sendable {
    /// All problems, in the order they are to be shown.
    public var diagnostics: [Diagnostic]

    public init(_ diagnostics: [Diagnostic]) {
        self.diagnostics = diagnostics
    }

    public init(_ message: String, at location: SourceLocation? = nil, notes: [String] = [], hint: String? = nil) {
        diagnostics = [.error(message, at: location, notes: notes, hint: hint)]
    }
}

extension Failure: CustomStringConvertible {
    /// The diagnostics as the user would see them, without colour.
    public var description: String {
        diagnostics.map { DiagnosticRenderer().render($0) }.joined(separator: "\n")
    }
}
