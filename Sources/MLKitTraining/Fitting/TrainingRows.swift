internal import MLKitCore
package import MLKitReports
internal import MLKitSignature
package import MLKitTables

/// Both splits as raw columns, with what a family has to know to make features and targets of them.
package struct TrainingRows {
    let schema: TableSchema
    let target: Target
    /// What the spec says of features.
    let choices: FeatureChoices
    /// The rows to learn from, with a class index or value for each.
    let train: Table
    let targets: [Double]
    /// The rows that say when to stop.
    let valid: Table
    let validTargets: [Double]
    /// What each row counts for.
    let weighting: RowWeighting
    /// What a teacher answers for the rows to learn from: for each the probability of every class, or the value; `nil` for no teacher.
    var answers: [Double]?
    /// Of what is drawn in making features.
    let seed: Int
    /// What `features.select` leaves out.
    let leftOut: [TrainingReport.LeftOut]
    /// The schema as it was given, and what is left out besides what its rows say.
    private let whole: TableSchema
    private let hidden: [TrainingReport.LeftOut]
    /// The most bytes that a model's inputs may take; `nil` for what a laptop has.
    var memory: Int?
    /// What keeps rows together, or in their order, in parts that they are cut into; `nil` where they are dealt at random.
    var foldsBy: FoldBond?

    /// - Throws: `Failure` if the schema does not have its target, one is missing, infinite or of another class, a classifier would
    ///   know one class only, or there are no weights as asked for.
    package init(
        schema: TableSchema, choices: FeatureChoices, train: Table, valid: Table, weights: WeightChoice = WeightChoice(), seed: Int = 0,
        memory: Int? = nil, hidden: [TrainingReport.LeftOut] = []
    ) throws {
        self.seed = seed
        target = try Target(schema)
        self.choices = choices
        self.train = train
        self.valid = valid
        self.memory = memory
        targets = try target.trainingValues(in: train)
        validTargets = try target.values(in: valid)
        weighting = try RowWeighting(weights, target, train, targets)
        (whole, self.hidden) = (schema, hidden)
        let seen = hidden.reduce(schema.hiding(weights.column)) { $0.hiding($1.column) }
        let found = try ColumnChoosing(choices)?.leftOut(seen.features, of: train, targets, isClassified: target.task != .regression) ?? []
        leftOut = found + hidden
        self.schema = found.reduce(seen) { $0.hiding($1.column) }
    }

    /// The same without some columns.
    func hiding(_ columns: [TrainingReport.LeftOut]) throws -> TrainingRows {
        var rows = try TrainingRows(
            schema: whole, choices: choices, train: train, valid: valid, weights: weighting.choice, seed: seed, memory: memory,
            hidden: hidden + columns)
        (rows.answers, rows.foldsBy) = (answers, foldsBy)
        return rows
    }

    /// The same with some of the training rows alone, by their places.
    ///
    /// - Parameter stops: those of the training rows that say when to stop; the validation rows if `nil`.
    /// - Throws: `Failure` if the rows are of one class.
    func learning(from places: [Int], stoppingBy stops: [Int]? = nil) throws -> TrainingRows {
        var rows = try TrainingRows(
            schema: whole, choices: choices, train: train.rows(places), valid: stops.map { train.rows($0) } ?? valid,
            weights: weighting.choice, seed: seed, memory: memory,
            hidden: hidden)
        rows.foldsBy = foldsBy
        let width = isClassified ? target.classes.count : 1
        rows.answers = answers.map { all in places.flatMap { all[($0 * width)..<(($0 + 1) * width)] } }
        return rows
    }

    /// The same with validation rows among those to learn from, behind the training rows. They go on to be validation rows too.
    func pooled() throws -> TrainingRows {
        var rows = try TrainingRows(
            schema: whole, choices: choices, train: train.followed(by: valid), valid: valid, weights: weighting.choice, seed: seed,
            memory: memory, hidden: hidden)
        rows.foldsBy = foldsBy
        return rows
    }

    var count: Int { targets.count }
    var isClassified: Bool { target.task != .regression }
    var loss: Loss { Loss(task: target.task, classes: target.classes.count) }

    /// Features fitted to the training rows, and both splits as a trainer takes them.
    ///
    /// - Parameter standard: how a family takes columns where the spec does not say it.
    func encoded(to standard: FeatureConfiguration) throws -> (encoder: FeatureEncoder, data: TrainingData) {
        let weights = try weighting.weights(of: train, targets, target)
        let encoder = try FeatureEncoder(
            fitting: train, schema: schema, to: choices.over(standard),
            target: EncodingTarget(targets, of: target, weights: weights, seed: seed))
        try encoder.checkSize(rows: train.rowCount, within: memory)
        let data = TrainingData(
            train: .init(
                features: try encoder.encode(train, isFitted: true), targets: targets, weights: weights, answers: answers),
            valid: .init(
                features: try encoder.encode(valid), targets: validTargets,
                weights: try weighting.weights(of: valid, validTargets, target)),
            loss: loss, inputs: encoder.inputs)
        return (encoder, data)
    }
}
