internal import MLKitCore
internal import MLKitScaffold

/// Asks somebody at a terminal, a line at a time.
struct Dialog {
    /// The input ended.
    struct Ended: Error {}

    /// What was typed, without spaces around it.
    ///
    /// - Throws: `Ended` at the end of the input (Ctrl-D).
    func ask(_ label: String) throws -> String {
        Console.standard.output("\(label): ")
        guard let line = Swift.readLine() else {
            Console.standard.output("\n")
            throw Ended()
        }
        // Keys that are no text, such as arrows, leave control characters.
        let text = line.unicodeScalars.filter { $0.properties.generalCategory != .control }
        return String(String.UnicodeScalarView(text)).trimmed
    }

    /// Asks again until there is an answer that `read` takes.
    func ask<Value>(_ label: String, _ read: (String) throws -> Value?) throws -> Value {
        while true {
            let line = try ask(label)
            do {
                if let value = try read(line) { return value }
            } catch let failure as Failure {
                let renderer = DiagnosticRenderer(colour: Console.standard.outputIsColoured)
                Console.standard.output(failure.diagnostics.map { renderer.render($0) }.joined())
            }
        }
    }

    /// Asks for a text that is not empty.
    func text(_ label: String) throws -> String { try ask(label) { $0.isEmpty ? nil : $0 } }

    /// Asks for one of some words; Enter takes the suggestion.
    func word(_ label: String, _ words: [String], suggestion: String) throws -> String {
        try ask("\(label), \(words.joined(separator: ", ")) [\(suggestion)]") { line in
            if line.isEmpty { return suggestion }
            guard let word = words.first(where: { $0 == line.lowercased() }) else {
                throw Failure("`\(line)` is not one of \(Suggestion.list(words))")
            }
            return word
        }
    }
}

extension LinePrompter {
    /// Asks on the terminal; `nil` if there is none, or nothing is to be asked.
    static func forTerminal(unless isSilent: Bool) -> LinePrompter? {
        guard !isSilent, Console.standard.inputIsTerminal, Console.standard.errorIsTerminal else { return nil }
        return LinePrompter(
            width: Console.standard.promptWidth, editor: LinePrompter.Editor.ofUser(EnvironmentVariables.current),
            write: { Console.standard.error($0) }, readLine: { Swift.readLine() },
            readSecret: { label in HiddenLine.read { Console.standard.error(label) } }, choose: TerminalMenu.chooser)
    }
}
