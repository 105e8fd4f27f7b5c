internal import MLKitCore
internal import MLKitSignature

// Whether what is done to personal data goes with the types of its columns.

extension TableSchema {
    /// - Throws: `Failure` for columns without texts: what names people is not taken out of numbers and dates.
    func checkRedacted() throws {
        let others = columns.filter {
            cleaning.redacted.contains(bytesOf: $0.name) && $0.type != .text && $0.type != .identifier
        }
        guard others.isEmpty else {
            throw Failure(
                others.map { column in
                    .error(
                        "the column `\(column.name)` is \(column.type.rawValue), and only texts can be redacted",
                        hint: "`clean: {personal: {\(column.name): drop}}` leaves it out, `hash` makes codes of its values")
                })
        }
    }

    /// - Throws: `Failure` for columns whose values cannot be made coarser as is said.
    func checkAggregated() throws {
        let problems = columns.compactMap { column -> Diagnostic? in
            guard let how = cleaning.aggregation(of: column.name), !how.fits(column.type) else { return nil }
            let (key, values) =
                switch how {
                case .band: ("band", "numbers")
                case .prefix: ("prefix", "texts")
                case .period: ("period", "dates")
                }
            return .error(
                "the column `\(column.name)` is \(column.type.rawValue), and `\(key)` is for \(values)",
                hint: "`band` is for numbers, `prefix` for texts, `period` for dates; `clean: {personal: {\(column.name): drop}}` leaves "
                    + "it out")
        }
        guard problems.isEmpty else { throw Failure(problems) }
    }
}
