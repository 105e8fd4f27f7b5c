internal import MLKitCore

/// Reads the syntax of a text that `YAMLDocument` has accepted.
struct SyntaxReader {
    private let source: YAMLSource
    private let parser: EventParser

    init(_ source: YAMLSource) throws {
        self.source = source
        parser = try EventParser(source)
    }

    /// The root; `nil` for a text without a document.
    func document() throws -> Syntax? {
        _ = try parser.next()
        guard case .documentStart = try parser.next().kind else { return nil }
        return try node(parser.next())
    }

    private func node(_ event: Event) throws -> Syntax {
        switch event.kind {
        case .alias(let name): return syntax(event, .alias(name), end: event.end)
        case .sequenceStart(let isFlow): return try sequence(event, isFlow)
        case .mappingStart(let isFlow): return try mapping(event, isFlow)
        case .scalar(let scalar, let style): return self.scalar(event, scalar, style)
        default: throw Failure("this is not YAML", at: source.location(event.start..<event.end))
        }
    }

    private func sequence(_ start: Event, _ isFlow: Bool) throws -> Syntax {
        var items = [Syntax]()
        var event = try parser.next()
        while !event.endsCollection {
            items.append(try node(event))
            event = try parser.next()
        }
        return syntax(start, .sequence(items, isFlow: isFlow), end: isFlow ? event.end : items.last?.end ?? start.end)
    }

    private func mapping(_ start: Event, _ isFlow: Bool) throws -> Syntax {
        var entries = [Syntax.Entry]()
        var event = try parser.next()
        while !event.endsCollection {
            let key = try node(event)
            entries.append(Syntax.Entry(key: key, value: try node(parser.next())))
            event = try parser.next()
        }
        return syntax(
            start, .mapping(entries, isFlow: isFlow), end: isFlow ? event.end : entries.last?.end ?? start.end)
    }

    private func scalar(_ event: Event, _ scalar: Scalar, _ style: Event.Style) -> Syntax {
        let end = style == .block ? endOfBlock(event) : event.end
        return syntax(event, .scalar(scalar, style), end: end)
    }

    /// A block scalar's event ends at the next line that is not blank. The blank lines are part of it only if it keeps
    /// them (`|+`).
    private func endOfBlock(_ event: Event) -> Int {
        let header = source.bytes[event.start..<event.end].prefix { $0 != 0x0A }
        let keeps = header.prefix { $0 != UInt8(ascii: "#") }.contains(UInt8(ascii: "+"))
        var end = event.end
        while end > event.start, [0x0A, 0x0D, 0x20].contains(source.bytes[end - 1]) {
            end -= 1
            if keeps, source.bytes[end] == 0x0A {
                return end > event.start && source.bytes[end - 1] == 0x0D ? end - 1 : end
            }
        }
        return end
    }

    private func syntax(_ event: Event, _ content: Syntax.Content, end: Int) -> Syntax {
        let scanner = TextScanner(source.bytes)
        let isAlias = if case .alias = content { true } else { false }
        let hasProperties = !isAlias && (event.anchor != nil || event.hasTag)
        let properties = hasProperties ? scanner.endOfProperties(from: event.start) : event.start
        let start = hasProperties ? min(scanner.nextToken(from: properties), max(end, properties)) : event.start
        return Syntax(
            content: content, anchor: event.anchor, hasTag: event.hasTag, start: event.start,
            propertiesEnd: properties, contentStart: end <= properties ? properties : start, end: max(end, properties))
    }
}

extension Event {
    fileprivate var endsCollection: Bool {
        switch kind {
        case .sequenceEnd, .mappingEnd: true
        default: false
        }
    }
}
