internal import MLKitCore
package import MLKitSignature

/// What a model answers for some rows, held to be finite numbers: NaN passes through every comparison, and infinity
/// through most.
package struct FiniteAnswers {
    private let values: [Double]
    private let width: Int
    private let signature: ModelSignature

    /// How many rows a failure names.
    private static let told = 5

    /// - Parameters:
    ///   - values: [rows, width], row by row.
    package init(_ values: [Double], width: Int, _ signature: ModelSignature) {
        self.values = values
        self.width = max(width, 1)
        self.signature = signature
    }

    /// - Parameters:
    ///   - number: what a row is called, by its place.
    ///   - inputs: what is no finite number among what the model was given for a row; `nil` for nothing.
    /// - Throws: `Failure` that names output and rows of what is not finite.
    package func check(
        of subject: String, on rows: String, number: (Int) -> Int = { $0 + 1 }, inputs: (Int) -> String? = { _ in nil }
    ) throws {
        let places = values.indices.filter { !values[$0].isFinite }
        guard !places.isEmpty else { return }
        var bad = [Int: [Int]]()
        for place in places { bad[place / width, default: []].append(place) }
        let notes = bad.keys.sorted().prefix(Self.told).map { row in
            let own = (bad[row] ?? []).prefix(Self.told).map { "\(output($0 % width)) is \(values[$0].words)" }
            return "row \(number(row)): \(own.joined(separator: ", "))" + (inputs(row).map { "; \($0)" } ?? "")
        }
        throw Failure(
            "\(subject) answers what is no finite number for \(bad.count) of \(plural(values.count / width, "row")) of \(rows)",
            notes: notes + (bad.count > Self.told ? ["and \(plural(bad.count - Self.told, "more row", "more rows"))"] : []),
            hint: "look for a division by zero, a logarithm of zero, or a missing value that nothing fills in, and export it again")
    }

    /// "`prediction`", or "`probabilities` of `high`".
    private func output(_ place: Int) -> String {
        let name = "`\(signature.task.answer.name)`"
        return signature.classes.indices.contains(place) ? "\(name) of `\(signature.classes[place])`" : name
    }
}
