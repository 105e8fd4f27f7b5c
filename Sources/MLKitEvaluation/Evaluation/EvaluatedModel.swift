internal import MLKitCore
internal import MLKitReports
internal import SystemPackage

/// A model with its measurements.
struct EvaluatedModel {
    let name: String
    let kind: String
    let path: FilePath
    /// Of the ONNX file, in bytes.
    let size: Int
    let scores: Scores

    /// Of 1,000,000 bytes each.
    var megabytes: Double { Double(size) / 1e6 }

    /// The value of a metric or of `size_mb`; `nil` for another name, NaN where it is undefined.
    func quantity(_ name: String) -> Double? {
        name == Bound.sizeName ? megabytes : Metric(rawValue: name).flatMap { scores[$0] }
    }
}
