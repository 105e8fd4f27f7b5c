internal import CLibYAML

/// One event of libyaml's stream, with Swift's own types.
struct Event {
    enum Kind {
        case streamStart, streamEnd, documentStart, documentEnd
        case alias(String)
        case scalar(Scalar, Style)
        case sequenceStart(isFlow: Bool)
        case mappingStart(isFlow: Bool)
        case sequenceEnd, mappingEnd
    }

    /// How a scalar is written.
    enum Style {
        case plain, singleQuoted, doubleQuoted
        /// `|` or `>`, and the lines below.
        case block
    }

    let kind: Kind
    let anchor: String?
    let hasTag: Bool
    /// In bytes of the source.
    let start: Int
    let end: Int

    init(_ event: yaml_event_t, _ source: YAMLSource) {
        start = source.offset(codePoint: event.start_mark.index)
        end = source.offset(codePoint: event.end_mark.index)
        let data = event.data
        var anchor: UnsafeMutablePointer<yaml_char_t>?
        var tag: UnsafeMutablePointer<yaml_char_t>?
        switch event.type {
        case YAML_ALIAS_EVENT: kind = .alias(Self.string(data.alias.anchor))
        case YAML_SCALAR_EVENT:
            (anchor, tag) = (data.scalar.anchor, data.scalar.tag)
            kind = Self.scalar(data.scalar.value, data.scalar.length, data.scalar.style, Self.string(tag))
        case YAML_SEQUENCE_START_EVENT:
            (anchor, tag) = (data.sequence_start.anchor, data.sequence_start.tag)
            kind = .sequenceStart(isFlow: data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE)
        case YAML_MAPPING_START_EVENT:
            (anchor, tag) = (data.mapping_start.anchor, data.mapping_start.tag)
            kind = .mappingStart(isFlow: data.mapping_start.style == YAML_FLOW_MAPPING_STYLE)
        case YAML_SEQUENCE_END_EVENT: kind = .sequenceEnd
        case YAML_MAPPING_END_EVENT: kind = .mappingEnd
        case YAML_DOCUMENT_START_EVENT: kind = .documentStart
        case YAML_DOCUMENT_END_EVENT: kind = .documentEnd
        case YAML_STREAM_START_EVENT: kind = .streamStart
        default: kind = .streamEnd
        }
        self.anchor = anchor.map { String(cString: $0) }
        hasTag = tag != nil
    }

    private static func scalar(
        _ value: UnsafeMutablePointer<yaml_char_t>?, _ length: Int, _ style: yaml_scalar_style_t, _ tag: String
    ) -> Kind {
        let text = String(decoding: UnsafeBufferPointer(start: value, count: length), as: UTF8.self)
        let isPlain = style == YAML_PLAIN_SCALAR_STYLE && !tag.hasSuffix(":str")
        return .scalar(Scalar(text: text, isPlain: isPlain), Style(style))
    }

    private static func string(_ text: UnsafeMutablePointer<yaml_char_t>?) -> String {
        text.map { String(cString: $0) } ?? ""
    }
}

extension Event.Style {
    fileprivate init(_ style: yaml_scalar_style_t) {
        switch style {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE: self = .singleQuoted
        case YAML_DOUBLE_QUOTED_SCALAR_STYLE: self = .doubleQuoted
        case YAML_LITERAL_SCALAR_STYLE, YAML_FOLDED_SCALAR_STYLE: self = .block
        default: self = .plain
        }
    }
}
