internal import MLKitCore

/// Where in a file of Python a line stands, told by how far it is indented, so that a test can be told from a function that
/// is only called like one: pytest collects functions of the module and methods of classes called `Test…`, unittest
/// those of its `TestCase`s.
struct PythonScopes {
    private enum Scope { case tests, other }

    private var scopes: [(indent: Int, kind: Scope)] = []
    /// Whether what comes next is no test, by what stands above it: a fixture, or a test that never runs.
    private var isLeftOut = false

    /// Whether a test begins in a line of code. Takes the lines in their order.
    mutating func beginsTest(_ line: Substring) -> Bool {
        let text = line.trimmed
        guard !text.isEmpty, !text.hasPrefix(")") else { return false }
        let indent = line.prefix { $0 == " " || $0 == "\t" }.count
        scopes.removeAll { $0.indent >= indent }
        if text.hasPrefix("@") {
            let name = text.dropFirst().prefix { $0 != "(" }.split(separator: ".").last?.trimmed ?? ""
            isLeftOut = isLeftOut || ["fixture", "skip"].contains(name)
            return false
        }
        let code = text.hasPrefix("async ") ? text.dropFirst("async ".count).trimmed : text
        if code.hasPrefix("class ") {
            scopes.append((indent, !isLeftOut && Self.holdsTests(code) ? .tests : .other))
            isLeftOut = false
        }
        guard code.hasPrefix("def ") else { return false }
        defer {
            isLeftOut = false
            scopes.append((indent, .other))
        }
        let name = code.dropFirst("def ".count).drop { $0 == " " }
        let isMethod = name.hasPrefix("runTest") && !scopes.isEmpty
        return !isLeftOut && (name.hasPrefix("test") || isMethod) && scopes.allSatisfy { $0.kind == .tests }
    }

    /// Whether a class is called so, or is made from one that may be a `TestCase`; bases that stand in later lines may be.
    private static func holdsTests(_ line: String) -> Bool {
        let name = line.dropFirst("class ".count).drop { $0 == " " }
        guard !name.hasPrefix("Test"), let open = name.firstIndex(of: "(") else { return name.hasPrefix("Test") }
        let bases = name[name.index(after: open)...]
        return !bases.contains(")") || bases.lowercased().contains("test")
    }
}
