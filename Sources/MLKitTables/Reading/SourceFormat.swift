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

    /// What DuckDB reads such a file by; its path is the one parameter. The whole of a JSON file decides the types of its
    /// columns, not a sample.
    var reader: String { self == .json ? "read_json(?, sample_size = -1)" : "read_parquet(?)" }
}
