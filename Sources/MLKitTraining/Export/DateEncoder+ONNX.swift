internal import MLKitONNX

extension DateEncoder {
    /// Adds what computes the parts, doubles [N, 1], from a date's days or seconds, NaN where missing: whole numbers as
    /// `Calendar` has them, in doubles, which are exact.
    func export(_ column: Value, to builder: inout GraphBuilder) -> [Value] {
        var graph = DateGraph(builder)
        let days = graph.floor(isTimestamp ? graph.divide(column, 86400) : column)
        let parts = parts.map { part in
            guard let cycle = part.cycle else { return Self.export(part, column, days, to: &graph) }
            let place = graph.add(Self.export(cycle.part, column, days, to: &graph), -cycle.start)
            let angle = graph.divide(graph.multiply(place, 2 * Double.pi), cycle.length)
            return graph.builder.node(cycle.isSine ? "Sin" : "Cos", [angle])
        }
        builder = graph.builder
        return parts
    }

    private static func export(_ part: DatePart, _ column: Value, _ days: Value, to graph: inout DateGraph) -> Value {
        switch part {
        case .year: graph.date(days).year
        case .month: graph.date(days).month
        case .day: graph.date(days).day
        case .weekday: graph.remainder(graph.add(days, 3), 7)
        default: graph.divide(graph.subtract(column, graph.multiply(days, 86400)), 3600)
        }
    }
}

/// Arithmetic on columns of doubles.
fileprivate struct DateGraph {
    var builder: GraphBuilder
    private var known: (days: Value, date: Date)?

    typealias Date = (year: Value, month: Value, day: Value)

    init(_ builder: GraphBuilder) { self.builder = builder }

    private mutating func number(_ value: Double) -> Value { builder.constant(.scalar(value)) }
    mutating func floor(_ value: Value) -> Value { builder.node("Floor", [value]) }
    mutating func add(_ value: Value, _ other: Double) -> Value { builder.node("Add", [value, number(other)]) }
    mutating func add(_ value: Value, _ other: Value) -> Value { builder.node("Add", [value, other]) }
    mutating func subtract(_ value: Value, _ other: Value) -> Value { builder.node("Sub", [value, other]) }
    mutating func multiply(_ value: Value, _ other: Double) -> Value { builder.node("Mul", [value, number(other)]) }
    mutating func divide(_ value: Value, _ other: Double) -> Value { builder.node("Div", [value, number(other)]) }
    mutating func quotient(_ value: Value, _ other: Double) -> Value { floor(divide(value, other)) }

    mutating func remainder(_ value: Value, _ other: Double) -> Value {
        subtract(value, multiply(quotient(value, other), other))
    }

    /// Hinnant, "chrono-compatible low-level date algorithms" (2013), as in `Calendar`.
    mutating func date(_ days: Value) -> Date {
        if let known { return known.date }
        let shifted = add(days, 719_468)
        let era = quotient(shifted, 146_097)
        let dayOfEra = subtract(shifted, multiply(era, 146_097))
        let leapDays = subtract(add(quotient(dayOfEra, 1460), quotient(dayOfEra, 146_096)), quotient(dayOfEra, 36_524))
        let yearOfEra = quotient(subtract(dayOfEra, leapDays), 365)
        let daysOfYears = add(multiply(yearOfEra, 365), subtract(quotient(yearOfEra, 4), quotient(yearOfEra, 100)))
        let dayOfYear = subtract(dayOfEra, daysOfYears)
        // Months from March on, so that the leap day is the last of a year.
        let march = quotient(add(multiply(dayOfYear, 5), 2), 153)
        let day = add(subtract(dayOfYear, quotient(add(multiply(march, 153), 2), 5)), 1)
        let isNextYear = builder.node("Greater", [march, number(9.5)])
        let month = add(subtract(march, multiplied(isNextYear, 12)), 3)
        let year = add(add(yearOfEra, multiply(era, 400)), multiplied(isNextYear, 1))
        known = (days, (year, month, day))
        return (year, month, day)
    }

    /// A number where a condition holds, else 0.
    private mutating func multiplied(_ condition: Value, _ value: Double) -> Value {
        builder.node("Where", [condition, number(value), number(0)])
    }
}
