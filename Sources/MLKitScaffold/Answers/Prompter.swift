public import MLKitCore

/// Asks a person; the interview knows what is asked, a prompter only how.
public protocol Prompter {
    /// Asks once.
    ///
    /// - Returns: what was typed, an empty text for the suggested answer; `nil` if the input has ended.
    mutating func ask(_ prompt: Prompt) throws -> String?
}

/// A question at the moment it is asked.
public struct Prompt: Sendable {
    public let question: Question
    /// What an empty answer means; `nil` if there has to be one.
    public let suggestion: JSON?
    /// What was wrong with the previous answer to this question.
    public let problem: Diagnostic?
}

/// Asks line by line, as fits any terminal and any pipe: choices are numbered, and may be answered by number, unless they are
/// chosen from a menu.
///
/// ```
/// What do you work on?
///   1) census  the Adult census data
///   2) own     a file of your own
/// data [census]:
/// ```
public struct LinePrompter: Prompter {
    /// A program that people write longer texts with.
    public struct Editor {
        let name: String
        let edit: (String) throws -> String

        /// - Parameters:
        ///   - name: what it is called.
        ///   - edit: has a text changed, and gives what came of it.
        public init(name: String, edit: @escaping (String) throws -> String) {
            self.name = name
            self.edit = edit
        }
    }

    private let width: Int?
    private let editor: Editor?
    private let write: (String) -> Void
    private let readLine: () -> String?
    private let readSecret: (_ label: String) -> String?
    private let choose: ((ChoiceMenu) -> String?)?

    /// - Parameters:
    ///   - width: columns of the terminal, within which words are not broken; `nil` where that is not known.
    ///   - editor: is offered for texts of several lines, and opened only by who says yes; `nil` for none.
    ///   - write: takes text to show, with its line breaks.
    ///   - readLine: gives the next line without its line break, `nil` at the end.
    ///   - readSecret: shows a text and gives a line in the same way, which is not shown; as the two above if `nil`.
    ///   - choose: shows a menu and gives what was chosen, `nil` at the end; if `nil`, choices are typed as all else.
    public init(
        width: Int? = nil, editor: Editor? = nil, write: @escaping (String) -> Void, readLine: @escaping () -> String?,
        readSecret: ((_ label: String) -> String?)? = nil, choose: ((ChoiceMenu) -> String?)? = nil
    ) {
        self.width = width
        self.editor = editor
        self.write = write
        // What is said next does not stand behind the question.
        let line = {
            let line = readLine()
            if line == nil { write("\n") }
            return line
        }
        self.readLine = line
        self.readSecret = readSecret ?? { label in
            write(label)
            return line()
        }
        self.choose = choose
    }

    public func ask(_ prompt: Prompt) throws -> String? {
        let question = prompt.question
        let menu = choose == nil ? nil : ChoiceMenu(question, suggestion: prompt.suggestion)
        if let problem = prompt.problem {
            write("\(problem.message)\(problem.hint.map { ": \($0)" } ?? "")\n")
        } else {
            if let help = question.help { write(hanging(help)) }
            if menu == nil { list(question.choices) }
        }
        if let choose, let menu { return choose(menu) }
        if question.isMultiline { return try lines(of: prompt) }
        let suggestion = prompt.suggestion.map { " [\(question.text(of: $0))]" } ?? ""
        guard !question.isSecret else { return readSecret("\(question.name), not shown: ")?.trimmed }
        write("\(question.name)\(suggestion): ")
        return readLine().map { answer($0.trimmed, to: question) }
    }

    /// A text of several lines, typed until an empty one, or written with an editor.
    ///
    /// - Returns: an empty text for the suggestion; `nil` if the input ended.
    private func lines(of prompt: Prompt) throws -> String? {
        let (name, suggestion) = (prompt.question.name, prompt.suggestion.map { prompt.question.text(of: $0) } ?? "")
        if !suggestion.isEmpty { write(suggestion.split(separator: "\n").map { "  [\($0)]\n" }.joined()) }
        if let editor {
            write("open `\(editor.name)` for `\(name)`? [no]: ")
            guard let answer = readLine() else { return nil }
            if ["y", "yes"].contains(answer.trimmed.lowercased()) { return try editor.edit(suggestion) }
        }
        var lines = [String]()
        while true {
            write(lines.isEmpty ? "\(name), an empty line ends it: " : "\(name): ")
            guard let line = readLine() else { return nil }
            if line.trimmed.isEmpty { return lines.joined(separator: "\n") }
            lines.append(line)
        }
    }

    private func list(_ choices: [Question.Choice]) {
        let longest = choices.map(\.value.count).max() ?? 0
        for (index, choice) in choices.enumerated() {
            let padding = String(repeating: " ", count: longest - choice.value.count)
            let start = "  \(index + 1)) \(choice.value)"
            write(choice.label.map { hanging($0, behind: "\(start)\(padding)  ") } ?? "\(start)\n")
        }
    }

    /// A text behind a start, its further lines indented as far.
    private func hanging(_ text: String, behind start: String = "") -> String {
        guard let width, start.count + text.count > width else { return "\(start)\(text)\n" }
        let margin = String(repeating: " ", count: start.count)
        let lines = text.lines(of: max(width - start.count, Self.narrowest))
        return lines.enumerated().map { "\($0.offset == 0 ? start : margin)\($0.element)\n" }.joined()
    }

    /// Columns that a text has in any case.
    private static let narrowest = 20

    /// Numbers stand for choices, unless a choice is called so.
    private func answer(_ text: String, to question: Question) -> String {
        let choices = question.choices.map(\.value)
        guard !choices.isEmpty else { return text }
        let parts = text.split(separator: ",").map { part in
            let part = String(part).trimmed
            guard !choices.contains(part), let number = Int(part), choices.indices.contains(number - 1) else {
                return part
            }
            return choices[number - 1]
        }
        return parts.joined(separator: ",")
    }
}
