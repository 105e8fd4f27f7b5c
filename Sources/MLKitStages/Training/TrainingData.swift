/// Both splits as a trainer takes them.
struct TrainingData {
    let train: Split
    let valid: Split
    let loss: Loss

    struct Split {
        let features: FeatureMatrix
        /// One class index or value per row.
        let targets: [Double]

        var rows: Int { targets.count }
    }
}
