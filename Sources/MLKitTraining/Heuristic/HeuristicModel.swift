internal import MLKitCore
internal import MLKitONNX
internal import MLKitReports
internal import MLKitTables

/// What a rule says of each row; where it says nothing what rows are in all.
struct HeuristicModel: TableModel {
    let rule: RuleExpression
    /// Those that the rule names, in the order of the schema.
    let columns: [ColumnSchema]
    /// Empty for numbers.
    let classes: [String]
    /// The share of each class, or the mean of the target.
    let otherwise: [Float]

    var featureNames: [String] { columns.map(\.name) }
    var preparation: [TrainingReport.Preparation] { [] }
    var warnings: [String] { [] }

    /// What the rule gives for a table: the place of a class, or a number; NaN for nothing.
    ///
    /// - Throws: `RuleProblem` for what cannot be computed of these columns.
    func said(of table: Table) throws -> [Double] {
        var computing = RuleComputing(columns: columns, texts: classes, machine: RuleTable(table: table, columns: columns))
        let answer = try computing.answer(rule, isClassified: !classes.isEmpty)
        return classes.isEmpty ? answer : answer.map { $0 < 0 ? .nan : $0 }
    }

    func predict(_ table: Table) throws -> [Float] {
        try said(of: table).flatMap { value -> [Float] in
            if value.isNaN { return otherwise }
            return classes.isEmpty ? [Float(value)] : classes.indices.map { Double($0) == value ? 1 : 0 }
        }
    }

    func export(_ columns: [Value], to builder: inout GraphBuilder) throws -> Value {
        var computing = RuleComputing(columns: self.columns, texts: classes, machine: RuleGraph(builder: builder, inputs: columns))
        let said = try computing.answer(rule, isClassified: !classes.isEmpty)
        builder = computing.machine.builder
        let otherwise = builder.constant(try Tensor(.float(otherwise), shape: [1, otherwise.count]))
        // A part of the rule that is the same for all rows is a scalar.
        let rows = builder.node("Shape", [columns[0]])
        let all = builder.node("Expand", [said, rows])
        guard !classes.isEmpty else {
            let numbers = builder.node("Cast", [all], [("to", .int(1))])
            return builder.node("Where", [builder.node("IsNaN", [all]), otherwise, numbers])
        }
        let places = builder.constant(try Tensor(.double(classes.indices.map(Double.init)), shape: [1, classes.count]))
        let shares = builder.node("Cast", [builder.node("Equal", [all, places])], [("to", .int(1))])
        let isNone = builder.node("Less", [all, builder.constant(.scalar(0.0))])
        return builder.node("Where", [isNone, otherwise, shares])
    }
}

extension RuleComputing {
    /// The place of each row's class, -1 for none; or its number, NaN for none.
    ///
    /// - Throws: `RuleProblem` for a rule that gives no class, or no number.
    mutating func answer(_ rule: RuleExpression, isClassified: Bool) throws -> Vector {
        let none = machine.number(isClassified ? -1 : .nan)
        switch try value(rule) {
        case .missing: return none
        case .text(let vector): return vector
        case .number(let vector) where !isClassified: return vector
        case .number(let vector):
            // Classes that are numbers.
            return texts.enumerated().reduce(none) { result, entry in
                guard let number = Double(entry.element) else { return result }
                return machine.select(machine.equal(vector, machine.number(number)), machine.number(Double(entry.offset)), result)
            }
        case .truth(let vector, let missing):
            guard let yes = texts.firstIndex(of: "true"), let no = texts.firstIndex(of: "false") else {
                throw RuleProblem(
                    message: "the rule is a condition, and the target is none", place: rule.place,
                    hint: isClassified ? "say what it gives: `CASE WHEN … THEN '\(texts.last ?? "")' ELSE '\(texts.first ?? "")' END`"
                        : "say what it gives: `CASE WHEN … THEN 1 ELSE 0 END`")
            }
            let known = machine.select(vector, machine.number(Double(yes)), machine.number(Double(no)))
            return machine.select(missing, none, known)
        }
    }
}
