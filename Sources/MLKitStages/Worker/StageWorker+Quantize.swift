internal import MLKitCore
internal import MLKitSpec
internal import SystemPackage

// `kind: quantize`: a model with its calibration and test splits in, the int8 model and the comparison out.

extension StageWorker {
    func quantize(_ configuration: QuantizeConfiguration) async throws -> StageResult {
        let outputs = QuantizeStage.Outputs(model: try output("model"), report: try output("report"))
        let report = try await QuantizeStage.run(
            configuration: configuration, model: try input("model"), calibration: try input("calibrate"),
            test: try input("test"), schema: try schema(), outputs: outputs, context: context)
        let metrics: JSON = [
            "size_ratio": .double(report.sizeRatio), "largest_difference": .double(report.largestDifference),
            "drop": .double(report.drop),
        ]
        return StageResult(summary: report.summary, metrics: metrics)
    }
}
