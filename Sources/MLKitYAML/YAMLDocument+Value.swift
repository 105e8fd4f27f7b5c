internal import MLKitCore

extension YAMLDocument {
    /// One value as somebody types it: a number, a truth value, `null`, and a text in quotes, a list or a mapping in brackets are
    /// what they are in YAML. All else is a text as it stands: what begins with `#`, `!` or `&`, or has `: ` in it, is one too.
    ///
    /// - Parameter file: the name for diagnostics.
    /// - Throws: `Failure` for quotes and brackets that are not closed, and for what YAML would leave out of them, a comment, a
    ///   tag or an anchor: the value would be another than the one that was typed.
    public static func value(_ text: String, file: String) throws -> Node {
        let typed = text.trimmed
        guard let first = typed.first, "[{\"'".contains(first) else {
            let scalar = Scalar(text: typed, isPlain: true)
            let isText = if case .string = scalar.value { true } else { false }
            let node = try parse(JSON.string(isText ? text : typed).compact, file: file)
            return node.replacingContent(.scalar(isText ? Scalar(text: text, isPlain: scalar.isPlain) : scalar))
        }
        try checkCompleteness(typed, file)
        return try parse(typed, file: file)
    }

    /// - Throws: `Failure` for a text of which a part would not be in the value.
    private static func checkCompleteness(_ text: String, _ file: String) throws {
        // On one line, what stands behind a comment's sign is all of the rest, and brackets are not closed.
        let line = text.map { $0.isNewline ? " " : $0 }
        let source = YAMLSource(file: file, bytes: Array(String(line).utf8), lineOffset: 0)
        let parser = try EventParser(source)
        var end = 0
        events: while true {
            let event = try parser.next()
            if event.hasTag || event.anchor != nil {
                throw Failure(
                    "a tag or an anchor is no part of a value", at: source.location(event.start..<event.end),
                    hint: "put the text that begins with `!` or `&` in quotes")
            }
            switch event.kind {
            case .documentEnd, .streamEnd: break events
            default: end = max(end, event.end)
            }
        }
        guard source.bytes[end...].allSatisfy({ $0 == 0x20 || $0 == 0x09 }) else {
            throw Failure(
                "what stands behind the value is no part of it", at: source.location(end..<source.bytes.count),
                hint: "put the whole of a text in quotes, and texts in brackets as well")
        }
    }
}
