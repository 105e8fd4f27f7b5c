internal import MLKitCore

/// A list of choices that is gone through with keys: arrows move, letters search, Enter takes; of a list of which several may be
/// taken, the space bar marks one.
///
/// It knows what is shown and what a key does, not how a terminal is told: see `LinePrompter`, which asks where there is none that
/// can draw.
public struct ChoiceMenu: Sendable {
    /// A key, or a text that was typed at once. `end` is that of the input, Ctrl-D.
    public enum Key: Hashable, Sendable {
        case up, down, first, last, erase, enter, end
        case text(String)
    }

    /// What a key comes to.
    public enum Outcome: Sendable {
        case open, chosen, ended
    }

    public let name: String
    let choices: [Question.Choice]
    let takesSeveral: Bool
    /// Where the cursor is.
    private(set) var place: Int
    private(set) var marked: Set<Int>
    /// What is searched for.
    private(set) var typed = ""
    /// Whether a comma was typed last.
    private var followsComma = false

    /// - Parameters:
    ///   - choices: one or more.
    ///   - marked: the places of those that are suggested; the cursor is at the first.
    public init(name: String, choices: [Question.Choice], takesSeveral: Bool = false, marked: [Int] = []) {
        self.name = name
        self.choices = choices
        self.takesSeveral = takesSeveral
        self.marked = takesSeveral ? Set(marked) : []
        place = marked.first ?? 0
    }

    /// The menu of a question with choices; `nil` of another.
    init?(_ question: Question, suggestion: JSON?) {
        guard !question.choices.isEmpty else { return nil }
        let suggested = suggestion?.array?.compactMap(\.string) ?? [suggestion?.string].compactMap { $0 }
        self.init(
            name: question.name, choices: question.choices, takesSeveral: question.kind == .multiChoice,
            marked: question.choices.indices.filter { suggested.contains(question.choices[$0].value) })
    }

    // MARK: Keys

    public mutating func press(_ key: Key) -> Outcome {
        switch key {
        case .up: move(to: place == 0 ? choices.count - 1 : place - 1)
        case .down: move(to: place == choices.count - 1 ? 0 : place + 1)
        case .first: move(to: 0)
        case .last: move(to: choices.count - 1)
        case .erase: search(String(typed.dropLast()))
        case .enter: return take() ? .chosen : .open
        case .end: return .ended
        case .text(let text): for character in text { type(character) }
        }
        return .open
    }

    private mutating func move(to place: Int) {
        self.place = place
        typed = ""
        followsComma = false
    }

    private mutating func type(_ character: Character) {
        let followsComma = followsComma
        self.followsComma = character == ","
        guard takesSeveral, character == " " || character == "," else { return search(typed + String(character)) }
        // As in a list, there may be a space after a comma.
        guard found != nil, character == "," ? !typed.isEmpty : !followsComma else { return }
        if marked.remove(place) == nil { marked.insert(place) }
        typed = ""
    }

    private mutating func search(_ text: String) {
        typed = text
        if let found, !text.isEmpty { place = found }
    }

    /// - Returns: whether there is something to take.
    private mutating func take() -> Bool {
        guard found != nil else { return false }
        if takesSeveral, !typed.isEmpty { marked.insert(place) }
        return true
    }

    /// The place of what is searched for: that of a name, else the number of a place, else a name that begins so, else one that has it
    /// in it or in what is said of it. Where nothing is searched for, the cursor's.
    private var found: Int? {
        let text = typed.lowercased()
        guard !text.trimmed.isEmpty else { return place }
        let names = choices.map { $0.value.lowercased() }
        if let place = names.firstIndex(of: text) { return place }
        if let number = Int(text), choices.indices.contains(number - 1) { return number - 1 }
        return names.firstIndex { $0.hasPrefix(text) } ?? names.firstIndex { $0.contains(text) }
            ?? choices.firstIndex { $0.label?.lowercased().contains(text) ?? false }
    }

    // MARK: What came of it

    /// The answer as it would be typed; a comma for none of several.
    public var answer: String {
        guard takesSeveral else { return choices[place].value }
        return marked.isEmpty ? "," : marked.sorted().map { choices[$0].value }.joined(separator: ",")
    }

    /// The line that stays when the choice is made.
    public var summary: String { "\(name): \(answer == "," ? "none" : answer.onOneLine)" }

    // MARK: What is shown

    /// The choices around the cursor, and below them the line that is typed in, at whose end the cursor stands.
    ///
    /// - Parameters:
    ///   - width: columns, in which each line has room.
    ///   - height: lines of the terminal.
    public func lines(width: Int, height: Int) -> [String] {
        let count = max(min(choices.count, height - 4), 3)
        let start = max(min(place - count / 2, choices.count - count), 0)
        let shown = start..<min(start + count, choices.count)
        let longest = min(shown.map { choices[$0].value.onOneLine.count }.max() ?? 0, max(width / 2, 10))
        var lines = shown.map { line($0, longest) }
        if shown.count < choices.count { lines.append("    \(shown.lowerBound + 1) to \(shown.upperBound) of \(choices.count)") }
        let last = "\(name)\(hint): \(typed.onOneLine)"
        lines.append(last.count < width ? last : "\(name): \(typed.onOneLine)")
        return lines.map { $0.cut(to: max(width - 1, 2)) }
    }

    private func line(_ index: Int, _ longest: Int) -> String {
        let name = choices[index].value.onOneLine
        let padding = String(repeating: " ", count: max(longest - name.count, 0))
        let mark = takesSeveral ? marked.contains(index) ? "[x] " : "[ ] " : ""
        return "  \(index == place ? ">" : " ") \(mark)\(name)" + (choices[index].label.map { "\(padding)  \($0.onOneLine)" } ?? "")
    }

    private var hint: String {
        if found == nil { return " (nothing is called so)" }
        return takesSeveral ? " (arrows or a name, space marks, Enter takes)" : " (arrows or a name, Enter takes)"
    }
}
