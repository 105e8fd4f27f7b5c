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
        case "sqlite", "sqlite3", "db": throw Self.sqlite(name)
        case let ending:
            throw Failure(
                "the name of `\(name)` does not tell its format",
                hint: Self.way(String(ending)) ?? "known endings are csv, tsv, json, jsonl, ndjson and parquet, also followed by .gz")
        }
    }

    /// What DuckDB reads such a file by; its path is the one parameter. The whole of a JSON file decides the types of its
    /// columns, not a sample.
    var reader: String { self == .json ? "read_json(?, sample_size = -1)" : "read_parquet(?)" }

    static let known = "csv, tsv, json, jsonl, ndjson and parquet"

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
        case "xlsx", "xls", "ods": "save the sheet as CSV"
        case "zip", "bz2", "xz", "zst", "tar", "tgz", "7z": "unpack it first; of packed files those that end in .gz are read"
        case "txt", "data", "dat", "tab": "if values stand between commas, semicolons, tabs or bars, let its name end in .csv"
        case "feather", "arrow", "orc", "avro", "pkl", "pickle", "h5", "hdf5", "dta", "sav", "sas7bdat", "rds":
            "write it as Parquet or CSV with the program that made it"
        default: nil
        }
    }

    static func sqlite(_ name: String) -> Failure {
        Failure(
            "`\(name)` is an SQLite database, which is not read",
            hint: "write the rows that are wanted as CSV: `sqlite3 -header -csv \(name) 'SELECT * FROM …' > table.csv`")
    }
}
