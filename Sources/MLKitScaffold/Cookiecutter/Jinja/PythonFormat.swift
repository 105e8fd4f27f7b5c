internal import Glibc

/// Python's two ways to put values into texts: `"%s" % value` and `"{}".format(value)`.
enum PythonFormat {
    /// `%s`, `%(name)d`, `%5.2f`, …
    static func percent(_ format: String, _ value: JinjaValue) throws -> String {
        var scanner = Scanner(format)
        var values = arguments(value)
        var result = ""
        var length = 0
        while let scalar = scanner.next() {
            guard scalar == "%" else {
                result.unicodeScalars.append(scalar)
                continue
            }
            let name = scanner.take("(") ? scanner.upTo(")") : nil
            let layout = Layout(percent: &scanner)
            guard let type = scanner.next() else { throw JinjaComplaint("the format ends after `%`") }
            if type == "%" {
                result += "%"
                continue
            }
            let piece = try layout.text(try name.map { try named($0, value) } ?? next(&values), type: type)
            length += piece.utf8.count
            guard length <= JinjaInterpreter.heaviest else { throw JinjaComplaint("the value becomes too large") }
            result += piece
        }
        guard values.isEmpty || value.isMapping else { throw JinjaComplaint("more values than the format takes") }
        return result
    }

    private static func arguments(_ value: JinjaValue) -> ArraySlice<JinjaValue> {
        if case .tuple(let list) = value { list.items[...] } else { [value] }
    }

    private static func next(_ values: inout ArraySlice<JinjaValue>) throws -> JinjaValue {
        guard let value = values.popFirst() else { throw JinjaComplaint("fewer values than the format takes") }
        return value
    }

    private static func named(_ name: String, _ value: JinjaValue) throws -> JinjaValue {
        guard case .dictionary(let dictionary) = value, let found = dictionary[name] else {
            throw JinjaComplaint("no value is called `\(name)`")
        }
        return found
    }

    /// `{}`, `{0}`, `{name}`, each with a layout after `:`.
    static func braces(_ format: String, _ call: JinjaCall) throws -> String {
        var scanner = Scanner(format)
        var result = ""
        var position = 0
        var length = 0
        while let scalar = scanner.next() {
            if scalar == "}", !scanner.take("}") { throw JinjaComplaint("a single `}` in a format") }
            guard scalar == "{", !scanner.take("{") else {
                result.unicodeScalars.append(scalar)
                continue
            }
            guard let field = scanner.upTo("}") else { throw JinjaComplaint("a single `{` in a format") }
            let parts = PythonText.split(field, by: ":", limit: 1)
            let piece = try laidOut(try argument(parts[0], call, &position), parts.count > 1 ? parts[1] : "")
            length += piece.utf8.count
            guard length <= JinjaInterpreter.heaviest else { throw JinjaComplaint("the value becomes too large") }
            result += piece
        }
        return result
    }

    private static func argument(_ name: String, _ call: JinjaCall, _ position: inout Int) throws -> JinjaValue {
        let index = name.isEmpty ? position : Int(name)
        if name.isEmpty { position += 1 }
        if let index, call.positional.indices.contains(index) { return call.positional[index] }
        if let value = call.named.first(where: { $0.name == name })?.value { return value }
        throw JinjaComplaint(index == nil ? "no value is called `\(name)`" : "fewer values than the format takes")
    }

    private static func laidOut(_ value: JinjaValue, _ specification: String) throws -> String {
        guard !specification.isEmpty else { return value.text }
        var scanner = Scanner(specification)
        let layout = Layout(braces: &scanner, isNumber: value.number != nil)
        let fallback: Unicode.Scalar = value.integer != nil ? "d" : value.number != nil ? "g" : "s"
        let type = scanner.next() ?? fallback
        guard scanner.isAtEnd else { throw JinjaComplaint("the layout `\(specification)` is not supported") }
        return try layout.text(value, type: type)
    }

    /// A number with digits after its point, by a format of C: `f`, `e` or `g`.
    static func digits(_ value: Double, _ places: Int, _ type: Unicode.Scalar) -> String {
        var buffer = [CChar](repeating: 0, count: 2048)
        let count = withVaList([Int32(clamping: min(places, 1000)), value]) {
            vsnprintf(&buffer, buffer.count, "%.*\(type)", $0)
        }
        return String(decoding: buffer[..<Int(max(count, 0))].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

extension PythonFormat {
    /// Goes through a text by code points.
    struct Scanner {
        private var rest: Substring.UnicodeScalarView

        init(_ text: String) { rest = text[...].unicodeScalars }

        var isAtEnd: Bool { rest.isEmpty }
        var first: Unicode.Scalar? { rest.first }
        var second: Unicode.Scalar? { rest.dropFirst().first }

        mutating func next() -> Unicode.Scalar? { rest.popFirst() }

        mutating func take(_ scalar: Unicode.Scalar) -> Bool {
            guard rest.first == scalar else { return false }
            rest.removeFirst()
            return true
        }

        /// The text before the next `end`, which is taken as well.
        mutating func upTo(_ end: Unicode.Scalar) -> String? {
            guard let index = rest.firstIndex(of: end) else { return nil }
            defer { rest = rest[rest.index(after: index)...] }
            return String(rest[..<index])
        }

        mutating func number() -> Int? {
            let digits = rest.prefix { ("0"..."9").contains($0) }
            rest = rest.dropFirst(digits.count)
            return Int(String(digits))
        }
    }
}
