internal import MLKitCore
public import MLKitONNX
public import MLKitReports

/// A setting of quantization that only some methods look at: what is said of one that is given with another, in a stage and in the command.
public enum QuantizationSetting: String, CaseIterable, Sendable {
    case perChannel = "per_channel"
    case activations
    case calibration
    case percentile
    case calibrationRows = "calibration_rows"

    /// The option of the command; `nil` for a setting of stages alone.
    public var option: String? {
        switch self {
        case .perChannel: "--per-tensor"
        case .activations: "--activations"
        case .calibration: "--calibration"
        case .percentile: "--percentile"
        case .calibrationRows: nil
        }
    }

    /// The methods that look at it.
    var methods: [QuantizationMethod] {
        switch self {
        case .perChannel: [.static, .dynamic, .weights, .auto]
        case .activations, .calibration, .percentile, .calibrationRows: [.static, .auto]
        }
    }

    /// What it goes with, and is given without; `nil` where it has an effect.
    ///
    /// - Parameters:
    ///   - method: as the user writes it, such as `--mode`.
    ///   - calibration: likewise.
    ///   - separator: between the name and the value of a setting.
    private func reason(
        _ chosen: QuantizationMethod, _ calibration: CalibrationMethod, names: (method: String, calibration: String), separator: String
    ) -> String? {
        guard methods.contains(chosen) else {
            let others = methods.map { "\(names.method)\(separator)\($0.rawValue)" }
            return "it has no effect with `\(names.method)\(separator)\(chosen.rawValue)`, and goes with \(Suggestion.list(others))"
        }
        guard self == .percentile, calibration != .percentile else { return nil }
        let (given, wanted) = (calibration.rawValue, CalibrationMethod.percentile.rawValue)
        return "it has no effect with `\(names.calibration)\(separator)\(given)`, and goes with `\(names.calibration)\(separator)\(wanted)`"
    }

    /// What is said of settings of a stage that are not as they would be anyway and have no effect, one sentence each.
    static func idle(inStage configuration: QuantizeConfiguration) -> [String] {
        let names = ("method", Self.calibration.rawValue)
        return idle({ $0.isSet(in: configuration) }, configuration.method, configuration.calibration.method, names: names, separator: ": ")
            .map { setting, reason in "`\(setting.rawValue)` is set: \(reason)" }
    }

    private func isSet(in configuration: QuantizeConfiguration) -> Bool {
        let usual = QuantizeConfiguration()
        return switch self {
        case .perChannel: configuration.perChannel != usual.perChannel
        case .activations: configuration.activations != usual.activations
        case .calibration: configuration.calibration.method != usual.calibration.method
        case .percentile: configuration.calibration.percentile != usual.calibration.percentile
        case .calibrationRows: configuration.calibrationRows != usual.calibrationRows
        }
    }

    /// The same of the command's options, one sentence each.
    public static func idle(
        inCommand given: Set<QuantizationSetting>, _ method: QuantizationMethod, _ calibration: CalibrationMethod
    ) -> [String] {
        idle(given.contains, method, calibration, names: ("--mode", "--calibration"), separator: " ").compactMap { setting, reason in
            setting.option.map { "`\($0)` is given: \(reason)" }
        }
    }

    private static func idle(
        _ given: (QuantizationSetting) -> Bool, _ method: QuantizationMethod, _ calibration: CalibrationMethod,
        names: (method: String, calibration: String), separator: String
    ) -> [(setting: QuantizationSetting, reason: String)] {
        allCases.filter(given).compactMap { setting in
            setting.reason(method, calibration, names: names, separator: separator).map { (setting, $0) }
        }
    }
}
