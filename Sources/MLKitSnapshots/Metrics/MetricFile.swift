internal import MLKitCore
internal import MLKitYAML

/// Reads the figures of a file that a command stage declares under `metrics`.
enum MetricFile {
    /// The figures by name.
    ///
    /// - Throws: `Failure` if the file is not what its ending says, or holds more than figures.
    static func values(_ bytes: [UInt8], path: String) throws -> [(name: String, value: JSON)] {
        guard !bytes.allSatisfy({ $0 <= 0x20 }) else { throw Failure("`\(path)` is empty: there are no metrics in it") }
        let flat = FlatValues(try json(bytes, path: path))
        guard !flat.isCut else {
            throw Failure(
                "`\(path)` holds more than \(FlatValues.limit) values", hint: "declare it under `plots`, not `metrics`")
        }
        let values = flat.values.filter { $0.value != .null }
        var seen = Set<ByteText>()
        guard let twice = values.first(where: { !seen.insert(ByteText($0.name)).inserted }) else { return values }
        throw Failure("`\(path)` has two values called `\(twice.name.shortened)`", hint: "give each value a name of its own")
    }

    private static func json(_ bytes: [UInt8], path: String) throws -> JSON {
        switch path.split(separator: ".").last?.lowercased() {
        case "yaml", "yml": return try YAMLDocument.parse(bytes, file: path).json
        case "csv": return try table(DelimitedText(bytes, path: path), path: path)
        default: return try JSON(parsing: bytes, file: path, allowsNonFinite: true, allowsDuplicates: false)
        }
    }

    /// One row under a header, or rows of a name and a value.
    private static func table(_ text: DelimitedText, path: String) throws -> JSON {
        if text.rows.count == 1, let row = text.rows.first {
            return .object(zip(text.header, row).map { JSON.Member($0, DelimitedText.value($1)) })
        }
        guard text.header.count == 2 else {
            throw Failure(
                "`\(path)` is a table of \(plural(text.rows.count, "row")): metrics are one row under a header, or "
                    + "rows of a name and a value", hint: "declare it under `plots`, not `metrics`")
        }
        return .object(text.rows.map { JSON.Member($0[0], DelimitedText.value($0[1])) })
    }
}
