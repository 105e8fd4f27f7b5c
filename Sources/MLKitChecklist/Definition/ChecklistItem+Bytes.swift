internal import MLKitCore
internal import MLKitSpec
internal import MLKitYAML

/// An item as bytes; see `ChecklistDefinition`.
extension ChecklistItem {
    func write(to writer: inout ByteWriter) {
        for text in [id, title, why, how, kind.rawValue, maturity.rawValue] { writer.write(text) }
        for texts in [formerIDs, tags, needs, gates] { writer.write(texts) { $0.write($1) } }
        writer.write(options) { writer, option in
            writer.write(option.name)
            writer.write(option.title)
            writer.write(option.when)
        }
        writer.write(answers) { writer, answer in
            writer.write(answer.name)
            writer.write(answer.follows)
        }
        writer.write(followUps.sorted { $0.key < $1.key }) { writer, followUp in
            writer.write(followUp.key)
            writer.write(followUp.value) { $0.write($1) }
        }
        writer.write(writes)
        writer.write(condition?.text)
        writer.write(probes) { $0.write($1.json.compact) }
        writer.write(references) { writer, reference in
            writer.write(reference.title)
            writer.write(reference.url)
        }
        for number in [needsConfirmation ? 1 : 0, isScored ? 1 : 0, version, location.line, location.column, location.length] {
            writer.write(number)
        }
        writer.write(location.file)
        writer.write(location.sourceLine)
    }

    init(from reader: inout ByteReader) throws {
        let (id, title, why, how) = (try reader.text(), try reader.text(), try reader.text(), try reader.text())
        let (kind, maturity) = (try reader.choice() as ItemKind, try reader.choice() as Maturity)
        let lists = try (0..<4).map { _ in try reader.list { try $0.text() } }
        self.init(
            id: id, formerIDs: lists[0], title: title, why: why, how: how, kind: kind, maturity: maturity, tags: lists[1],
            options: try reader.list { Option(name: try $0.text(), title: try $0.optionalText(), when: try $0.text()) },
            answers: try reader.list { Answer(name: try $0.text(), follows: try $0.text()) },
            followUps: Dictionary(try reader.list { (try $0.text(), try $0.list { try $0.text() }) }) { $1 },
            writes: try reader.optionalText(), condition: try reader.optionalText().flatMap { try? ConditionParser.parse($0) },
            needs: lists[2], gates: lists[3], probes: try reader.list { try $0.probe() }, needsConfirmation: false,
            references: try reader.list { Reference(title: try $0.text(), url: try $0.optionalText()) }, version: 1,
            location: SourceLocation(file: "", line: 1, column: 1))
        needsConfirmation = try reader.int() == 1
        isScored = try reader.int() == 1
        version = try reader.int()
        let (line, column, length) = (try reader.int(), try reader.int(), try reader.int())
        location = SourceLocation(
            file: try reader.text(), line: line, column: column, length: length, sourceLine: try reader.optionalText())
    }
}

extension Probe {
    /// As a list has it.
    fileprivate var json: JSON {
        func texts(_ values: [String]) -> JSON { .array(values.map { .string($0) }) }
        func object(_ members: [(String, JSON?)]) -> JSON {
            .object(members.compactMap { name, value in value.map { JSON.Member(name, $0) } })
        }
        return switch self {
        case .files(let patterns): object([("any_file", texts(patterns))])
        case .spec(let stage, let field, let test):
            object([("spec", object([("stage", stage.map { .string($0) }), ("field", .string(field)), ("in", test.values)]))])
        case .stage(let kind, let upToDate): object([("stage", object([("kind", .string(kind)), ("up_to_date", .bool(upToDate))]))])
        case .metric(let name, let bounds):
            object([
                (
                    "metric",
                    object([
                        ("name", .string(name)), ("above", bounds.above.map { .double($0) }), ("below", bounds.below.map { .double($0) }),
                        ("max", bounds.maximum.map { .double($0) }),
                    ])
                )
            ])
        case .fairness(let maximum): object([("fairness", object([("max_gap", maximum.map { .double($0) })]))])
        case .noLargeFiles(let size): object([("git", object([("no-large-files", .string("\(size)B"))]))])
        case .readme(let words): object([("readme", texts(words))])
        case .command(let text): object([("command", .string(text))])
        case .fixed(let probe): object([(probe.topic, .string(probe.word))])
        }
    }
}

extension Probe.SpecTest {
    fileprivate var values: JSON? {
        if case .oneOf(let values) = self { .array(values) } else { nil }
    }
}

extension ByteReader {
    fileprivate mutating func probe() throws -> Probe {
        guard let probe = Probe(try node()) else { throw Malformed() }
        return probe
    }
}
