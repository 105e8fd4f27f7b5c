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

        package init(features: FeatureMatrix, targets: [Double]) {
            self.features = features
            self.targets = targets
        }

        package var rows: Int { targets.count }
    }
}
