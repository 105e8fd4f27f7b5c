internal import Glibc

/// Python's operators.
enum JinjaArithmetic {
    static func apply(_ operation: JinjaOperator, _ left: JinjaValue, _ right: JinjaValue) throws -> JinjaValue {
        if operation == .join { return .string(left.text + right.text) }
        if let one = left.number, let two = right.number { return try apply(operation, one, two) }
        switch (operation, left, right) {
        case (.add, .string(let left), .string(let right)): return .string(left + right)
        case (.add, .list(let left), .list(let right)): return .list(left.items + right.items)
        case (.add, .tuple(let left), .tuple(let right)): return .tuple(left.items + right.items)
        case (.multiply, _, .int(let count)): return try repeated(left, count)
        case (.multiply, .int(let count), _): return try repeated(right, count)
        case (.remainder, .string(let format), _): return .string(try PythonFormat.percent(format, right))
        default: throw JinjaComplaint("`\(operation.rawValue)` cannot take \(left.typeName) and \(right.typeName)")
        }
    }

    static func negative(_ value: JinjaValue) throws -> JinjaValue {
        switch value.number {
        case .int(let number): return try whole(number.multipliedReportingOverflow(by: -1))
        case .double(let number): return .double(-number)
        case nil: throw JinjaComplaint("`-` cannot take \(value.typeName)")
        }
    }

    private static func repeated(_ value: JinjaValue, _ count: Int) throws -> JinjaValue {
        let count = max(count, 0)
        let (weight, overflows) = value.weight.multipliedReportingOverflow(by: count)
        guard !overflows, weight <= JinjaInterpreter.heaviest else {
            throw JinjaComplaint("the value becomes too large")
        }
        switch value {
        case .string(let text): return .string(String(repeating: text, count: count))
        case .list(let list): return .list((0..<count).flatMap { _ in list.items })
        case .tuple(let list): return .tuple((0..<count).flatMap { _ in list.items })
        default: throw JinjaComplaint("`*` cannot take \(value.typeName)")
        }
    }

    private static func apply(_ operation: JinjaOperator, _ left: JinjaNumber, _ right: JinjaNumber) throws
        -> JinjaValue
    {
        if right.double == 0, [.divide, .floorDivide, .remainder].contains(operation) {
            throw JinjaComplaint("division by 0")
        }
        guard case .int(let one) = left, case .int(let two) = right, operation != .divide,
            operation != .power || two >= 0
        else { return .double(real(operation, left.double, right.double)) }
        switch operation {
        case .add: return try whole(one.addingReportingOverflow(two))
        case .subtract: return try whole(one.subtractingReportingOverflow(two))
        case .multiply: return try whole(one.multipliedReportingOverflow(by: two))
        case .floorDivide:
            let (quotient, overflows) = one.dividedReportingOverflow(by: two)
            let isBelow = !overflows && quotient &* two != one && (one < 0) != (two < 0)
            return try whole((isBelow ? quotient - 1 : quotient, overflows))
        case .remainder:
            guard two != -1 else { return .int(0) }
            let rest = one % two
            return .int(rest != 0 && (rest < 0) != (two < 0) ? rest + two : rest)
        default: return try power(one, two)
        }
    }

    private static func real(_ operation: JinjaOperator, _ left: Double, _ right: Double) -> Double {
        switch operation {
        case .add: return left + right
        case .subtract: return left - right
        case .multiply: return left * right
        case .divide: return left / right
        case .floorDivide: return (left / right).rounded(.down)
        case .remainder: return left - (left / right).rounded(.down) * right
        default: return pow(left, right)
        }
    }

    private static func power(_ base: Int, _ exponent: Int) throws -> JinjaValue {
        if base == 0 || base == 1 { return .int(exponent == 0 ? 1 : base) }
        if base == -1 { return .int(exponent % 2 == 0 ? 1 : -1) }
        var result = JinjaValue.int(1)
        // More would not fit anyway.
        guard exponent < 64 else { throw JinjaComplaint("the number is too large") }
        for _ in 0..<exponent { result = try apply(.multiply, result, .int(base)) }
        return result
    }

    private static func whole(_ result: (partialValue: Int, overflow: Bool)) throws -> JinjaValue {
        guard !result.overflow else { throw JinjaComplaint("the number is too large") }
        return .int(result.partialValue)
    }
}

extension JinjaComparison {
    func holds(_ left: JinjaValue, _ right: JinjaValue) throws -> Bool {
        switch self {
        case .equal: left.equals(right)
        case .notEqual: !left.equals(right)
        case .less: try Self.isLess(left, right)
        case .greater: try Self.isLess(right, left)
        case .lessOrEqual: try Self.isLess(left, right) || left.equals(right)
        case .greaterOrEqual: try Self.isLess(right, left) || left.equals(right)
        case .isIn: try Self.contains(right, left)
        case .isNotIn: try !Self.contains(right, left)
        }
    }

    private static func isLess(_ left: JinjaValue, _ right: JinjaValue) throws -> Bool {
        guard let answer = left.isLess(than: right) else {
            throw JinjaComplaint("\(left.typeName) and \(right.typeName) have no order")
        }
        return answer
    }

    private static func contains(_ whole: JinjaValue, _ item: JinjaValue) throws -> Bool {
        guard let answer = whole.contains(item) else {
            throw JinjaComplaint("\(item.typeName) cannot be looked for in \(whole.typeName)")
        }
        return answer
    }
}
