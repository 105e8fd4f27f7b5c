internal import MLKitCore
internal import MLKitONNX
internal import MLKitTables

// Shapley values of a mean of models are the mean of theirs, where all are of one scale: those of sums of trees are exact, the others drawn.

extension ExplainedModel {
    /// - Throws: `Failure` where trees are asked for, and there is something besides.
    func requireTrees(_ method: RowExplanation.Method?) throws {
        guard method == .trees, treeModel == nil else { return }
        guard let mean = treeMean else {
            throw Failure(
                "the model is not a sum of trees whose features follow from one column each",
                hint: "leave the method out: the values are then found by drawing")
        }
        guard !mean.rest.isEmpty else { return }
        throw Failure(
            "the model is the mean of \(mean.count) models, and \(mean.rest.count) of them \(mean.rest.count == 1 ? "is" : "are") no sum of trees "
                + "on the scale of \(isClassifier ? "probabilities" : "the number")",
            hint: "leave the method out: what is exact is taken so, and the rest is drawn")
    }

    /// Why values of a mean are drawn though there are trees in it.
    func note(_ mean: TreeMean) -> String? {
        guard mean.unlike > 0 else { return nil }
        return isClassifier
            ? "drawn, as the model is a mean of \(mean.count) models' probabilities, and trees add up log-odds, whose parts are not those of probabilities"
            : "drawn, as columns act together before the trees"
    }

    func explainByMembers(_ row: Table, _ place: Int?, _ mean: TreeMean, orders: Int, _ explanation: inout RowExplanation) throws {
        // A share is of the second of two classes.
        let sign = place == 0 ? -1.0 : 1
        var values = [Double](repeating: 0, count: columns.count)
        var (base, value, exact) = (0.0, 0.0, 0.0)
        for member in mean.members {
            guard let own = try observed(row, member.features).first else { throw Failure("the model's trees answer nothing") }
            let others = try observed(background, member.features)
            let found = TreeShapley(trees: member.trees, columns: member.columns, columnCount: columns.count).values(own, beside: others, output: 0)
            for column in values.indices { values[column] += sign * member.weight * found[column] }
            let start = sign < 0 ? member.weight : 0
            base += start + sign * member.weight * others.reduce(0) { $0 + member.trees.sums($1)[0] } / Double(others.count)
            value += start + sign * member.weight * member.trees.sums(own)[0]
            exact += member.weight
        }
        var errors: [Double]?
        if !mean.rest.isEmpty {
            let found = try SampledShapley(orders: orders, seed: seed).values(row, beside: background) { rows in
                let answers = try mean.rest.map { try observed(rows, $0) }
                return (0..<rows.rowCount).map { row in answers.reduce(0) { $0 + Double($1[row][place ?? 0]) } }
            }
            for column in values.indices { values[column] += found.values[column] }
            base += found.base
            value += found.values.reduce(found.base, +)
            errors = found.errors
            explanation.note = note(mean)
        }
        explanation.method = mean.rest.isEmpty ? .trees : .sampled
        (explanation.base, explanation.value, explanation.exact) = (base, value, exact)
        explanation.parts = parts(row, values, errors)
    }
}
