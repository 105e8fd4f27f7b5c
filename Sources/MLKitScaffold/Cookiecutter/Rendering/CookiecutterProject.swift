public import MLKitCore
internal import MLKitGit
internal import MLKitSpec
public import SystemPackage

/// A new project from a template of cookiecutter, up to the files that are to be written.
///
/// `NewProject` writes them, so that such a project too is made whole or not at all. Scripts of the template run in a
/// temporary folder, and what they leave there is what is written.
public struct CookiecutterProject {
    let source: ResolvedSource
    let destination: FilePath
    let name: String
    let clock: JinjaClock
    let temporary: FilePath
    let files: any FileSystem

    /// What came of rendering.
    public struct Outcome {
        public let rendering: Rendering
        /// What the user should know of the result.
        public let warnings: [Diagnostic]
    }

    /// - Parameters:
    ///   - source: the template.
    ///   - destination: the folder of the new project.
    ///   - seconds: the time, since 1970, and `offset`, the minutes that the local time is ahead of UTC.
    ///   - temporary: a folder for temporary files.
    public init(
        source: ResolvedSource, destination: FilePath, seconds: Int, offset: Int, temporary: FilePath,
        files: any FileSystem = LocalFileSystem(.whole)
    ) {
        self.source = source
        self.destination = destination
        name = destination.lastComponent?.string ?? ""
        clock = JinjaClock(seconds: seconds, offset: offset)
        self.temporary = temporary
        self.files = files
    }

    /// Asks, renders, and runs what may run.
    ///
    /// - Parameters:
    ///   - prompter: asks the person; `nil` takes the defaults.
    ///   - consent: whether a script may run, by its text; `nil` if none may.
    ///   - report: takes what scripts write.
    /// - Throws: `Failure` with all that is wrong with the template or the answers, or of a script that fails.
    public func render(
        assigned: AssignedAnswers, prompter: (any Prompter)?, consent: ((CookiecutterHook, String) -> Bool)?,
        report: @escaping (String) -> Void
    ) async throws -> Outcome {
        let scratch = temporary.appending("mlkit-cookiecutter-\(String(UInt64.random(in: 0 ... .max), radix: 36))")
        defer { try? files.remove(scratch) }
        var session = HookSession(
            hooks: try CookiecutterHook.all(in: source.folder, files: files), consent: consent, scratch: scratch,
            runner: HookRunner(files: files, temporary: scratch.appending("run"), report: report), files: files)
        let folder = try await session.prepared(source.folder)
        let template = try CookiecutterTemplate(at: folder, name: fetchedName, files: files)
        let environment = JinjaEnvironment(
            settings: template.settings.jinja, clock: clock, effects: JinjaEffects(SystemRandomNumberGenerator()))
        var interview = CookiecutterInterview(template, projectName: name, environment: environment)
        let answers = try interview.run(assigned: assigned, prompter: prompter)
        var tree = CookiecutterTree(template, surrounded(answers.variables), environment, files)
        let folderName = try tree.folderName()
        let finished = try await session.finished(&tree, folderName)
        var rendering = Rendering(
            of: template, projectName: name, answers: Answers(given: answers.given), files: finished)
        rendering.provenance = provenance
        return Outcome(
            rendering: rendering,
            warnings: template.warnings + environment.effects.warnings + tree.warnings + session.warnings
                + nameWarning(folderName))
    }

    /// A folder by its whole path: a relative one would be relative to something else later.
    private var provenance: TemplateProvenance {
        TemplateProvenance(
            source: source.commit == nil ? source.folder.string : source.description, commit: source.commit)
    }

    /// The last part of a URL, or of the folder in it: `https://host/name.git@v1`, `https://host/x#templates/name`.
    private var fetchedName: String? {
        guard source.commit != nil else { return nil }
        let isInFolder = source.description.contains("#")
        let last = source.description.split { "/:#".contains($0) }.last.map(String.init)
        guard var name = last, !isInFolder else { return last }
        name = name.split(separator: "@").first.map(String.init) ?? name
        return name.hasSuffix(".git") ? String(name.dropLast(4)) : name
    }

    /// The variables with those that cookiecutter itself adds.
    private func surrounded(_ variables: JinjaDictionary) -> JinjaDictionary {
        var variables = variables
        variables["_template"] = .string(source.description)
        variables["_output_dir"] = .string(destination.removingLastComponent().string)
        variables["_repo_dir"] = .string(source.folder.string)
        variables["_checkout"] = JinjaValue.none
        return variables
    }

    private func nameWarning(_ folderName: String) -> [Diagnostic] {
        guard folderName != name else { return [] }
        return [
            .warning("the template calls the project's folder `\(folderName)`; it is `\(name)`, as you asked")
        ]
    }
}
