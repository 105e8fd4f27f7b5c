internal import MLKitCore

/// A text of a `dvc.yaml` with its `${…}` put in.
struct DVCText {
    /// With values.
    private(set) var plain = ""
    /// With `${params.NAME}` for the values of parameters, as `mlkit.yaml` has it.
    private(set) var written = ""
    /// What could not be put in.
    private(set) var unknown: [String] = []

    /// - Parameter isCommand: whether a mapping becomes options, as DVC writes them into commands.
    init(_ text: String, _ values: DVCValues, isCommand: Bool = false, _ result: inout RecognisedStages) {
        var rest = text[...]
        while let dollar = rest.firstIndex(of: "$") {
            let isEscaped = rest[..<dollar].last == "\\" && rest[dollar...].hasPrefix("${")
            add(isEscaped ? rest[..<dollar].dropLast() : rest[..<dollar])
            rest = rest[dollar...]
            guard !isEscaped, rest.hasPrefix("${"), let close = rest.firstIndex(of: "}") else {
                let end = isEscaped ? rest.firstIndex(of: "}").map { rest.index(after: $0) } : nil
                let literal = rest[..<(end ?? rest.index(after: dollar))]
                add(literal)
                rest = rest[literal.endIndex...]
                continue
            }
            let expression = rest[..<close].dropFirst(2).trimmed
            rest = rest[rest.index(after: close)...]
            guard let (value, isLocal) = values.value(expression) else {
                unknown.append("${\(expression)}")
                continue
            }
            put(value, expression, isLocal: isLocal, isCommand: isCommand, &result)
        }
        add(rest)
    }

    private mutating func add(_ text: Substring) {
        plain += text
        written += CommandText.escaped(String(text))
    }

    private mutating func put(
        _ value: JSON, _ expression: String, isLocal: Bool, isCommand: Bool, _ result: inout RecognisedStages
    ) {
        if let text = value.scalarText {
            plain += text
            let reference = isLocal ? nil : result.parameter(expression, value)
            written += reference ?? CommandText.escaped(text)
        } else if isCommand, case .object = value {
            let options = Self.options(value, [])
            for (index, option) in options.enumerated() {
                add(index == 0 ? "--\(option.name)" : " --\(option.name)")
                guard let value = option.value else { continue }
                add(" ")
                put(value, "\(expression).\(option.name)", isLocal: isLocal, isCommand: false, &result)
            }
        } else if isCommand, let items = value.array {
            add(items.compactMap(\.scalarText).joined(separator: " ")[...])
        } else {
            unknown.append("${\(expression)}")
        }
    }

    /// DVC writes a mapping as `--a.b 1 --flag`; what is false is left out.
    private static func options(_ value: JSON, _ path: [String]) -> [(name: String, value: JSON?)] {
        guard case .object(let members) = value else {
            if case .bool(let isSet) = value { return isSet ? [(path.joined(separator: "."), nil)] : [] }
            return [(path.joined(separator: "."), value)]
        }
        return members.flatMap { options($0.value, path + [$0.name]) }
    }
}
