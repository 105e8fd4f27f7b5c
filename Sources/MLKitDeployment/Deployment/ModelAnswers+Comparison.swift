internal import MLKitCore
internal import MLKitReports
internal import MLKitSignature

extension ModelAnswers {
    /// How many differences a failure tells.
    private static let told = 5

    /// Holds the answers of an endpoint to the offline ones.
    ///
    /// - Parameter rows: how many rows were asked.
    /// - Returns: the largest difference of a number.
    /// - Throws: `Failure` that shows the first rows that differ.
    func compare(to offline: ModelAnswers, rows: Int, endpoint: String) throws -> Double {
        guard labels.count == offline.labels.count, numbers.count == offline.numbers.count else {
            throw Failure(
                "`\(endpoint)` does not answer for every row",
                notes: ["it gives \(plural(numbers.count, "number")) where the model gives \(offline.numbers.count)"])
        }
        let differences = zip(numbers, offline.numbers).map(Self.difference)
        let width = max(numbers.count / max(rows, 1), 1)
        let notes = labelNotes(offline, max(labels.count / max(rows, 1), 1)) + numberNotes(offline, differences, width)
        guard notes.isEmpty else {
            throw Failure(
                "`\(endpoint)` answers differently from the model offline", notes: Array(notes.prefix(Self.told)),
                hint: "the bundle has not become current; the one before it still is")
        }
        return differences.max() ?? 0
    }

    private func labelNotes(_ offline: ModelAnswers, _ width: Int) -> [String] {
        labels.indices.filter { ByteText(labels[$0]) != ByteText(offline.labels[$0]) }.map {
            "row \($0 / width + 1): the server answers `\(labels[$0])`, the model `\(offline.labels[$0])`"
        }
    }

    private func numberNotes(_ offline: ModelAnswers, _ differences: [Double], _ width: Int) -> [String] {
        differences.indices.filter { !(differences[$0] <= SmokeReport.allowedDifference) }.map {
            "row \($0 / width + 1): the server answers \(numbers[$0]), the model \(offline.numbers[$0])"
        }
    }

    /// Relative for numbers above 1. What is no number is like nothing.
    private static func difference(_ served: Double, _ offline: Double) -> Double {
        abs(served - offline) / max(1, abs(offline))
    }
}
