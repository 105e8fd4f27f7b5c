public import MLKitCore
public import MLKitProcesses

/// One try of a sweep.
public struct SweepTrial: Sendable {
    public enum State: String, Sendable {
        /// It has begun; if no sweep goes on, it was interrupted, and the next one does it again.
        case running
        case done
        case failed
    }

    /// From 0, in the order in which they began.
    public var number: Int
    /// A value for each parameter, in the order of the sweep.
    public var values: [JSON]
    /// Where it stands in a sweep with a budget.
    public var rung: SweepRung?
    public var state: State
    /// `nil` unless it is done.
    public var metric: Double?
    /// Why it failed, a line each.
    public var reasons: [String] = []
    /// What its stages took; nothing, if the cache had them all.
    public var usage = StageUsage()
    /// Whether nothing had to be run for it.
    public var isFromCache = false
    /// The looks at a test split that its stages took, for them to be noted wherever its figure is shown.
    var looks: [JSON] = []
}

extension SweepTrial {
    init(number: Int, _ proposal: SweepProposal) {
        self.init(number: number, values: proposal.values, rung: proposal.rung, state: .running)
    }

    var proposal: SweepProposal { SweepProposal(values: values, rung: rung) }

    /// The format of the file that is written; those without a number are read too.
    static let format = 1

    /// Reads a trial; `nil` if the text is none of the sweep's.
    ///
    /// - Parameters:
    ///   - names: the sweep's parameters.
    ///   - file: what messages call it.
    /// - Throws: `Failure` for a later format, which would not be understood in parts.
    init?(_ json: JSON, names: [String], file: String) throws {
        if let format = json["format"]?.int, format > Self.format {
            throw Failure.newerFormat(
                format, of: "`\(file)`", known: Self.format, otherwise: "remove the file, and the trial is made again")
        }
        let values = names.compactMap { json["values"]?[$0] }
        guard let number = json["trial"]?.int, number > 0, values.count == names.count,
            let state = json["state"]?.string.flatMap({ State(rawValue: $0) })
        else { return nil }
        self.init(number: number - 1, values: values, rung: json["rung"].flatMap { SweepRung($0) }, state: state)
        metric = json["metric"]?.double
        if state == .done, metric == nil { return nil }
        reasons = json["reasons"]?.array?.compactMap(\.string) ?? []
        usage = StageUsage(json["usage"] ?? .null)
        isFromCache = json["from_cache"] == true
        looks = json["looks"]?.array ?? []
    }

    /// As the file has it: `format`, what `json` says, and the looks that there were.
    ///
    /// - Parameter names: the sweep's parameters.
    func file(names: [String]) -> JSON {
        .object(
            [JSON.Member("format", .int(Self.format))] + (json(names: names).members ?? [])
                + (looks.isEmpty ? [] : [JSON.Member("looks", .array(looks))]))
    }

    /// `{"trial" (from 1), "state", "values": {name: value}, "rung", "metric", "reasons", "usage", "from_cache"}`.
    ///
    /// - Parameter names: the sweep's parameters.
    public func json(names: [String]) -> JSON {
        [
            "trial": .int(number + 1), "state": .string(state.rawValue),
            "values": .object(zip(names, values).map { JSON.Member($0, $1) }), "rung": rung?.json ?? .null,
            "metric": metric.map { .double($0) } ?? .null, "reasons": .array(reasons.map { .string($0) }),
            "usage": usage.json, "from_cache": .bool(isFromCache),
        ]
    }
}

extension SweepRung {
    init?(_ json: JSON) {
        guard let bracket = json["bracket"]?.int, let rung = json["rung"]?.int,
            let configuration = json["configuration"]?.int, let budget = json["budget"]
        else { return nil }
        self.init(bracket: bracket, rung: rung, configuration: configuration, budget: budget)
    }

    var json: JSON {
        [
            "bracket": .int(bracket), "rung": .int(rung), "configuration": .int(configuration), "budget": budget,
        ]
    }
}
