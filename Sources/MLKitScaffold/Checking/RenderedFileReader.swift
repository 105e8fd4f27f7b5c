internal import MLKitCore
internal import MLKitGit
internal import MLKitSpec
internal import MLKitYAML

/// Reads rendered files as those who use them will: `mlkit.yaml`, and what is written in YAML or JSON.
struct RenderedFileReader {
    private(set) var findings: [Diagnostic] = []
    /// By question what is wrong with where its answer is to live.
    private(set) var unbound: [String: Diagnostic] = [:]
    private let template: Template
    private var seen = Set<String>()
    private var told = Set<String>()

    init(_ template: Template) {
        self.template = template
    }

    /// Checks every file of a rendering whose content was not there before.
    mutating func check(_ trial: TemplateTrial) {
        for file in trial.rendering?.files ?? [] where seen.insert("\(file.path) \(file.blob.hex)").inserted {
            do {
                try read(file)
                if file.path == ProjectSpec.fileName { try checkBindings(file, trial) }
            } catch {
                report((error as? Failure)?.diagnostics ?? [.error("\(error)")], file, trial)
            }
        }
    }

    private func read(_ file: RenderedFile) throws {
        if file.path == ProjectSpec.fileName {
            _ = try ProjectSpec(parsing: file.content, kinds: template.kinds)
            return
        }
        switch file.path.split(separator: ".").last {
        case "yaml", "yml": try readDocuments(file)
        case "json", "ipynb": _ = try JSON(parsing: file.content, file: file.path)
        default: break
        }
    }

    /// A YAML file may hold several documents, with lines `---` between them.
    private func readDocuments(_ file: RenderedFile) throws {
        var document = [ArraySlice<UInt8>]()
        var first = 0
        let lines = file.content.split(separator: 0x0A, omittingEmptySubsequences: false)
        for (number, line) in lines.enumerated() {
            if line.elementsEqual("---".utf8) {
                try parse(document, file, first)
                (document, first) = ([], number)
            }
            document.append(line)
        }
        try parse(document, file, first)
    }

    private func parse(_ lines: [ArraySlice<UInt8>], _ file: RenderedFile, _ first: Int) throws {
        _ = try YAMLDocument.parse(Array(lines.joined(separator: [0x0A])), file: file.path, lineOffset: first)
    }

    /// An answer that lives in `mlkit.yaml` is read from there later, so it must have been put there.
    private mutating func checkBindings(_ file: RenderedFile, _ trial: TemplateTrial) throws {
        let source = template.answers(inSpec: try YAMLDocument.parse(file.content, file: file.path))
        for question in template.questions {
            guard let path = question.specPath?.joined(separator: "."), unbound[question.name] == nil,
                let given = trial.rendering?.answers.given[question.name]
            else { continue }
            let found = source.answers[question.name]?.value
            guard !(found.map { question.isSame($0, given) } ?? false) else { continue }
            unbound[question.name] = .error(
                "the rendered mlkit.yaml does not have the answer to `\(question.name)` at `\(path)`",
                notes: [found.map { "it has \($0.compact) there, not \(given.compact)" } ?? "there is nothing"]
                    + with(trial))
        }
    }

    private mutating func report(_ problems: [Diagnostic], _ file: RenderedFile, _ trial: TemplateTrial) {
        for var problem in problems {
            let place = problem.location?.sourceLine ?? ""
            guard told.insert("\(file.origin) \(problem.message) \(place)").inserted else { continue }
            problem.location = problem.location ?? SourceLocation(file: file.path, line: 1, column: 1)
            problem.notes += ["rendered from `\(file.origin)`"] + with(trial)
            findings.append(problem)
        }
    }

    private func with(_ trial: TemplateTrial) -> [String] {
        trial.label.isEmpty ? [] : ["with \(trial.label)"]
    }
}

extension Question {
    /// Whether two answers are one; a number that is written `2` is 2.0.
    fileprivate func isSame(_ left: JSON, _ right: JSON) -> Bool {
        left == right || (kind == .number && left.double != nil && left.double == right.double)
    }
}
