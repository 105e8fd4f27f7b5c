internal import MLKitCore

/// Goes through the statements of a template and writes what they come to.
///
/// A template cannot run without end, fill the memory or exhaust the stack: steps, the weight of every value, the
/// length of the result, and how deep macros and included files call one another are bounded.
struct JinjaInterpreter {
    let environment: JinjaEnvironment
    /// The file that the current statements stand in.
    var source: JinjaSource
    /// Variables, those of inner blocks last.
    var scopes: [[String: JinjaValue]]
    private var output: [UInt8] = []
    private(set) var problems: [Diagnostic] = []
    private var steps = 0
    private var calls = 0

    static let mostSteps = 500_000
    static let heaviest = 1 << 24
    static let deepestCalls = 30

    init(_ environment: JinjaEnvironment, source: JinjaSource, variables: [String: JinjaValue]) {
        self.environment = environment
        self.source = source
        scopes = [variables]
    }

    mutating func render(_ nodes: [JinjaNode]) throws -> String {
        do {
            try run(nodes)
        } catch let failure as Failure {
            problems += failure.diagnostics
        } catch let stop as Stop {
            problems += stop.failure.diagnostics
        }
        guard problems.isEmpty else { throw Failure(problems) }
        return String(decoding: output, as: UTF8.self)
    }

    private mutating func run(_ nodes: [JinjaNode]) throws {
        for node in nodes { try run(node) }
    }

    private mutating func run(_ node: JinjaNode) throws {
        switch node {
        case .text(let text): try write(text, at: 0..<0)
        case .output(let expression): try output(expression)
        case .branches(let branches): try run(branches)
        case .loop(let loop): try run(loop)
        case .set(let target, let value): try assign(try self.value(of: value), to: target)
        case .capture(let target, let body): try assign(.string(try capture { try $0.run(body) }), to: target)
        case .scope(let values, let body): try run(values, body)
        case .include(let file, let isOptional): try include(file, isOptional)
        case .macro(let macro): scopes[scopes.count - 1][macro.name] = .macro(macro)
        case .now(let zone, let format): try write(try now(zone, format), at: zone.range)
        }
    }

    /// A problem in one expression does not hide those in others.
    private mutating func output(_ expression: JinjaExpression) throws {
        do {
            try write(value(of: expression).text, at: expression.range)
        } catch let failure as Failure {
            guard problems.count < 50 else { throw Failure(problems) }
            problems += failure.diagnostics
        }
    }

    private mutating func write(_ text: String, at range: Range<Int>) throws {
        guard output.count + text.utf8.count <= Self.heaviest else {
            throw Stop(failure("the text becomes longer than \(Self.heaviest >> 20) MB", range))
        }
        output += text.utf8
    }

    /// What ends a rendering at once, as there would be no end of it.
    struct Stop: Error {
        let failure: Failure

        init(_ failure: Failure) { self.failure = failure }
    }

    /// Counts what a template does, on every expression and every turn of a loop.
    mutating func step(_ range: Range<Int>) throws {
        steps += 1
        guard steps <= Self.mostSteps else {
            throw Stop(failure("the template takes more than \(Self.mostSteps) steps", range))
        }
    }

    private mutating func run(_ branches: [(condition: JinjaExpression?, body: [JinjaNode])]) throws {
        for (condition, body) in branches {
            guard try condition.map({ try value(of: $0).isTrue }) ?? true else { continue }
            return try run(body)
        }
    }

    private mutating func run(_ loop: JinjaLoop) throws {
        let source = try value(of: loop.source)
        guard let elements = source.elements else {
            throw failure("`for` cannot go through \(source.typeName)", loop.source.range)
        }
        scopes.append([:])
        defer { scopes.removeLast() }
        let items = try elements.filter { try isWanted($0, loop) }
        for (index, item) in items.enumerated() {
            try step(loop.source.range)
            scopes[scopes.count - 1] = ["loop": .loop(JinjaLoopState(items: items, index: index))]
            try assign(item, to: loop.target)
            try run(loop.body)
        }
        if items.isEmpty { try run(loop.otherwise) }
    }

    private mutating func isWanted(_ item: JinjaValue, _ loop: JinjaLoop) throws -> Bool {
        guard let condition = loop.condition else { return true }
        try assign(item, to: loop.target)
        return try value(of: condition).isTrue
    }

