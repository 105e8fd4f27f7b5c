internal import MLKitCore

/// How a source file is written, told from its name.
enum SourceFormat: Equatable {
    /// Values between commas, semicolons, tabs or bars, under a header.
    case delimited
    case json
    case parquet
    /// A database: a table of it, or what a query gives.
    case sqlite

    /// - Throws: `Failure` for a name that ends in none of the known ways.
    init(named name: String) throws {
        let isPacked = name.lowercased().hasSuffix(".gz")
        let plain = isPacked ? String(name.dropLast(3)) : name
        switch plain.lowercased().split(separator: ".").last ?? "" {
        case "csv", "tsv": self = .delimited
        case "json", "jsonl", "ndjson": self = .json
        case "parquet": self = .parquet
        case "sqlite", "sqlite3", "db":
            guard !isPacked else { throw Failure("`\(name)` is a packed database, which cannot be read in place", hint: "unpack it") }
            self = .sqlite
        case "xlsx", "xls", "xlsm", "xlsb", "ods":
            throw Failure(
                "`\(name)` is a workbook, which mlkit does not read",
                hint: "save its sheet as CSV in UTF-8; or have a stage before this one write the source: "
                    + "`run: python3 -c \"import pandas; pandas.read_excel('\(name)').to_csv('data/original/sheet.csv', index=False)\"`")
        default:
            throw Failure(
                "the name of `\(name)` does not tell its format",
                hint: "known endings are csv, tsv, json, jsonl, ndjson and parquet, also followed by .gz, and sqlite, sqlite3 and db")
        }
    }

    /// What DuckDB reads such a file by; its path is the one parameter. The whole of a JSON file decides the types of its
    /// columns, not a sample.
    var reader: String { self == .json ? "read_json(?, sample_size = -1)" : "read_parquet(?)" }
}
