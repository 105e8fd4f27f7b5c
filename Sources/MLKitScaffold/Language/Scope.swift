internal import MLKitCore
internal import MLKitSpec

/// What an expression can use.
struct Scope: Sendable {
    /// Answers, and what every template has.
    var variables: [String]
    /// Variables of the loops around, in the text and of its file.
    var loops: [String] = []
    /// How many of the loops are in the text: these tell about themselves.
    var textLoops = 0
    /// Answers that are known only later: for messages.
    var later: Set<String> = []
    /// Texts that others may include, by their path in the template's folder.
    var partials: [String: TextSource] = [:]
    /// The partials that are being included, outermost first.
    var including: [String] = []
    /// Whether values are quoted for the shell.
    var isForShell = false

    static let builtIn = [Template.projectVariable, Template.layoutVariable]
    /// What tells about the loop around.
    static let loopVariable = "forloop"

    init(questions: [String] = []) {
        variables = Self.builtIn + questions
    }

    /// The scope inside a loop.
    func looping(_ variable: String) -> Scope {
        var copy = self
        copy.loops.append(variable)
        return copy
    }

    /// What lists and texts tell about themselves.
    private static let members = ["count", "first"]
    /// What a loop tells about itself.
    private static let loopMembers = ["counter", "counter0", "first", "last", "length"]

    private static let layoutMembers = ["name"] + Layout.Role.allCases.map(\.rawValue)

    /// What is wrong with `name` or `name.member`; `nil` if it is there.
    func problem(with path: String) -> (message: String, hint: String?)? {
        let components = path.split(separator: ".").map(String.init)
        guard let name = components.first else { return nil }
        if name == Self.loopVariable, textLoops > 0 {
            guard components.count > 1 else { return ("`\(name)` is no value", "write `\(name).counter`") }
            return member(components.dropFirst(), of: name, Self.loopMembers)
        }
        guard variables.contains(name) || loops.contains(name) else {
            if later.contains(name) {
                return ("`\(name)` is not answered yet here", "move the question behind those that it uses")
            }
            return ("unknown variable `\(name)`", Suggestion.hint(for: name, among: (loops + variables).sorted()))
        }
        let isLayout = name == Template.layoutVariable && !loops.contains(name)
        return member(components.dropFirst(), of: name, isLayout ? Self.layoutMembers : Self.members)
    }

    private func member(
        _ rest: ArraySlice<String>, of name: String, _ known: [String]
    ) -> (message: String, hint: String?)? {
        for member in rest where !known.contains(member) && (name == Self.loopVariable || Int(member) == nil) {
            return ("`\(name)` has no `\(member)`", Suggestion.hint(for: member, among: known))
        }
        return nil
    }

    /// Whether a text can name a variable: small letters, digits and `_`, a letter first.
    static func isIdentifier(_ text: String) -> Bool {
        guard let first = text.utf8.first, (0x61...0x7A).contains(first) else { return false }
        return !ExpressionParser.words.contains(text)
            && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
    }
}
