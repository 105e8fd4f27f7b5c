/// What each filter makes of a value.
extension JinjaFilter {
    func apply(to value: JinjaValue, _ call: JinjaCall) throws -> JinjaValue {
        switch self {
        case .default, .d:
            let arguments = try call.bind(["default_value", "boolean"])
            let isMissing = value.isUndefined || (arguments.flag("boolean") && !value.isTrue)
            return isMissing ? arguments["default_value"] ?? .string("") : value
        case .lower, .upper, .capitalize, .title, .string, .safe, .wordcount, .escape, .e:
            _ = try call.bind([])
            return plain(value.text)
        case .trim, .replace, .truncate, .indent, .center, .slugify, .format, .wordwrap:
            return .string(try shaped(value.text, call))
        case .int, .float, .abs, .round: return try number(value, call)
        case .tojson, .jsonify: return .string(try json(value, call))
        case .length, .count: return try length(value, call)
        default: return try listed(value, call)
        }
    }

    /// Filters on texts without arguments.
    private func plain(_ text: String) -> JinjaValue {
        switch self {
        case .lower: .string(text.lowercased())
        case .upper: .string(text.uppercased())
        case .capitalize: .string(PythonText.capitalized(text))
        case .title: .string(PythonText.titleFilter(text))
        case .wordcount:
            .int(
                text.unicodeScalars.split {
                    !($0 == "_" || $0.properties.isAlphabetic || $0.properties.numericType != nil)
                }.count)
        case .escape, .e: .string(Self.escaped(text))
        default: .string(text)
        }
    }

    private static func escaped(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            switch scalar {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            case "'": "&#39;"
            case "\"": "&#34;"
            default: String(scalar)
            }
        }.joined()
    }

    private func shaped(_ text: String, _ call: JinjaCall) throws -> String {
        switch self {
        case .trim: return PythonText.stripped(text, try call.bind(["chars"]).text("chars"))
        case .replace:
            let arguments = try call.bind(["old", "new", "count"])
            guard let old = arguments["old"], let new = arguments["new"] else {
                throw JinjaComplaint("`replace` takes what to replace, and what by")
            }
            return try Self.replacing(old.text, with: new.text, in: text, limit: arguments.integer("count") ?? -1)
        case .truncate: return try truncated(text, call)
        case .indent: return try indented(text, call)
        case .center:
            let width = try call.bind(["width"]).integer("width") ?? 80
            guard width <= 100_000 else { throw JinjaComplaint("`center` takes a width of 100000 at most") }
            return PythonText.padded(text, to: width, before: true, after: true)
        case .slugify: return try Slug.make(text, call)
        case .wordwrap: return try wrapped(text, call)
        default:
            if call.named.isEmpty { return try PythonFormat.percent(text, .tuple(call.positional)) }
            return try PythonFormat.percent(
                text, .dictionary(JinjaDictionary(call.named.map { (.string($0.name), $0.value) })))
        }
    }

    /// Refuses what would be too large before it is made.
    static func replacing(_ old: String, with new: String, in text: String, limit: Int) throws -> String {
        let times = old.isEmpty ? text.utf8.count + 1 : text.utf8.count / old.utf8.count
        let (growth, overflows) = times.multipliedReportingOverflow(by: new.utf8.count)
        guard !overflows, growth <= 4 * JinjaInterpreter.heaviest else {
            throw JinjaComplaint("the value becomes too large")
        }
        return PythonText.replacing(old, with: new, in: text, limit: limit)
    }

    private func truncated(_ text: String, _ call: JinjaCall) throws -> String {
        let arguments = try call.bind(["length", "killwords", "end", "leeway"])
        let length = try arguments.integer("length") ?? 255
        let end = try arguments.text("end") ?? "..."
        let leeway = try arguments.integer("leeway") ?? 5
        let scalars = text.unicodeScalars
        guard length >= end.unicodeScalars.count, leeway >= 0 else {
            throw JinjaComplaint("`truncate` is too short for its end")
        }
        if scalars.count - leeway <= length { return text }
        let kept = String(scalars.prefix(length - end.unicodeScalars.count))
        if arguments.flag("killwords") { return kept + end }
        let words = PythonText.split(kept, by: " ")
        return (words.count > 1 ? words.dropLast().joined(separator: " ") : kept) + end
    }

    private func indented(_ text: String, _ call: JinjaCall) throws -> String {
        let arguments = try call.bind(["width", "first", "blank"])
        let width =
            try arguments["width"]?.string
            ?? String(repeating: " ", count: Swift.min(Swift.max(arguments.integer("width") ?? 4, 0), 1000))
        let lines = PythonText.split(text, by: "\n").enumerated().map { index, line in
            let isIndented = index == 0 ? arguments.flag("first") : arguments.flag("blank") || !line.isEmpty
            return isIndented ? width + line : line
        }
        return lines.joined(separator: "\n")
    }

    private func wrapped(_ text: String, _ call: JinjaCall) throws -> String {
        let arguments = try call.bind(["width", "break_long_words", "wrapstring", "break_on_hyphens"])
        let width = try arguments.integer("width") ?? 79
        guard width > 0 else { throw JinjaComplaint("`wordwrap` takes a width above 0") }
        let wrap = WordWrap(
            width: width, breaksLongWords: arguments["break_long_words"]?.isTrue ?? true,
            breaksAtHyphens: arguments["break_on_hyphens"]?.isTrue ?? true)
        let separator = try arguments.text("wrapstring") ?? "\n"
        return PythonText.lines(text).map { wrap.lines($0).joined(separator: separator) }.joined(separator: separator)
    }

    private func length(_ value: JinjaValue, _ call: JinjaCall) throws -> JinjaValue {
        _ = try call.bind([])
        guard let elements = value.elements else { throw JinjaComplaint("\(value.typeName) has no length") }
        return .int(elements.count)
    }

    private func json(_ value: JinjaValue, _ call: JinjaCall) throws -> String {
        let indent = try call.bind(["indent"]).integer("indent")
        guard let json = value.json else { throw JinjaComplaint("\(value.typeName) cannot be written as JSON") }
        let text = PythonJSON(indent: self == .jsonify ? indent ?? 4 : indent).text(json)
        guard self == .tojson else { return text }
        return [("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"), ("'", "\\u0027")].reduce(text) {
            PythonText.replacing($1.0, with: $1.1, in: $0)
        }
    }
}
