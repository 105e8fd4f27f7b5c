internal import MLKitCore

extension TableSchema {
    /// What is to be told of categories that people would take for one.
    var casesApart: [String] {
        columns.compactMap { column in
            let groups = Dictionary(grouping: column.categories) { $0.lowercased() }.values.filter { $0.count > 1 }
            guard let first = groups.min(by: { $0[0].utf8.lexicographicallyPrecedes($1[0].utf8) }) else { return nil }
            let others = groups.count > 1 ? ", and \(groups.count - 1) more of such" : ""
            // Swift takes texts for the same whose characters are, however these are composed.
            guard Set(first).count > 1 else {
                return "the column `\(column.name)` has \(Suggestion.list(first)), of the same characters in other bytes, and they are "
                    + "\(first.count) "
                    + (isTarget(column.name) ? "classes" : "categories") + "\(others): `clean: {unicode: nfc}` makes them one"
            }
            return "the column `\(column.name)` has \(Suggestion.list(first)), which differ only in case, and are \(first.count) "
                + (isTarget(column.name) ? "classes" : "categories") + "\(others): have them written as one, if they are"
        }
    }
}
