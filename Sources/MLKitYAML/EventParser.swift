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
        let problem = parser.pointee.problem.map { String(cString: $0) } ?? "not YAML"
        let mark = parser.pointee.problem_mark
        let location = source.location(offset: source.offset(codePoint: mark.index))
        let line = location.sourceLine ?? ""
        if line.prefix(while: { $0 == " " || $0 == "\t" }).contains("\t") {
            return Failure("a tab cannot indent YAML", at: location, hint: "indent with spaces")
        }
        return Failure("this is not YAML: \(problem)", at: location, notes: context(mark))
    }

    private func context(_ problem: yaml_mark_t) -> [String] {
        guard let words = parser.pointee.context else { return [] }
        let mark = parser.pointee.context_mark
        guard mark.line != problem.line else { return [String(cString: words)] }
        let line = source.location(offset: source.offset(codePoint: mark.index)).line
        return ["\(String(cString: words)) that begins on line \(line)"]
    }
}
