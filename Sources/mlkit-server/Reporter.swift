internal import Glibc
internal import MLKitCore

/// Tells what went wrong on standard error.
enum Reporter {
    static let report: @Sendable (Diagnostic) -> Void = { diagnostic in
        let colour = isatty(STDERR_FILENO) == 1 && EnvironmentVariables.current["NO_COLOR", default: ""].isEmpty
        let text = DiagnosticRenderer(colour: colour).render(diagnostic)
        _ = text.withCString { write(STDERR_FILENO, $0, strlen($0)) }
    }
}
