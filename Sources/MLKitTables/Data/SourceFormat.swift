internal import MLKitCore

/// How a source file is written, told from its name.
enum SourceFormat: Equatable {
    /// Values between commas, semicolons, tabs or bars, under a header.
    case delimited
    case json
    case parquet

    /// - Throws: `Failure` for a name that ends in none of the known ways.
    init(named name: String) throws {
        let plain = name.lowercased().hasSuffix(".gz") ? String(name.dropLast(3)) : name
        switch plain.lowercased().split(separator: ".").last ?? "" {
        case "csv", "tsv": self = .delimited
        case "json", "jsonl", "ndjson": self = .json
        case "parquet": self = .parquet
        default:
            throw Failure(
                "the name of `\(name)` does not tell its format",
                hint: "known endings are csv, tsv, json, jsonl, ndjson and parquet, also followed by .gz")
        }
    }
}
