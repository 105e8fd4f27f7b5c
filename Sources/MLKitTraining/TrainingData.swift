/// Both splits as a trainer takes them.
package struct TrainingData {
    package let train: Split
    package let valid: Split
    package let loss: Loss

    package init(train: Split, valid: Split, loss: Loss) {
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
