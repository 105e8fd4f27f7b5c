internal import MLKitCore
internal import MLKitSignature

// What there is to say of how a source was read.

extension SourceLoading {
    /// Columns of the files that the stage leaves out, in their order.
    var dropped: [String] {
        let gone = configuration.clean.leftOut
        guard !gone.isEmpty else { return [] }
        return files.flatMap(\.columns).filter(gone.contains(bytesOf:)).sortedByBytes()
    }

    func repeatedHeaders(_ ingestion: Ingestion) -> [String] {
        ingestion.repeatedHeaders.map { file, rows in
            "left out \(plural(rows, "row")) of `\(file)` that \(rows == 1 ? "repeats" : "repeat") the header, as files do that were put "
                + "one behind the other"
        }
    }

    /// Texts that stood for a missing value somewhere.
    static func used(_ profiles: [ColumnProfile]) -> [String] {
        let used = Set(profiles.flatMap(\.markers.keys))
        return Cleaning.usualMissing.filter { used.contains($0) }
    }

    func told(_ profiles: [ColumnProfile]) -> [String] {
        profiles.compactMap { profile in
            // What is said of the column alone is known.
            let own = configuration.clean.missing(in: profile.name)
            let markers = profile.markers.filter { !own.contains($0.key) }
            guard !markers.isEmpty else { return nil }
            let ranked = markers.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            let uses = ranked.map { "`\($0.key)` (\($0.value))" }.joined(separator: ", ")
            return "in the column `\(profile.name)` \(uses) \(ranked.count == 1 ? "is" : "are") taken for missing values"
                + (isOfStage ? ": `clean: {missing: […]}` says which texts are" : "")
        }
    }
}
