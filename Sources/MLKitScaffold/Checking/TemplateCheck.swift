public import MLKitCore
public import MLKitSpec
internal import MLKitYAML
public import SystemPackage

/// Finds what is wrong with a template, or of no use in it: by reading it, by rendering it with every choice, and by
/// its own cases.
public struct TemplateCheck {
    private let folder: FilePath
    private let kinds: StageKinds
    private let files: any FileSystem
    /// Whether the trees that cases expect are written anew.
    private let updates: Bool

    /// - Parameters:
    ///   - folder: the template's.
    ///   - updates: whether the trees that cases expect are written anew from what is rendered.
    ///   - kinds: the kinds of stages that there are.
    public init(
        _ folder: FilePath, kinds: StageKinds, updates: Bool = false, files: any FileSystem = LocalFileSystem()
    ) {
        self.folder = folder
        self.kinds = kinds
        self.updates = updates
        self.files = files
    }

    /// - Throws: `Failure` if files cannot be read or written. What is wrong with the template is in the report.
    public func run() throws -> TemplateReport {
        var report = TemplateReport(name: folder.lastComponent?.string ?? folder.string)
        let path = folder.appending(Template.fileName)
        guard try files.exists(path) else { throw try Template.missing(in: folder, files) }
        let template: Template
        do { template = try Template(at: folder, kinds: kinds, files: files) } catch let failure as Failure {
            report.findings = failure.diagnostics
            return report
        }
        let root = try YAMLDocument.parse(try files.read(path), file: path.string)
        let cached = CachedReads(files)
        var cases = TemplateCases(template, folder: folder, files: cached, updates: updates)
        try cases.run()
        var trials = TemplateTrials(template, base: base(template, cases), disk: cached)
        let isRendered = trials.run()
        var lint = TemplateLint(template, root: root, folder: folder)
        lint.checkUses()
        lint.checkTrials(trials.all)
        if isRendered {
            lint.checkChoices(trials)
            lint.checkResults(trials.all + cases.trials)
        }
        report.renderings = trials.all.count
        report.cases = cases.results
        report.findings = (lint.findings + cases.findings).inFileOrder
        return report
    }

    /// What stands for answers without a default: that of the first case that has one, or a sample.
    private func base(_ template: Template, _ cases: TemplateCases) -> [String: JSON] {
        let pairs = template.questions.compactMap { question in
            guard question.defaultAnswer == nil else { return nil as (String, JSON)? }
            let answer = cases.trials.lazy.compactMap { $0.assignment[question.name] }.first ?? question.sample
            return answer.map { (question.name, $0) }
        }
        return Dictionary(pairs) { first, _ in first }
    }
}
