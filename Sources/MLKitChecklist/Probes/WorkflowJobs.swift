internal import MLKitCore
internal import MLKitYAML

/// The jobs of a workflow of GitHub that can run: those that wait for none which there is not, or never runs.
struct WorkflowJobs {
    let running: [Node]

    init(_ jobs: [Node.Entry]) {
        let names = Set(jobs.map(\.name))
        var (running, done) = ([Node](), Set<String>())
        var waiting = jobs.filter { !PipelineFile.isOff($0.value) && !Self.hasEmptyMatrix($0.value) }
        while true {
            let next = waiting.filter { job in
                let needs = Self.needs(job.value)
                return needs.isSubset(of: Self.runsAnyway(job.value) ? names : done)
            }
            guard !next.isEmpty else { break }
            running += next.map(\.value)
            done.formUnion(next.map(\.name))
            waiting.removeAll { job in done.contains(job.name) }
        }
        self.running = running
    }

    private static func needs(_ job: Node) -> Set<String> {
        guard let needs = job["needs"] else { return [] }
        return Set(needs.text.map { [$0] } ?? (needs.sequence ?? []).compactMap(\.text))
    }

    /// Whether it runs however those end that it waits for.
    private static func runsAnyway(_ job: Node) -> Bool {
        ["always()", "!cancelled()", "! cancelled()"].contains { job["if"]?.text?.contains($0) ?? false }
    }

    /// Whether it is to run once for each value of nothing.
    private static func hasEmptyMatrix(_ job: Node) -> Bool {
        guard let entries = job["strategy"]?["matrix"]?.mapping else { return false }
        let isEmpty = { (node: Node) in node.sequence?.isEmpty ?? false }
        let vectors = entries.filter { !["include", "exclude"].contains($0.name) }
        let only = vectors.isEmpty && entries.first { $0.name == "include" }.map { isEmpty($0.value) } ?? true
        return only || vectors.contains { isEmpty($0.value) }
    }
}
