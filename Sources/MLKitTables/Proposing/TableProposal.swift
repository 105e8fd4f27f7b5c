public import MLKitCore

/// What a project is to do with a table that nothing was said of, each decision with its reason.
public struct TableProposal: Sendable {
    /// One key of the stage that reads the table, its value, and why it is that.
    public struct Decision: Hashable, Sendable {
        /// As in `mlkit.yaml`: `["clean", "missing"]`. Each column that is left out is a decision of its own.
        public let path: [String]
        public let value: JSON
        public let why: String

        init(_ path: [String], _ value: JSON, _ why: String) {
            (self.path, self.value, self.why) = (path, value, why)
        }
    }

    public let rows: Int
    public let columns: Int
    public let target: String
    /// `classification` or `regression`.
    public let task: TargetTask
    /// In the order in which `mlkit.yaml` has them.
    public let decisions: [Decision]
    /// How far accuracy (R² for regression) may fall when the network is written in fewer bits, where the usual bound is
    /// less than one row counts for.
    public let drop: Decision?
    /// The models that there are too few rows for, and why; `nil` where there are enough.
    public let tooSmall: String?
    /// What the stage will say of the table all the same.
    public let warnings: [String]

    /// "600 rows, 5 columns".
    public var size: String { "\(plural(rows, "row")), \(plural(columns, "column"))" }

    /// What a template is told of it, as the answer to a question of the type `mapping`: what it was made for, and the lines
    /// of the stage.
    ///
    /// - Parameters:
    ///   - source: where the project has the table, or would have it.
    ///   - address: what a stage has as its `source` in place of that, for a table somewhere else.
    public func answer(source: String, address: JSON? = nil) -> JSON {
        var members = [
            JSON.Member("source", .string(source)), JSON.Member("target", .string(target)),
            JSON.Member("task", .string(task.rawValue)), JSON.Member("size", .string(size)),
            JSON.Member("lines", .array(ProposalText(decisions).lines.map { .string($0) })),
        ]
        if let address {
            members.append(JSON.Member("remote", .string(ProposalText.value(address))))
            members.append(JSON.Member("address", .string(address.members?.first?.value.string ?? "")))
        }
        if let drop {
            members.append(JSON.Member("drop", drop.value))
            members.append(JSON.Member("drop_why", .string(ProposalText.plain(drop.why))))
        }
        return .object(members)
    }
}
