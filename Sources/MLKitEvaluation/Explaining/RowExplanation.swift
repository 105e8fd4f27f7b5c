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
        /// A linear fit of answers near the row.
        case lime
    }

    /// How the answers near a row were fitted.
    public struct Fit: Sendable {
        /// How much of them is explained (R²); NaN where they are all the same.
        public var share: Double
        /// What is answered for the row.
        public var value: Double
        public var samples: Int
        public var width: Double

        fileprivate var json: JSON {
            [
                "r2": share.isFinite ? .double(share) : .null, "value": .double(value), "samples": .int(samples), "kernel_width": .double(width),
            ]
        }
    }

    public struct Part: Sendable {
        public var column: String
        /// What stands there; `nil` for nothing.
        public var value: String?
        /// What it adds.
        public var adds: Double
        /// The standard error of that; `nil` where it is exact.
        public var error: Double?
        /// What is like the row's value, where that is more than the value itself.
        public var range: String?
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
    /// Of a mean of models, the share of it whose values are exact: sums of trees on the scale of the answer; `nil` for any other model.
    public var exact: Double?
    /// Why they were drawn, where one could think that they need not be.
    public var note: String?
    /// How well the answers near the row are fitted; `nil` where nothing is.
    public var fit: Fit?

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
                            ] + (part.error.map { [.init("error", .double($0))] } ?? [])
                                + (part.range.map { [.init("range", .string($0))] } ?? []))
                    })),
        ]
        if let exact { members.append(.init("exact", .double(exact))) }
        if let note { members.append(.init("note", .string(note))) }
        if let fit { members.append(.init("fit", fit.json)) }
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
    ///   - nearby: how rows near this one are drawn and weighed.
    /// - Throws: `Failure` for a row or class that is not there, or trees that the model does not have.
    public func explain(
        row number: Int, class name: String? = nil, method: RowExplanation.Method? = nil, orders: Int = Self.standardOrders,
        nearby: Nearby = Nearby()
    ) throws -> RowExplanation {
        let row = try row(number)
        let answers = try predict(row)
        let place = try explainedClass(name, answers)
        let answer = Self.numbers(answers, of: place, schema.classes.count).first ?? .nan
        try requireTrees(method)
        var explanation = RowExplanation(
            row: number, method: .sampled, label: isClassifier ? schema.classes[answers.labels(classes: schema.classes.count)[0]] : nil,
            ofClass: place.map { schema.classes[$0] }, answer: answer, unit: isClassifier ? "probability" : nil, base: .nan, value: answer,
            others: background.rowCount, parts: [])
        if method == .lime {
            try explainByFit(row, place, nearby, &explanation)
        } else if method != .sampled, let model = treeModel {
            try explainByTrees(row, place, model, &explanation)
        } else if method != .sampled, let mean = treeMean, !mean.members.isEmpty {
            try explainByMembers(row, place, mean, orders: orders, &explanation)
        } else {
            let found = try SampledShapley(orders: orders, seed: seed).values(row, beside: background) { try numbers($0, of: place) }
            explanation.base = found.base
            explanation.parts = parts(row, found.values, found.errors)
            explanation.note = method == nil ? treeMean.flatMap(note) : nil
        }
        return explanation
    }

    /// How rows near one are drawn, and what they count for.
    public struct Nearby: Sendable {
        public var samples: Int
        /// `nil` for one that goes by the number of columns.
        public var width: Double?

        public static let standardSamples = LocalSurrogate.standardSamples

        public init(samples: Int = Self.standardSamples, width: Double? = nil) { (self.samples, self.width) = (samples, width) }
    }

    private func explainByFit(_ row: Table, _ place: Int?, _ nearby: Nearby, _ explanation: inout RowExplanation) throws {
        let found = try LocalSurrogate(samples: nearby.samples, width: nearby.width, seed: seed).fit(row, among: drawnFrom) {
            try numbers($0, of: place)
        }
        explanation.method = .lime
        explanation.base = found.base
        explanation.others = drawnFrom.rowCount
        explanation.fit = .init(share: found.share, value: found.value, samples: nearby.samples, width: found.width)
        explanation.parts = parts(row, found.values, nil, columns.indices.map { text(found.ranges[$0], columns[$0]) })
    }

    /// "> 30 to 44"; `nil` where there is no bound.
    private func text(_ range: LocalSurrogate.Range, _ column: String) -> String? {
        func text(_ number: Double) -> String { CellValue.number(number).text(type(of: column)) ?? "" }
        let parts = [range.lower.map { "above \(text($0))" }, range.upper.map { "up to \(text($0))" }].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
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

    func parts(_ row: Table, _ values: [Double], _ errors: [Double]?, _ ranges: [String?]? = nil) -> [RowExplanation.Part] {
        let parts = columns.enumerated().map { place, column in
            RowExplanation.Part(column: column, value: text(row, column, 0), adds: values[place], error: errors?[place], range: ranges?[place])
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
