/// The methods of texts.
extension JinjaMethods {
    static func call(_ name: String, _ text: String, _ call: JinjaCall) throws -> JinjaValue {
        if name == "format" { return .string(try PythonFormat.braces(text, call)) }
        if let result = simple(name, text) {
            _ = try call.bind([])
            return result
        }
        if let result = try stripped(name, text, call) ?? split(name, text, call) { return result }
        if let result = try searched(name, text, call) ?? padded(name, text, call) { return result }
        return try joined(name, text, call)
    }

    /// Methods without arguments.
    private static func simple(_ name: String, _ text: String) -> JinjaValue? {
        let scalars = text.unicodeScalars
        switch name {
        case "lower", "casefold": return .string(text.lowercased())
        case "upper": return .string(text.uppercased())
        case "title": return .string(PythonText.title(text))
        case "capitalize": return .string(PythonText.capitalized(text))
        case "swapcase":
            return .string(
                scalars.map { $0.properties.isUppercase ? String($0).lowercased() : String($0).uppercased() }.joined())
        case "splitlines": return .list(PythonText.lines(text).map { .string($0) })
        case "isdigit":
            return all(scalars) { $0.properties.numericType == .decimal || $0.properties.numericType == .digit }
        case "isalpha": return all(scalars, \.isLetter)
        case "isalnum": return all(scalars) { $0.isLetter || $0.properties.numericType != nil }
        case "isspace": return all(scalars, PythonText.isSpace)
        case "islower": return .bool(PythonText.isLower(text))
        case "isupper": return .bool(PythonText.isUpper(text))
        case "isidentifier":
            let fits = scalars.allSatisfy { $0 == "_" || $0.properties.isXIDContinue }
            return .bool(fits && (scalars.first.map { $0 == "_" || $0.properties.isXIDStart } ?? false))
        default: return nil
        }
    }

    private static func all(
        _ scalars: String.UnicodeScalarView, _ holds: (Unicode.Scalar) -> Bool
    ) -> JinjaValue { .bool(!scalars.isEmpty && scalars.allSatisfy(holds)) }

    private static func stripped(_ name: String, _ text: String, _ call: JinjaCall) throws -> JinjaValue? {
        guard ["strip", "lstrip", "rstrip"].contains(name) else { return nil }
        let characters = try call.bind(["chars"]).text("chars")
        return .string(PythonText.stripped(text, characters, start: name != "rstrip", end: name != "lstrip"))
    }

    private static func split(_ name: String, _ text: String, _ call: JinjaCall) throws -> JinjaValue? {
        switch name {
        case "split", "rsplit":
            let arguments = try call.bind(["sep", "maxsplit"])
            let limit = try arguments.integer("maxsplit") ?? -1
            let separator = try arguments.text("sep")
            if separator?.isEmpty ?? false { throw JinjaComplaint("the separator is empty") }
            if name == "rsplit", limit >= 0 { return .list(try splitAtEnd(text, separator, limit)) }
            let parts = separator.map { PythonText.split(text, by: $0, limit: limit) }
            return .list((parts ?? PythonText.words(text, limit: limit)).map { .string($0) })
        case "partition", "rpartition":
            let separator = try self.required("sep", call)
            let parts = PythonText.split(text, by: separator)
            guard parts.count > 1 else {
                return .tuple((name == "partition" ? [text, "", ""] : ["", "", text]).map { .string($0) })
            }
            let head = name == "partition" ? 1 : parts.count - 1
            return .tuple(
                [parts[..<head].joined(separator: separator), separator, parts[head...].joined(separator: separator)]
                    .map {
                        .string($0)
                    })
        default: return nil
        }
    }

    private static func splitAtEnd(_ text: String, _ separator: String?, _ limit: Int) throws -> [JinjaValue] {
        guard let separator else { throw JinjaComplaint("`rsplit` with a limit needs a separator") }
        let parts = PythonText.split(text, by: separator)
        let head = max(parts.count - limit, 1)
        return [.string(parts[..<head].joined(separator: separator))] + parts[head...].map { .string($0) }
    }

    private static func searched(_ name: String, _ text: String, _ call: JinjaCall) throws -> JinjaValue? {
        switch name {
        case "startswith", "endswith":
            let matches = name == "startswith" ? PythonText.hasPrefix : PythonText.hasSuffix
            let wanted = try call.bind(["text"])["text"] ?? .none
            let options = wanted.string.map { [$0] } ?? wanted.elements?.compactMap(\.string)
            guard let options else { throw JinjaComplaint("`\(name)` takes text, not \(wanted.typeName)") }
            return .bool(options.contains { matches(text, $0) })
        case "count":
            let part = try required("sub", call)
            return .int(part.isEmpty ? text.unicodeScalars.count + 1 : PythonText.split(text, by: part).count - 1)
        case "find", "rfind":
            let part = try required("sub", call)
            guard !part.isEmpty else { return .int(name == "find" ? 0 : text.unicodeScalars.count) }
            let parts = PythonText.split(text, by: part)
            guard parts.count > 1 else { return .int(-1) }
            let before = name == "find" ? parts[0] : parts.dropLast().joined(separator: part)
            return .int(before.unicodeScalars.count)
        case "removeprefix":
            let prefix = try required("prefix", call)
            return .string(
                PythonText.hasPrefix(text, prefix)
                    ? String(text.unicodeScalars.dropFirst(prefix.unicodeScalars.count)) : text)
        case "removesuffix":
            let suffix = try required("suffix", call)
            return .string(
                PythonText.hasSuffix(text, suffix)
                    ? String(text.unicodeScalars.dropLast(suffix.unicodeScalars.count)) : text)
        default: return nil
        }
    }

    private static func padded(_ name: String, _ text: String, _ call: JinjaCall) throws -> JinjaValue? {
        guard ["center", "ljust", "rjust", "zfill"].contains(name) else { return nil }
        let arguments = try call.bind(name == "zfill" ? ["width"] : ["width", "fillchar"])
        guard let width = try arguments.integer("width"), width <= 100_000 else {
            throw JinjaComplaint("`\(name)` takes a width of 100000 at most")
        }
        if name == "zfill" {
            let sign = text.first.map { "+-".contains($0) } ?? false ? String(text.prefix(1)) : ""
            let digits = String(text.dropFirst(sign.count))
            return .string(
                sign + PythonText.padded(digits, to: width - sign.count, before: true, after: false, with: "0"))
        }
        let filler = try arguments.text("fillchar") ?? " "
        return .string(
            PythonText.padded(text, to: width, before: name != "ljust", after: name != "rjust", with: filler))
    }

    private static func joined(_ name: String, _ text: String, _ call: JinjaCall) throws -> JinjaValue {
        if name == "replace" {
            let arguments = try call.bind(["old", "new", "count"])
            guard let old = try arguments.text("old"), let new = try arguments.text("new") else {
                throw JinjaComplaint("`replace` takes two texts")
            }
            let limit = try arguments.integer("count") ?? -1
            return .string(try JinjaFilter.replacing(old, with: new, in: text, limit: limit))
        }
        guard let parts = try call.bind(["iterable"])["iterable"]?.elements?.map(\.string), !parts.contains(nil) else {
            throw JinjaComplaint("`\(name)` takes a list of texts")
        }
        return .string(parts.compactMap { $0 }.joined(separator: text))
    }

    private static func required(_ name: String, _ call: JinjaCall) throws -> String {
        guard let text = try call.bind([name]).text(name) else { throw JinjaComplaint("expected a text") }
        return text
    }
}

extension Unicode.Scalar {
    fileprivate var isLetter: Bool { properties.isAlphabetic && properties.numericType == nil }
}
