internal import MLKitCore

/// Goes through the pieces of a text and writes what they come to.
///
/// The checker has bounded how deep blocks and brackets nest, the budget bounds all else.
struct TextInterpreter {
    /// What a loop around knows.
    struct Round {
        let variable: String
        let item: JSON
        let index: Int
        let count: Int
    }

    let values: TextValues
    /// The text that the current pieces stand in.
    private var source: TextSource
    /// Outermost first.
    private(set) var rounds: [Round] = []
    private var output = ""
    /// The byte of the source at which the current expression begins, or the last one if a text follows it.
    private var base = 0

    init(_ values: TextValues, _ source: TextSource) {
        self.values = values
        self.source = source
    }

    mutating func render(_ nodes: [TextNode]) throws -> String {
        try run(nodes)
        return output
    }

    mutating func value(of expression: PlacedExpression) throws -> JSON {
        base = expression.offset
        return try value(of: expression.tree)
    }

    private mutating func run(_ nodes: [TextNode]) throws {
        for node in nodes {
            try step()
            switch node {
            case .text(let text): try write(text)
            case .output(let output):
                base = output.offset
                try write(text(of: output))
            case .branches(let branches): try run(branches)
            case .loop(let loop): try run(loop)
            case .include(let inner, let nodes): try run(inner, nodes)
            }
        }
    }

    private mutating func run(_ inner: TextSource, _ nodes: [TextNode]) throws {
        let (outer, outerBase) = (source, base)
        (source, base) = (inner, 0)
        try run(nodes)
        (source, base) = (outer, outerBase)
    }

    private mutating func run(_ branches: [TextBranch]) throws {
        for branch in branches {
            guard try branch.condition.map({ try value(of: $0).isTrue }) ?? true else { continue }
            return try run(branch.body)
        }
    }

    private mutating func run(_ loop: TextLoop) throws {
        let list = try value(of: loop.list)
        guard case .array(let items) = list else {
            throw Failure(
                "`for` goes through a list, not \(list.kindName)",
                at: source.location(loop.list.offset + loop.range.lowerBound, length: loop.range.count),
                hint: list.string == nil ? nil : "`|list` makes a list of a text with commas in it")
        }
        for (index, item) in items.enumerated() {
            base = loop.list.offset
            try step()
            rounds.append(Round(variable: loop.variable, item: item, index: index, count: items.count))
            try run(loop.body)
            rounds.removeLast()
        }
        if items.isEmpty { try run(loop.empty) }
    }

    /// An expression that means the same wherever it stands is evaluated once for all texts.
    private mutating func text(of output: TextOutput) throws -> String {
        if let key = output.key, let text = values.known[key] { return text }
        let value = try value(of: output.tree)
        let text = output.isForShell ? try placed(0..<1) { _ in try ShellText.quoted(value.asText) } : value.printed
        if let key = output.key { values.known[key] = text }
        return text
    }

    private mutating func write(_ text: String) throws {
        let size = text.utf8.count
        guard output.utf8.count + size <= TextBudget.longestText else {
            throw Failure(
                "the text becomes longer than \(TextBudget.longestText >> 20) MB", at: source.location(base))
        }
        try placed(0..<1) { try $0.values.budget.spend(steps: 0, bytes: size) }
        output += text
    }

    /// Counts what is done: every piece, every part of an expression, and every round of a loop.
    mutating func step() throws {
        try placed(0..<1) { try $0.values.budget.spend() }
    }

    /// Does what may fail, and says at which bytes of the current expression it did.
    mutating func placed<Result>(
        _ range: Range<Int>, _ body: (inout TextInterpreter) throws -> Result
    ) throws -> Result {
        do { return try body(&self) } catch let failure as Failure {
            let location = source.location(base + range.lowerBound, length: range.count)
            throw failure.placed(at: location)
        }
    }
}
