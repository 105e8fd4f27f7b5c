internal import MLKitCore

/// Says what `mlkit run --watch` does between two runs.
struct WatchReporter {
    let console: Console
    let format: OutputFormat

    /// Waits for a change of one of so many files.
    func watching(_ count: Int) {
        write("watching", ["files": .int(count)], "watching \(plural(count, "file")); Ctrl-C ends\n")
    }

    /// These paths changed, so that the stages run again.
    func changed(_ paths: [String]) {
        let more = paths.count > Self.shown ? " and \(paths.count - Self.shown) more" : ""
        let names = paths.prefix(Self.shown).map { "`\($0)`" }.joined(separator: ", ")
        write("changed", ["paths": .array(paths.map { .string($0) })], "\nchanged: \(names)\(more)\n")
    }

    /// Nothing could be run.
    func failed(_ failure: Failure) {
        let renderer = DiagnosticRenderer(colour: console.errorIsColoured)
        let text = failure.diagnostics.map { renderer.render($0) }.joined(separator: "\n")
        write("error", ["diagnostics": .array(failure.diagnostics.map(\.json))], text)
    }

    private static let shown = 5

    private func write(_ event: String, _ members: JSON, _ text: String) {
        guard format == .json else { return console.error(text) }
        let parts = [JSON.Member("event", .string(event))] + (members.members ?? [])
        console.output(JSON.object(parts).compact + "\n")
    }
}
