internal import MLKitCore
public import MLKitTables

/// What models of one kind answered for rows that they were not fitted on: the content of `folds.csv`, one line for each row. Those of the
/// training split come first; behind them, where the model that is kept was fitted on them too, those of the validation split.
public struct FoldAnswers: Hashable, Sendable {
    /// The part that each row was in, from 1; 0 for a row of none, as the earliest are where parts follow in time.
    public var parts: [Int]
    /// How many of the rows are training rows; the others are validation rows.
    public var trainingRows: Int
    /// Class or value of each row.
    public var truth: TargetValues
    /// For each row the probability of every class [rows, classes], or the value [rows, 1]; NaN for a row of no part.
    public var answers: [Float]

    public init(parts: [Int], trainingRows: Int, truth: TargetValues, answers: [Float]) {
        (self.parts, self.trainingRows, self.truth, self.answers) = (parts, trainingRows, truth, answers)
    }

    public var rows: Int { parts.count }
    /// Whether validation rows are among them: the model that is kept was fitted on these.
    public var hasValidation: Bool { rows > trainingRows }

    private var width: Int {
        switch truth {
        case .classes(_, let classes): classes.count
        case .labels(_, let names): names.count
        case .numbers: 1
        }
    }

    /// The rows that are in a part.
    var measured: [Int] { parts.indices.filter { parts[$0] > 0 } }

    /// The answers for some of the rows.
    func predictions(_ rows: [Int]) -> Predictor.Predictions {
        let values = rows.flatMap { answers[($0 * width)..<(($0 + 1) * width)] }.map(Double.init)
        if case .numbers = truth { return .numbers(values) }
        return .probabilities(values)
    }
}

extension FoldAnswers {
    private static let (train, valid) = ("train", "valid")

    /// As a file has it.
    public var text: String {
        var header = ["split", "fold", "target"]
        switch truth {
        case .classes(_, let names), .labels(_, let names): header += names.map { "probability of \($0)" }
        case .numbers: header.append("prediction")
        }
        var lines = [header.map(DelimitedText.written).joined(separator: ",")]
        lines.reserveCapacity(rows + 2)
        for row in 0..<rows {
            var line = "\(row < trainingRows ? Self.train : Self.valid),\(parts[row]),"
            switch truth {
            case .classes(let indices, let classes): line += DelimitedText.written(classes[indices[row]])
            case .labels(let has, let names):
                line += DelimitedText.written(names.indices.filter { has[row * names.count + $0] }.map { names[$0] }.joined(separator: " "))
            case .numbers(let values): line += "\(values[row])"
            }
            for place in (row * width)..<((row + 1) * width) { line += parts[row] > 0 ? ",\(answers[place])" : "," }
            lines.append(line)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// - Parameters:
    ///   - classes: those of the target, in their order; none for numbers.
    ///   - name: what messages call the file.
    /// - Throws: `Failure` that says what is wrong with the file, and if an answer is no finite number.
    package init(_ bytes: [UInt8], classes: [String], name: String) throws {
        let table = try DelimitedText(bytes, path: name)
        let width = max(classes.count, 1)
        guard table.header.count == 3 + width else {
            throw Failure("`\(name)` has \(plural(table.header.count, "column")), where \(3 + width) are expected: it is of another target")
        }
        let places = classes.placesByBytes
        var (parts, indices, values, answers) = ([Int](), [Int](), [Double](), [Float]())
        var trainingRows = 0
        for (number, cells) in table.rows.enumerated() {
            let isOfNone = cells[1] == "0" && cells[3...].allSatisfy(\.isEmpty)
            let answer = isOfNone ? [Float](repeating: .nan, count: width) : cells[3...].compactMap { Float($0) }.filter(\.isFinite)
            let index = classes.isEmpty ? nil : places[ByteText(cells[2])]
            guard let part = Int(cells[1]), part > 0 || isOfNone, answer.count == width, classes.isEmpty ? Double(cells[2]) != nil : index != nil,
                cells[0] == Self.valid || (cells[0] == Self.train && trainingRows == number)
            else {
                throw Failure(
                    "row \(number + 1) of `\(name)` is none of a split, a fold, a target and \(plural(width, "finite answer"))",
                    hint: "run the stage of kind `train` that wrote it again, with --force")
            }
            if cells[0] == Self.train { trainingRows += 1 }
            parts.append(part)
            answers += answer
            if let index { indices.append(index) } else { values.append(Double(cells[2]) ?? .nan) }
        }
        self.init(
            parts: parts, trainingRows: trainingRows,
            truth: classes.isEmpty ? .numbers(values) : .classes(indices: indices, classes: classes), answers: answers)
    }
}
