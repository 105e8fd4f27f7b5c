internal import MLKitCore

extension TextChecker {
    /// Another text, checked with what can be used here; its problems have places in that text.
    mutating func include(_ token: TextToken, from start: Int) -> TextNode? {
        let path = parse(token, from: start) { parser throws(ExpressionParser.Problem) in try parser.quoted() }
        guard let path else { return nil }
        guard let partial = scope.partials[path] else {
            let known = scope.partials.keys.sorted()
            report(
                "the template has no `\(path)` to include", token,
                hint: Suggestion.hint(for: path, among: known)
                    ?? "texts to include stand in the template's folder `\(Template.partialsFolder)`")
            return nil
        }
        guard !scope.including.contains(path) else {
            let cycle = (scope.including.drop { $0 != path } + [path]).map { "`\($0)`" }.joined(separator: " includes ")
            report("the texts include each other without end", token, notes: [cycle])
            return nil
        }
        guard scope.including.count < Self.includeLimit, allows(partial) else {
            // Once is enough: the limit is met by thousands of texts at a time.
            if problems.isEmpty { report("this includes too much, in too many steps", token) }
            return nil
        }
        var inner = scope
        inner.including.append(path)
        var checker = TextChecker(partial, inner, within: self)
        let nodes = checker.check()
        take(from: checker, path, at: token)
        return .include(partial, nodes)
    }

    /// How deep texts may include each other.
    private static let includeLimit = 20
}

/// How much may still be included: texts that include others twice, and these others again, soon fill any memory.
final class IncludeBudget {
    private var bytes = 4 << 20
    /// What each text costs, however short.
    private static let least = 1024

    /// Takes a text's bytes off.
    ///
    /// - Returns: whether there were enough left.
    func spend(_ count: Int) -> Bool {
        bytes -= max(count, Self.least)
        return bytes >= 0
    }
}
