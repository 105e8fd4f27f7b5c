internal import MLKitCore

/// Builds nodes from events: unfolds aliases and merge keys, and finds what libyaml lets pass.
struct Composer {
    let source: YAMLSource
    let parser: EventParser
    private var anchors: [String: Node] = [:]
    private var problems: [Diagnostic] = []
    private var depth = 0

    init(source: YAMLSource, parser: EventParser) {
        self.source = source
        self.parser = parser
    }

    /// The one document of the text.
    mutating func document() throws -> Node {
        _ = try parser.next()
        let first = try parser.next()
        guard case .documentStart = first.kind else {
            return node(.scalar(Scalar(text: "", isPlain: true)), source.start..<source.start, weight: 1)
        }
        let root = try node(from: parser.next())
        _ = try parser.next()
        let after = try parser.next()
        if case .documentStart = after.kind {
            problems.append(
                .error("a second document begins here", at: source.location(after.start..<after.end)))
        }
        guard problems.isEmpty else { throw Failure(problems) }
        return root
    }

    private mutating func node(from event: Event) throws -> Node {
        let node: Node
        switch event.kind {
        case .alias(let name): return try alias(name, event)
        case .sequenceStart: node = try sequence(event)
        case .mappingStart: node = try mapping(event)
        case .scalar(let scalar, _): node = self.node(.scalar(scalar), event.start..<event.end, weight: 1)
        default: throw Failure("this is not YAML", at: location(event))
        }
        if let anchor = event.anchor { anchors[anchor] = node }
        return node
    }

    private func alias(_ name: String, _ event: Event) throws -> Node {
        guard let target = anchors[name] else {
            throw Failure(
                "no anchor `&\(name)` stands before this alias", at: location(event),
                hint: Suggestion.hint(for: name, among: anchors.keys.sorted()))
        }
        return node(target.content, event.start..<event.end, weight: target.weight)
    }

    private mutating func sequence(_ start: Event) throws -> Node {
        var items = [Node]()
        var weight = 1
        let end = try children(of: start) { composer, event in
            let item = try composer.node(from: event)
            items.append(item)
            weight = try composer.added(weight, item, event)
        }
        return node(.sequence(items), start.start..<max(start.start, end), weight: weight)
    }

    private mutating func mapping(_ start: Event) throws -> Node {
        var entries = [Node.Entry]()
        var places: [String: Int] = [:]
        var weight = 1
        let end = try children(of: start) { composer, event in
            let key = try composer.node(from: event)
            let value = try composer.node(from: composer.parser.next())
            weight = try composer.added(composer.added(weight, key, event), value, event)
            composer.check(key, &places)
            entries.append(Node.Entry(key: key, value: value))
        }
        return node(.mapping(merged(entries)), start.start..<max(start.start, end), weight: weight)
    }

    /// Runs `body` for each event up to the end of the collection, and returns where that is.
    private mutating func children(
        of start: Event, _ body: (inout Composer, Event) throws -> Void
    ) throws -> Int {
        depth += 1
        defer { depth -= 1 }
        guard depth <= YAMLDocument.depthLimit else {
            throw Failure("nested deeper than \(YAMLDocument.depthLimit) levels", at: location(start))
        }
        while true {
            let event = try parser.next()
            switch event.kind {
            case .sequenceEnd, .mappingEnd: return event.end
            default: try body(&self, event)
            }
        }
    }

    private func added(_ weight: Int, _ node: Node, _ event: Event) throws -> Int {
        let sum = weight + node.weight
        guard node.height < YAMLDocument.depthLimit else {
            throw Failure("nested deeper than \(YAMLDocument.depthLimit) levels", at: location(event))
        }
        guard sum <= YAMLDocument.nodeLimit else {
            throw Failure(
                "the aliases unfold to more than \(YAMLDocument.nodeLimit) values", at: location(event),
                hint: "write the values out, or use fewer aliases of aliases")
        }
        return sum
    }

    /// - Parameter places: the keys that the mapping has so far, with the place where each stands.
    private mutating func check(_ key: Node, _ places: inout [String: Int]) {
        guard let name = key.text else {
            return report(.error("a key must be text, not \(key.kindName)", at: key.location))
        }
        guard name != "<<", let first = places.updateValue(key.byteRange.lowerBound, forKey: name) else { return }
        places[name] = first
        let source = source
        report(
            .error(
                "the key `\(name.shortened)` stands here twice", at: key.location,
                notes: ["it first stands on line \(source.location(offset: first).line)"]))
    }

    /// Merge keys (`<<: *base`): the base's entries come in where the mapping does not have its own.
    private mutating func merged(_ entries: [Node.Entry]) -> [Node.Entry] {
        guard entries.contains(where: { $0.name == "<<" }) else { return entries }
        var result = entries.filter { $0.name != "<<" }
        var own = Set(result.map(\.name))
        for merge in entries where merge.name == "<<" {
            for base in merge.value.sequence ?? [merge.value] {
                guard let inherited = base.mapping else {
                    report(.error("`<<` takes a mapping, not \(base.kindName)", at: base.location))
                    continue
                }
                result += inherited.filter { own.insert($0.name).inserted }
            }
        }
        return result
    }

    /// Every problem holds a line of the text, so there is an end to them.
    private mutating func report(_ problem: @autoclosure () -> Diagnostic) {
        if problems.count < Diagnostic.limit { problems.append(problem()) }
    }

    private func node(_ content: Node.Content, _ range: Range<Int>, weight: Int) -> Node {
        Node(content: content, source: source, byteRange: range, weight: weight)
    }

    private func location(_ event: Event) -> SourceLocation {
        source.location(event.start..<event.end)
    }
}
