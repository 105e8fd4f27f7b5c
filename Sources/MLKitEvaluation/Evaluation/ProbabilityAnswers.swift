internal import MLKitCore
internal import MLKitSignature

/// What a classifier answers for some rows, held to be probabilities: scores of another scale have the lowest log-loss
/// without being right more often, and would be selected for it.
struct ProbabilityAnswers {
    private let values: [Double]
    private let width: Int
    private let signature: ModelSignature

    /// How many rows a failure names.
    private static let told = 5

    /// - Parameters:
    ///   - values: [rows, width], row by row, finite.
    init(_ values: [Double], width: Int, _ signature: ModelSignature) {
        self.values = values
        self.width = max(width, 1)
        self.signature = signature
    }

    /// How far a probability may be off: a model of 8 bits has 256 of them.
    private static let step = 1.0 / 256

    /// - Throws: `Failure` that names rows with values outside of 0 and 1, or that do not add up to 1.
    func check(of subject: String, on rows: String) throws {
        let bad = (0..<values.count / width).compactMap { row in problem(row).map { (row: row, problem: $0) } }
        guard !bad.isEmpty else { return }
        let more = bad.count > Self.told ? ["and \(plural(bad.count - Self.told, "more row", "more rows"))"] : []
        throw Failure(
            "\(subject) answers what are no probabilities for \(bad.count) of \(plural(values.count / width, "row")) of \(rows)",
            notes: bad.prefix(Self.told).map { "row \($0.row + 1): \($0.problem)" } + more,
            hint: "its output `\(signature.task.answer.name)` has to be between 0 and 1, and to add up to 1: export it with its softmax "
                + "or sigmoid")
    }

    private func problem(_ row: Int) -> String? {
        let own = values[row * width..<(row + 1) * width]
        if let place = own.firstIndex(where: { $0 < -Self.step || $0 > 1 + Self.step }) {
            let number = place - row * width
            let name = signature.classes.indices.contains(number) ? "`\(signature.classes[number])`" : "class \(number + 1)"
            return "\(name) has \(values[place].brief())"
        }
        // Of several labels each has a probability of its own.
        guard signature.task != .multilabel else { return nil }
        let sum = own.reduce(0, +)
        return abs(sum - 1) > 0.01 + Double(width) * Self.step ? "they add up to \(sum.brief())" : nil
    }
}
