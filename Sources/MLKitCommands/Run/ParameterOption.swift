internal import ArgumentParser
internal import MLKitSpec

/// `--set`: parameters with other values than in mlkit.yaml, for this command alone.
struct ParameterOption: ParsableArguments {
    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "Give a parameter another value this time, as `params.train.max_depth=8`; may be given again.",
            valueName: "params.name=value"))
    var settings: [String] = []

    /// - Throws: `Failure` for a text of another form.
    func overrides() throws -> [ParameterOverride] {
        try settings.map { try ParameterOverride(argument: $0, option: "--set") }
    }
}
