internal import Glibc
internal import MLKitCore

/// Tells what went wrong on standard error, for as long as that takes: while the server runs it is called by way of its
/// `Observer`, which has a thread for it.
enum Reporter {
    static let report: @Sendable (Diagnostic) -> Void = { diagnostic in
        let colour = isatty(STDERR_FILENO) == 1 && EnvironmentVariables.current["NO_COLOR", default: ""].isEmpty
        Output.write(Array(DiagnosticRenderer(colour: colour).render(diagnostic).utf8), to: STDERR_FILENO)
    }
}
