internal import MLKitCore
internal import MLKitSignature

extension SourceLoading {
    /// Takes the rows that a mask leaves from where they were written with their types, so that the source is not read again.
    ///
    /// - Returns: `nil` where a row that is left out has a value of which more is known than that, so that without it columns may be
    ///   something else.
    func replayed(_ first: Ingestion, _ plans: [ColumnPlan], _ cleaning: Cleaning, _ mask: RowMask) throws -> Ingestion? {
        guard rows.isWritten, first.readers.allSatisfy({ $0.odd != nil && $0.breaches.isEmpty }) else { return nil }
        let isOdd = mask.places.indices.contains { row in
            mask.leavesOut(row) && first.readers.contains { $0.odd?.contains(row) == true }
        }
        guard !isOdd else { return nil }
        var options = options(cleaning, mask)
        (options.isTyped, options.recordsOdd) = (true, false)
        let ingestion = Ingestion(files, plans, options, reading)
        try writing.register(RowNumbers(copies: mask.places.map { $0 == .leftOut ? 0 : 1 }), named: "stays", to: "leave rows out")
        do {
            try ingestion.take(rows, writing, of: first)
        } catch is Failure {
            return nil
        }
        return ingestion.readers.allSatisfy(\.breaches.isEmpty) ? ingestion : nil
    }
}
