extension JSON {
    /// The value on one line, without spaces: what a hash or a wire wants.
    public var compact: String { String(decoding: compactBytes, as: UTF8.self) }

    /// `compact`, as UTF-8.
    public var compactBytes: [UInt8] {
        var writer = JSONWriter(indents: false)
        writer.write(self, depth: 0)
        return writer.output
    }

    /// The value over several lines, indented by two spaces and ended by a newline: what a file in git wants.
    /// Lists of plain values stay on one line.
    public var pretty: String {
        var writer = JSONWriter(indents: true)
        writer.write(self, depth: 0)
        return String(decoding: writer.output, as: UTF8.self) + "\n"
    }
}

private struct JSONWriter {
    let indents: Bool
    var output: [UInt8] = []

    mutating func write(_ value: JSON, depth: Int) {
        switch value {
        case .null: put("null")
        case .bool(let value): put(value ? "true" : "false")
        case .int(let value): put(String(value))
        case .double(let value): put(number(value))
        case .string(let value): write(text: value)
        case .array(let values): write(values, depth)
        case .object(let members): write(members, depth)
        }
    }

    /// JSON has no word for numbers that are not finite: they become `null`.
    private func number(_ value: Double) -> String {
        value.isFinite ? value.description : "null"
    }

    private mutating func write(_ values: [JSON], _ depth: Int) {
        let spread = indents && values.contains { $0.isNested }
        put("[")
        for (index, value) in values.enumerated() {
            if index > 0 { put(indents && !spread ? ", " : ",") }
            if spread { newline(depth + 1) }
            write(value, depth: depth + 1)
        }
        if spread { newline(depth) }
        put("]")
    }

    private mutating func write(_ members: [JSON.Member], _ depth: Int) {
        put("{")
        for (index, member) in members.enumerated() {
            if index > 0 { put(",") }
            if indents { newline(depth + 1) }
            write(text: member.name)
            put(indents ? ": " : ":")
            write(member.value, depth: depth + 1)
        }
        if indents, !members.isEmpty { newline(depth) }
        put("}")
    }

    private mutating func write(text: String) {
        put("\"")
        var text = text
        text.withUTF8 { bytes in
            // Most of a text stands in long rows of what needs no escape.
            var start = 0
            for index in bytes.indices where bytes[index] < 0x20 || bytes[index] == 0x22 || bytes[index] == 0x5C {
                output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<index]))
                put(Self.escape(bytes[index]))
                start = index + 1
            }
            output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start...]))
        }
        put("\"")
    }

    private static func escape(_ byte: UInt8) -> String {
        switch byte {
        case UInt8(ascii: "\""): "\\\""
        case UInt8(ascii: "\\"): "\\\\"
        case 0x0A: "\\n"
        case 0x0D: "\\r"
        case 0x09: "\\t"
        default: "\\u00" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
    }

    private mutating func put(_ text: String) {
        var text = text
        text.withUTF8 { output.append(contentsOf: $0) }
    }

    private mutating func newline(_ depth: Int) {
        output.append(0x0A)
        output.append(contentsOf: repeatElement(0x20, count: depth * 2))
    }
}

extension JSON {
    fileprivate var isNested: Bool {
        switch self {
        case .array(let values): !values.isEmpty
        case .object(let members): !members.isEmpty
        default: false
        }
    }
}
