internal import Glibc

/// The filters that make or change numbers.
extension JinjaFilter {
    func number(_ value: JinjaValue, _ call: JinjaCall) throws -> JinjaValue {
        switch self {
        case .int:
            let arguments = try call.bind(["default", "base"])
            return whole(value, try arguments.integer("base") ?? 10) ?? arguments["default"] ?? .int(0)
        case .float:
            let fallback = try call.bind(["default"])["default"] ?? .double(0)
            return value.number.map { .double($0.double) } ?? real(value).map { .double($0) } ?? fallback
        case .abs:
            _ = try call.bind([])
            guard let number = value.number else { throw JinjaComplaint("`abs` takes a number, not \(value.typeName)") }
            return number.double < 0 ? try JinjaArithmetic.negative(number.value) : number.value
        default: return try rounded(value, call)
        }
    }

    private func whole(_ value: JinjaValue, _ base: Int) -> JinjaValue? {
        if let number = value.number {
            if case .int = number { return number.value }
            return Int(exactly: number.double.rounded(.towardZero)).map { .int($0) }
        }
        guard let text = value.string, (2...36).contains(base) else { return nil }
        let digits = PythonText.stripped(text, nil)
        if let number = Int(digits, radix: base) { return .int(number) }
        return base == 10 ? real(value).flatMap { Int(exactly: $0.rounded(.towardZero)) }.map { .int($0) } : nil
    }

    private func real(_ value: JinjaValue) -> Double? { value.string.flatMap { Double(PythonText.stripped($0, nil)) } }

    private func rounded(_ value: JinjaValue, _ call: JinjaCall) throws -> JinjaValue {
        let arguments = try call.bind(["precision", "method"])
        let places = try arguments.integer("precision") ?? 0
        let method = try arguments.text("method") ?? "common"
        let rules: [String: FloatingPointRoundingRule] = ["common": .toNearestOrEven, "ceil": .up, "floor": .down]
        guard let number = value.number, let rule = rules[method], (-300...300).contains(places) else {
            throw JinjaComplaint("`round` takes a number, places, and `common`, `ceil` or `floor`")
        }
        if method == "common", case .int = number { return number.value }
        // `round` of Python rounds the decimal digits, which is what printing them does.
        if method == "common", places >= 0 {
            return .double(Double(PythonFormat.digits(number.double, places, "f")) ?? number.double)
        }
        let unit = pow(10, Double(places))
        return .double((number.double * unit).rounded(rule) / unit)
    }
}
