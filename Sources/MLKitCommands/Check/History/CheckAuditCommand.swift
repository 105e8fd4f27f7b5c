internal import ArgumentParser
internal import MLKitChecklist
internal import MLKitCore
internal import MLKitGit

/// `mlkit check audit`: the answers against git's history.
struct CheckAuditCommand: ParsableCommand, FindingCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Hold every answer against the commit that last changed it.",
        discussion: """
            Looked at are who committed and who is named, whether the record was edited by hand, whether the evidence had \
            the bytes in that commit that the answer is bound to, reviews of one's own answers, removed records, items and \
            lists, and what is in no commit. The exit code is 1 if there is something that a gate should not accept; \
            remarks beside are only told. It is 3 if the history could not be read.
            """)

    @OptionGroup var format: FormatOption
    @OptionGroup var project: ProjectOption

    func run() throws {
        let loaded = try LoadedChecklist(project, forAudit: true)
        let audit = try loaded.audit()
        switch format.format {
        case .text: Console.standard.say(text(audit))
        case .json:
            let findings = JSON.array(audit.findings.map(\.json))
            Console.standard.output(JSON.object([.init("records", .int(audit.records)), .init("findings", findings)]).pretty)
        }
        loaded.conclude()
        if !audit.objections.isEmpty { throw ExitCode(1) }
    }

    private func text(_ audit: Audit) -> String {
        var table = TextTable()
        for finding in audit.findings {
            let style: Style = finding.isObjection ? .red : .dim
            table.add(finding.kind.rawValue.styled(style, Console.standard.outputIsColoured), finding.subject, finding.message)
        }
        let remarks = audit.findings.count - audit.objections.count
        return table.text()
            + "\(plural(audit.records, "record")): \(plural(audit.objections.count, "objection")), \(plural(remarks, "remark"))\n"
    }
}

extension Audit.Finding {
    /// `{"subject", "kind", "message", "objection", "commit"}`.
    var json: JSON {
        [
            "subject": .string(subject), "kind": .string(kind.rawValue), "message": .string(message),
            "objection": .bool(isObjection), "commit": commit.map { .string($0.hex) } ?? .null,
        ]
    }
}
