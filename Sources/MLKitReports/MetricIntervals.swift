internal import MLKitCore
internal import MLKitSpec
internal import MLKitYAML

/// What metrics of all rows to come are between, as far as that can be said.
public struct MetricIntervals: Hashable, Sendable {
    private var values: [Metric: Interval]

    /// Those that are not known are left out.
    public init(_ values: [Metric: Interval] = [:]) { self.values = values.filter(\.value.isKnown) }

    public subscript(metric: Metric) -> Interval? { values[metric] }

    public var isEmpty: Bool { values.isEmpty }

    /// Those of some of the metrics.
    public func only(_ metrics: [Metric]) -> MetricIntervals { MetricIntervals(values.filter { metrics.contains($0.key) }) }

    /// Those that are there, in the order of `Metric`.
    public var all: [(metric: Metric, interval: Interval)] {
        Metric.allCases.compactMap { metric in values[metric].map { (metric, $0) } }
    }
}

extension KeyType<MetricIntervals> {
    /// Intervals by the names of metrics. Those that this version of mlkit does not know are passed over.
    static var intervals: Self {
        let interval = KeyType<Interval>.object(Interval.keys)
        return KeyType(
            .mapping(interval.schema),
            read: { node in
                node.mapping.map { entries in
                    let known = entries.compactMap { entry in
                        Metric(rawValue: entry.name).flatMap { metric in interval.value(entry.value).map { (metric, $0) } }
                    }
                    return MetricIntervals(Dictionary(known) { $1 })
                }
            },
            write: { intervals in
                .object(intervals.all.map { JSON.Member($0.metric.rawValue, interval.json($0.interval)) })
            })
    }
}
