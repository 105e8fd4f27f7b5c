public import MLKitCore
public import MLKitSpec
internal import MLKitYAML

/// Values of metrics; one that is undefined is NaN, in JSON null.
public struct MetricValues: Hashable, Sendable {
    private var values: [Metric: Double]

    public init(_ values: [Metric: Double] = [:]) { self.values = values }

    public subscript(metric: Metric) -> Double? {
        get { values[metric] }
        set { values[metric] = newValue }
    }

    public var isEmpty: Bool { values.isEmpty }

    /// Those that are there, in the order of `Metric`.
    public var all: [(metric: Metric, value: Double)] {
        Metric.allCases.compactMap { metric in values[metric].map { (metric, $0) } }
    }

    /// Some of the metrics; NaN for one that is not there.
    public func only(_ metrics: [Metric]) -> MetricValues {
        MetricValues(Dictionary(metrics.map { ($0, values[$0] ?? .nan) }) { first, _ in first })
    }

    /// How far each is above another model's.
    public func minus(_ other: MetricValues) -> MetricValues {
        MetricValues(Dictionary(all.map { ($0.metric, $0.value - (other[$0.metric] ?? .nan)) }) { first, _ in first })
    }

    /// By name, in the order of `Metric`.
    public var json: JSON { KeyType<MetricValues>.metrics.json(self) }
}

extension KeyType<MetricValues> {
    /// Values by the names of metrics. Those that this version of mlkit does not know are passed over.
    public static var metrics: Self {
        let value = KeyType<Double>.measured
        return KeyType(
            .mapping(value.schema),
            read: { node in
                node.mapping.map { entries in
                    let known = entries.compactMap { entry in
                        Metric(rawValue: entry.name).map { ($0, entry.value.json.double ?? .nan) }
                    }
                    return MetricValues(Dictionary(known) { $1 })
                }
            },
            write: { metrics in
                .object(metrics.all.map { JSON.Member($0.metric.rawValue, value.json($0.value)) })
            })
    }
}
