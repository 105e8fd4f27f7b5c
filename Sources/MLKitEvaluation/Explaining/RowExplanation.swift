public import MLKitCore
internal import MLKitONNX
internal import MLKitTables

/// Why a model answers what it does for a row: what the value of each column adds to the answer, beside what other rows are answered.
public struct RowExplanation: Sendable {
    public enum Method: String, Sendable, CaseIterable {
        /// Exact Shapley values of a sum of trees.
        case trees
        /// Shapley values of drawn orders of the columns.
        case sampled
    }

    public struct Part: Sendable {
        public var column: String
        /// What stands there; `nil` for nothing.
        public var value: String?
        /// What it adds.
        public var adds: Double
        /// The standard error of that; `nil` where it is exact.
        public var error: Double?
    }

    /// Of the row, from 1.
    public var row: Int
    public var method: Method
    /// What is answered: a class, or `nil` for a number.
    public var label: String?
    /// The class that is explained; `nil` for a number.
    public var ofClass: String?
    /// Its probability, or the number.
    public var answer: Double
    /// What is added up: "probability", "log-odds", or `nil` for the number itself.
    public var unit: String?
    /// In that unit: the mean of the other rows, and the row's own.
    public var base: Double
    public var value: Double
    /// The rows beside which it is explained.
    public var others: Int
    /// One for each column, those that add most first.
    public var parts: [Part]

    /// As `mlkit explain --format json` prints it.
    public var json: JSON {
        var members = [JSON.Member("row", .int(row)), .init("method", .string(method.rawValue))]
        if let label { members.append(.init("label", .string(label))) }
        if let ofClass { members.append(.init("class", .string(ofClass))) }
        members += [
            .init("answer", .double(answer)), .init("unit", unit.map { .string($0) } ?? .null), .init("base", .double(base)),
            .init("value", .double(value)), .init("others", .int(others)),
            .init(
                "columns",
                .array(
                    parts.map { part in
                        .object(
                            [
                                .init("column", .string(part.column)), .init("value", part.value.map { .string($0) } ?? .null),
                                .init("adds", .double(part.adds)),
                            ] + (part.error.map { [.init("error", .double($0))] } ?? []))
                    })),
        ]
        return .object(members)
    }
}

extension ExplainedModel {
    /// How many orders are drawn, each with its reverse.
    public static let standardOrders = 200

    /// What the values of a row add to its answer.
    ///
    /// - Parameters:
    ///   - number: of the row, from 1.
    ///   - method: `nil` for trees where the model is a sum of them, else by drawing.
    ///   - orders: how many orders are drawn.
    /// - Throws: `Failure` for a row or class that is not there, or trees that the model does not have.
    public func explain(
        row number: Int, class name: String? = nil, method: RowExplanation.Method? = nil, orders: Int = Self.standardOrders
    ) throws -> RowExplanation {
        let row = try row(number)
        let answers = try predict(row)
        let place = try explainedClass(name, answers)
        let answer = Self.numbers(answers, of: place, schema.classes.count).first ?? .nan
        guard method != .trees || treeModel != nil else {
            throw Failure(
                "the model is not a sum of trees whose features follow from one column each",
                hint: "leave the method out: the values are then found by drawing")
        }
        var explanation = RowExplanation(
            row: number, method: .sampled, label: isClassifier ? schema.classes[answers.labels(classes: schema.classes.count)[0]] : nil,
            ofClass: place.map { schema.classes[$0] }, answer: answer, unit: isClassifier ? "probability" : nil, base: .nan, value: answer,
            others: background.rowCount, parts: [])
        if method != .sampled, let model = treeModel {
            try explainByTrees(row, place, model, &explanation)
        } else {
            let found = try SampledShapley(orders: orders, seed: seed).values(row, beside: background) { try numbers($0, of: place) }
            explanation.base = found.base
            explanation.parts = parts(row, found.values, found.errors)
        }
        return explanation
    }

    private func explainByTrees(_ row: Table, _ place: Int?, _ model: TreeModel, _ explanation: inout RowExplanation) throws {
        let (own, others) = (try features(row), try features(background))
        let outputs = model.trees.outputs
        // Of two classes with one sum, the sum is of the second.
        let (output, sign) = place.map { outputs == 1 ? (0, $0 == 1 ? 1.0 : -1) : ($0, 1.0) } ?? (0, 1.0)
        let isShare = outputs == 1 && isClassifier && (model.link == .other || model.link == .answer)
        func sum(_ features: [Float]) -> Double {
            let sum = model.trees.sums(features)[output]
            return isShare && sign < 0 ? 1 - sum : sign * sum
        }
        guard let own = own.first, !others.isEmpty else { throw Failure("the model's trees answer nothing") }
        let values = TreeShapley(trees: model.trees, columns: model.columns, columnCount: columns.count)
            .values(own, beside: others, output: output)
        explanation.method = .trees
        explanation.unit = isClassifier ? model.link.unit : nil
        explanation.base = others.reduce(0) { $0 + sum($1) } / Double(others.count)
        explanation.value = sum(own)
        explanation.parts = parts(row, values.map { sign * $0 }, nil)
    }

    private func parts(_ row: Table, _ values: [Double], _ errors: [Double]?) -> [RowExplanation.Part] {
        let parts = columns.enumerated().map { place, column in
            RowExplanation.Part(column: column, value: text(row, column, 0), adds: values[place], error: errors?[place])
        }
        return parts.enumerated().sorted { (abs($1.element.adds), $0.offset) < (abs($0.element.adds), $1.offset) }.map(\.element)
    }
}

extension TreeModel.Link {
    /// What sums of trees are where they become probabilities.
    fileprivate var unit: String {
        switch self {
        case .answer, .other: "share"
        case .logistic: "log-odds"
        case .softmax: "score before softmax"
        }
    }
}
