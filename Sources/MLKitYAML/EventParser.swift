internal import CLibYAML
internal import MLKitCore

/// libyaml's parser over one text: hands out its events one by one.
final class EventParser {
    private let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    private let input: UnsafeMutableBufferPointer<UInt8>
    private let source: YAMLSource

    init(_ source: YAMLSource) throws {
        self.source = source
        input = .allocate(capacity: source.bytes.count)
        _ = input.initialize(from: source.bytes)
        guard yaml_parser_initialize(parser) != 0 else {
            input.deallocate()
            parser.deallocate()
            throw Failure("out of memory while reading `\(source.file)`")
        }
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, input.baseAddress, input.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
        input.deallocate()
    }

    /// The next event of the text.
    func next() throws -> Event {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) != 0 else { throw failure() }
        defer { yaml_event_delete(&event) }
        return Event(event)
    }

    private func failure() -> Failure {
        let problem = parser.pointee.problem.map { String(cString: $0) } ?? "not YAML"
        let mark = parser.pointee.problem_mark
        let location = source.location(line: Int(mark.line), column: Int(mark.column))
        let line = location.sourceLine ?? ""
        if line.prefix(while: { $0 == " " || $0 == "\t" }).contains("\t") {
            return Failure("a tab cannot indent YAML", at: location, hint: "indent with spaces")
        }
        return Failure("this is not YAML: \(problem)", at: location, notes: context(mark))
    }

    private func context(_ problem: yaml_mark_t) -> [String] {
        guard let words = parser.pointee.context else { return [] }
        let line = Int(parser.pointee.context_mark.line)
        guard line != Int(problem.line) else { return [String(cString: words)] }
        return ["\(String(cString: words)) that begins on line \(source.location(line: line, column: 0).line)"]
    }
}

/// One event of libyaml's stream, with Swift's own types.
struct Event {
    enum Kind {
        case streamStart, streamEnd, documentStart, documentEnd
        case alias(String)
        case scalar(Scalar)
        case sequenceStart, sequenceEnd, mappingStart, mappingEnd
    }

    let kind: Kind
    let anchor: String?
    let start: Node.Position
    let end: Node.Position

    init(_ event: yaml_event_t) {
        start = Node.Position(event.start_mark)
        end = Node.Position(event.end_mark)
        let data = event.data
        var anchor: UnsafeMutablePointer<yaml_char_t>?
        switch event.type {
        case YAML_ALIAS_EVENT: kind = .alias(Self.string(data.alias.anchor))
        case YAML_SCALAR_EVENT:
            anchor = data.scalar.anchor
            let bytes = UnsafeBufferPointer(start: data.scalar.value, count: data.scalar.length)
            let tag = Self.string(data.scalar.tag)
            let plain = data.scalar.style == YAML_PLAIN_SCALAR_STYLE && !tag.hasSuffix(":str")
            kind = .scalar(Scalar(text: String(decoding: bytes, as: UTF8.self), isPlain: plain))
        case YAML_SEQUENCE_START_EVENT:
            anchor = data.sequence_start.anchor
            kind = .sequenceStart
        case YAML_MAPPING_START_EVENT:
            anchor = data.mapping_start.anchor
            kind = .mappingStart
        case YAML_SEQUENCE_END_EVENT: kind = .sequenceEnd
        case YAML_MAPPING_END_EVENT: kind = .mappingEnd
        case YAML_DOCUMENT_START_EVENT: kind = .documentStart
        case YAML_DOCUMENT_END_EVENT: kind = .documentEnd
        case YAML_STREAM_START_EVENT: kind = .streamStart
        default: kind = .streamEnd
        }
        self.anchor = anchor.map { String(cString: $0) }
    }

    private static func string(_ text: UnsafeMutablePointer<yaml_char_t>?) -> String {
        text.map { String(cString: $0) } ?? ""
    }
}

extension Node.Position {
    init(_ mark: yaml_mark_t) {
        self.init(line: Int(mark.line), column: Int(mark.column))
    }
}
