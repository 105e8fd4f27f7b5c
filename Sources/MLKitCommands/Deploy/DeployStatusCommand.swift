internal import ArgumentParser
internal import MLKitCore
internal import MLKitDeployment

/// `mlkit deploy status`: the versions, which is served, and how that came.
struct DeployStatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "List the deployed versions, the one that is served, and the changes.")

    @OptionGroup var format: FormatOption
    @OptionGroup var project: ProjectOption

    func run() throws {
        let deployments = try project.deployments(Surroundings())
        let current = try deployments.current()
        let versions = try deployments.versions()
        let history = try deployments.history()
        switch format.format {
        case .text: Console.standard.say(text(versions, current, history))
        case .json: Console.standard.output(json(versions, current, history).pretty)
        }
    }

    private func text(_ versions: [Deployments.Version], _ current: String?, _ history: [Deployments.Change]) -> String {
        guard !versions.isEmpty else { return "nothing is deployed yet\n" }
        var table = TextTable()
        for version in versions { table.add(version.version == current ? "served" : "", version.version, version.name) }
        var changes = TextTable()
        for change in history.suffix(20).reversed() {
            changes.add(
                change.time.description, "\(change.from ?? "nothing") -> \(change.to)", change.by.onOneLine,
                change.because?.onOneLine ?? "")
        }
        return table.text() + (history.isEmpty ? "" : "\n" + changes.text())
    }

    /// `{"current": text or null, "versions": [{"version", "name", "mlkit"}], "changes": [{"time", "from", "to", "by", "because"}]}`,
    /// changes oldest first.
    private func json(_ versions: [Deployments.Version], _ current: String?, _ history: [Deployments.Change]) -> JSON {
        [
            "current": current.map { .string($0) } ?? .null,
            "versions": .array(
                versions.map { ["version": .string($0.version), "name": .string($0.name), "mlkit": .string($0.mlkit)] }),
            "changes": .array(history.map(\.json)),
        ]
    }
}
