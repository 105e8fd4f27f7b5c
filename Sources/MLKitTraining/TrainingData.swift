/// Both splits as a trainer takes them.
package struct TrainingData {
    package let train: Split
    package let valid: Split
    package let loss: Loss
    /// One for each column of the features.
    package let inputs: [FeatureInput]

    package init(train: Split, valid: Split, loss: Loss, inputs: [FeatureInput] = []) {
        self.inputs = inputs
        self.train = train
        self.valid = valid
        self.loss = loss
    }

    package struct Split {
        package let features: FeatureMatrix
        /// One class index or value per row.
        package let targets: [Double]
        /// What each row counts for; `nil` where all count 1.
        package let weights: [Double]?
        /// What a teacher answers: for each row the probability of every class, or the value; `nil` for no teacher.
        package let answers: [Double]?

        package init(features: FeatureMatrix, targets: [Double], weights: [Double]? = nil, answers: [Double]? = nil) {
            self.weights = weights
            self.answers = answers
            self.features = features
            self.targets = targets
        }

        package var rows: Int { targets.count }
        /// What all rows count for.
        package var weight: Double { weights?.reduce(0, +) ?? Double(rows) }

        func weight(of row: Int) -> Double { weights?[row] ?? 1 }
    }
}
