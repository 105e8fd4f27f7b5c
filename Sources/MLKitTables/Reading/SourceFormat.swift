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
        case let ending:
            throw Failure(
                "the name of `\(name)` does not tell its format",
                hint: Self.way(String(ending)) ?? "known endings are \(Self.known)")
        }
    }

    /// What DuckDB reads such a file by; its path is the one parameter. The whole of a JSON file decides the types of its
    /// columns, not a sample.
    var reader: String { self == .json ? "read_json(?, sample_size = -1)" : "read_parquet(?)" }

    static let known = "csv, tsv, json, jsonl, ndjson and parquet, also followed by .gz, and sqlite, sqlite3 and db"

    /// The end of a name by which its format is known, as it is written: `csv`, `CSV.gz`; `nil` for another name.
    static func ending(_ name: String) -> String? {
        guard (try? SourceFormat(named: name)) != nil else { return nil }
        let parts = name.split(separator: ".")
        let count = parts.last?.lowercased() == "gz" ? 2 : 1
        return parts.suffix(count).joined(separator: ".")
    }

    /// How to come to a table from a file of another format.
    private static func way(_ ending: String) -> String? {
        switch ending {
        case "zip", "bz2", "xz", "zst", "tar", "tgz", "7z": "unpack it first; of packed files those that end in .gz are read"
        case "txt", "data", "dat", "tab": "if values stand between commas, semicolons, tabs or bars, let its name end in .csv"
        case "feather", "arrow", "orc", "avro", "pkl", "pickle", "h5", "hdf5", "dta", "sav", "sas7bdat", "rds":
            "write it as Parquet or CSV with the program that made it"
        default: nil
        }
    }
}