    private mutating func run(_ values: [(target: JinjaTarget, value: JinjaExpression)], _ body: [JinjaNode]) throws {
        let evaluated = try values.map { ($0.target, try value(of: $0.value)) }
        scopes.append([:])
        defer { scopes.removeLast() }
        for (target, value) in evaluated { try assign(value, to: target) }
        try run(body)
    }

    private mutating func assign(_ value: JinjaValue, to target: JinjaTarget) throws {
        switch target {
        case .name(let name, _): scopes[scopes.count - 1][name] = value
        case .member(let owner, let name, let range):
            guard case .namespace(let namespace)? = variable(owner) else {
                throw failure("`\(owner)` is no namespace, so its members cannot be set", range)
            }
            namespace.members[name] = value
            guard namespace.members.weight <= Self.heaviest else { throw tooLarge(range) }
        case .parts(let targets, let range):
            guard let items = value.elements, items.count == targets.count else {
                throw failure("\(value.typeName) cannot be taken apart into \(targets.count) names", range)
            }
            for (target, item) in zip(targets, items) { try assign(item, to: target) }
        }
    }

    /// What statements write, instead of writing it.
    mutating func capture(_ body: (inout JinjaInterpreter) throws -> Void) throws -> String {
        let before = output
        output = []
        defer { output = before }
        try body(&self)
        return String(decoding: output, as: UTF8.self)
    }

    private mutating func include(_ file: JinjaExpression, _ isOptional: Bool) throws {
        let names = try includedNames(file)
        guard let included = try names.lazy.compactMap({ try environment.load($0) }).first else {
            if isOptional { return }
            throw failure("the template has no file \(Suggestion.list(names)) to include", file.range)
        }
        let template = try JinjaTemplate(included, environment.settings)
        let outer = source
        source = template.source
        scopes.append([:])
        defer {
            scopes.removeLast()
            source = outer
        }
        try call(file.range) { try $0.run(template.nodes) }
    }

    private mutating func includedNames(_ file: JinjaExpression) throws -> [String] {
        let value = try value(of: file)
        if let name = value.string { return [name] }
        guard let names = value.elements?.map(\.string), !names.contains(nil) else {
            throw failure("`include` takes the name of a file, not \(value.typeName)", file.range)
        }
        return names.compactMap { $0 }
    }

    /// Renders a macro, which sees the variables of the whole template and its own.
    mutating func render(_ macro: JinjaMacro, _ variables: [String: JinjaValue], _ range: Range<Int>) throws
        -> JinjaValue
    {
        let outer = scopes
        scopes = [scopes[0], variables]
        defer { scopes = outer }
        return .string(try capture { interpreter in try interpreter.call(range) { try $0.run(macro.body) } })
    }

    private mutating func call(_ range: Range<Int>, _ body: (inout JinjaInterpreter) throws -> Void) throws {
        guard calls < Self.deepestCalls else {
            throw Stop(failure("macros and included files call one another without end", range))
        }
        calls += 1
        defer { calls -= 1 }
        try body(&self)
    }

    private mutating func now(_ zone: JinjaExpression, _ format: JinjaExpression?) throws -> String {
        let format = try format.map { try value(of: $0) } ?? .none
        let zoneName = try value(of: zone)
        do {
            if let name = zoneName.string, !JinjaClock.zones.contains(name.lowercased()) {
                let location = source.location(zone.range.lowerBound, length: zone.range.count)
                environment.effects.warn(
                    .warning("the time zone `\(name)` is not known here: `now` takes UTC for it", at: location))
            }
            return try environment.clock.text(zone: zoneName, format: format)
        } catch let complaint as JinjaComplaint {
            throw failure(complaint.message, zone.range, hint: complaint.hint)
        }
    }

    func variable(_ name: String) -> JinjaValue? {
        for scope in scopes.reversed() { if let value = scope[name] { return value } }
        return JinjaFunction(rawValue: name).map { .function($0) }
    }

    func failure(_ message: String, _ range: Range<Int>, hint: String? = nil) -> Failure {
        Failure(message, at: source.location(range.lowerBound, length: range.count), hint: hint)
    }

    func tooLarge(_ range: Range<Int>) -> any Error { Stop(failure("the value becomes too large", range)) }
}
