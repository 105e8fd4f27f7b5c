internal import CLibYAML
internal import MLKitCore

/// libyaml's parser over one text: hands out its events one by one.
final class EventParser {
    private let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    private let input: UnsafeMutableBufferPointer<UInt8>
    private let source: YAMLSource

    /// A byte order mark is left out, as libyaml would count it as indentation of the first line.
    init(_ source: YAMLSource) throws {
        self.source = source
        input = .allocate(capacity: source.bytes.count - source.start)
        _ = input.initialize(from: source.bytes[source.start...])
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
        return Event(event, source)
    }

    private func failure() -> Failure {
        if parser.pointee.error == YAML_READER_ERROR {
            return source.unreadable(at: source.start + parser.pointee.problem_offset)
        }
        let problem = parser.pointee.problem.map { String(cString: $0) } ?? "not YAML"
        let mark = parser.pointee.problem_mark
        let location = source.location(offset: source.offset(codePoint: mark.index))
        let line = location.sourceLine ?? ""
        if line.prefix(while: { $0 == " " || $0 == "\t" }).contains("\t") {
            return Failure("a tab cannot indent YAML", at: location, hint: "indent with spaces")
        }
        if problem == "found unexpected end of stream" || problem == "found unexpected document indicator" {
            let start = source.offset(codePoint: parser.pointee.context_mark.index)
            return Failure("the quotes that open here are not closed", at: source.location(offset: start))
        }
        return Failure("this is not YAML: \(problem)", at: location, notes: context(mark), hint: Self.hint(problem))
    }

    /// What to do about the commonest of libyaml's complaints.
    private static func hint(_ problem: String) -> String? {
        switch problem {
        case "mapping values are not allowed in this context":
            "keys of one mapping begin in one column; a text with `: ` in it needs quotes"
        case "did not find expected key", "did not find expected '-' indicator":
            "what belongs together begins in one column; a text that goes on after a quote needs quotes as a whole"
        case "found character that cannot start any token": "a text that begins with this character needs quotes"
        case "could not find expected ':'": "write `key: value`"
        default: nil
        }
    }

    private func context(_ problem: yaml_mark_t) -> [String] {
        guard let words = parser.pointee.context else { return [] }
        let mark = parser.pointee.context_mark
        guard mark.line != problem.line else { return [String(cString: words)] }
        let line = source.location(offset: source.offset(codePoint: mark.index)).line
        return ["\(String(cString: words)) that begins on line \(line)"]
    }
}
