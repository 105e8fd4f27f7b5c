internal import MLKitCore
internal import MLKitSpec

/// What an expression can use.
struct Scope: Sendable {
    /// Answers, and what every template has.
    var variables: [String]
    /// Those of them that have parts, whatever these are called.
    var mappings: Set<String> = []
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

    private static let layoutMembers = ["name"] + Layout.Role.allCases.map(\.rawValue)

    /// What is wrong with `name` or `name.member`; `nil` if it is there.
    func problem(with path: String) -> (message: String, hint: String?)? {
        let components = path.split(separator: ".").map(String.init)
        guard let name = components.first else { return nil }
        if name == Self.loopVariable, textLoops > 0 {
            guard components.count > 1 else { return ("`\(name)` is no value", "write `\(name).counter`") }
            guard components.count == 2 else { return ("`\(name).\(components[1])` has no parts", nil) }
            return part(components, TextLoopMember.allCases.map(\.rawValue))
        }
        guard variables.contains(name) || loops.contains(name) else {
            if later.contains(name) {
                return ("`\(name)` is not answered yet here", "move the question behind those that it uses")
            }
            return ("unknown variable `\(name)`", Suggestion.hint(for: name, among: (loops + variables).sorted()))
        }
        if mappings.contains(name), !loops.contains(name) { return member(Array(components.dropFirst())) }
        guard name == Template.layoutVariable, !loops.contains(name) else { return member(components) }
        guard components.count > 1 else { return ("`\(name)` is no value", "write `\(name).name`") }
        return part(components, Self.layoutMembers)
    }

    /// Of what has named parts, which are values.
    private func part(_ components: [String], _ known: [String]) -> (message: String, hint: String?)? {
        guard known.contains(components[1]) else {
            return ("`\(components[0])` has no `\(components[1])`", Suggestion.hint(for: components[1], among: known))
        }
        return member(Array(components.dropFirst()))
    }

    private func member(_ components: [String]) -> (message: String, hint: String?)? {
        for member in components.dropFirst() where !Self.members.contains(member) && Int(member) == nil {
            return ("`\(components[0])` has no `\(member)`", Suggestion.hint(for: member, among: Self.members))
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
