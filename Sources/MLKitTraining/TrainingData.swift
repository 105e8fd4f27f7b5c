/// Both splits as a trainer takes them.
package struct TrainingData {
    package let train: Split
    package let valid: Split
    package let loss: Loss

    package struct Split {
        package let features: FeatureMatrix
        /// One class index or value per row.
        package let targets: [Double]

        package var rows: Int { targets.count }
    }
}
