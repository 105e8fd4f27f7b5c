internal import MLKitCore
internal import MLKitSpec

/// All combinations of values that a sweep may try. A combination has a value for each parameter, in their order.
struct SearchSpace: Sendable {
    enum Axis: Sendable {
        case values([JSON])
        case numbers(NumberAxis)

        init(_ domain: SweepParameter.Domain) {
            switch domain {
            case .values(let values): self = .values(values)
            case .range(let range): self = .numbers(NumberAxis(range))
            }
        }

        /// How many values there are; `nil` for any number of them.
        var count: Int? {
            switch self {
            case .values(let values): values.count
            case .numbers(let axis): axis.count
            }
        }

        func value(number: Int) -> JSON {
            switch self {
            case .values(let values): values[number]
            case .numbers(let axis): axis.value(number: number)
            }
        }

        func sample(_ random: inout SearchRandom) -> JSON {
            switch self {
            case .values(let values): values[random.index(below: values.count)]
            case .numbers(let axis): axis.value(at: axis.lower + random.unit() * (axis.upper - axis.lower))
            }
        }
    }

    let axes: [Axis]
    /// How many combinations there are; `nil` if they are not to be counted.
    let count: Int?

    init(_ parameters: [SweepParameter]) {
        axes = parameters.map { Axis($0.domain) }
        count = axes.reduce(1) { count, axis in
            guard let count, let own = axis.count else { return nil }
            let (product, isTooLarge) = count.multipliedReportingOverflow(by: own)
            return isTooLarge ? nil : product
        }
    }

    /// The combination of that number, the last parameter being the quickest to change.
    func combination(number: Int) -> [JSON] {
        var rest = number
        let values = axes.reversed().map { axis -> JSON in
            let count = axis.count ?? 1
            defer { rest /= count }
            return axis.value(number: rest % count)
        }
        return values.reversed()
    }

    /// A combination at random, each value as likely as another.
    func sample(_ random: inout SearchRandom) -> [JSON] { axes.map { $0.sample(&random) } }

    /// A combination at random that was not tried; `nil` if all were.
    func sample(_ random: inout SearchRandom, besides tried: Set<[JSON]>) -> [JSON]? {
        for _ in 0..<Self.draws {
            let values = sample(&random)
            if !tried.contains(values) { return values }
        }
        // Few are left: the first of them behind a random place.
        guard let count, count > 0 else { return nil }
        let start = random.index(below: count)
        // No more than were tried have to be passed over.
        return (0..<min(count, tried.count + 1)).lazy.map { combination(number: (start + $0) % count) }
            .first { !tried.contains($0) }
    }

    private static let draws = 100
}
