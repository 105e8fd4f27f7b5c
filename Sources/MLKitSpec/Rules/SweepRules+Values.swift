internal import MLKitCore

extension SweepRules {
    /// What is wrong with the values that are tried of a parameter.
    static func range(_ sweep: SweepSpec, _ parameter: SweepParameter, _ parameters: JSON) -> [Diagnostic] {
        let name = parameter.name.shortened
        let problem =
            switch parameter.domain {
            case .values(let values): problem(name, values)
            case .range(let range): problem(name, range, sweep.method, parameters.value(at: parameter.name))
            }
        return problem.map { [.error($0.message, at: parameter.location, hint: $0.hint)] } ?? []
    }

    private typealias Problem = (message: String, hint: String)

    private static func problem(_ name: String, _ values: [JSON]) -> Problem? {
        if values.isEmpty { return ("`\(name)` has no values to try", "list some") }
        if values.contains(where: { $0.double?.isFinite == false }) {
            return ("`\(name)` has a value that is no finite number", "take it out")
        }
        return Set(values).count == values.count ? nil : ("`\(name)` has a value twice", "take one of them out")
    }

    /// - Parameter current: the parameter's value in the file.
    private static func problem(
        _ name: String, _ range: SweepParameter.Range, _ method: SweepSpec.Method, _ current: JSON?
    ) -> Problem? {
        guard range.minimum.isFinite, range.maximum.isFinite else {
            return ("`\(name)` needs values", "give it a list, or `min` and `max`")
        }
        guard range.minimum < range.maximum else {
            return ("the range of `\(name)` is empty", "`min` must be below `max`")
        }
        if range.isLogarithmic, range.minimum <= 0 {
            return ("a range with `scale: log` begins above 0, that of `\(name)` does not", "raise `min`")
        }
        if let step = range.step {
            return step > 0 && step.isFinite ? nil : ("the step of `\(name)` must be above 0", "raise `step`")
        }
        if method == .grid { return ("a grid needs the values of `\(name)`", "give it a list, or a `step`") }
        guard range.isWhole, current?.int != nil else { return nil }
        return (
            "whether `\(name)` takes whole numbers cannot be told: it is one in `params`",
            "add `step: 1` for whole numbers, or write `min: \(range.minimum)` for any"
        )
    }
}
