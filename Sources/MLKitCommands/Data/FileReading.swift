internal import MLKitCore
internal import MLKitSpec
internal import MLKitTables
internal import SystemPackage

/// How the tables that a command line names are read where `--read` does not say it: as a stage of the project reads its source.
///
/// That is the stage whose source is among them. Where none is, and a model of the project is asked, they are taken for files as
/// the source is, if all stages of kind `data` read theirs alike.
struct FileReading {
    private let options: ReadingOptions
    /// The stage whose key `read` says so; `nil` for `--read`, and where nothing is said.
    private let stage: String?
    /// What the tables are called, as they were typed.
    private let names: [String]

    /// - Parameters:
    ///   - read: `--read` as it was typed.
    ///   - names: all tables of the command line, as they were typed: of two that are compared, what holds for one holds for both.
    ///   - project: the folder of the project, as it was typed; found from here upwards if `nil`.
    ///   - model: where the model stands that is asked about the tables, if one is.
    /// - Throws: `Failure` for a `--read` that says nothing.
    init(
        _ read: String?, of names: [String], project: String? = nil, model: FilePath? = nil, _ surroundings: Surroundings
    ) throws {
        self.names = names
        if let read {
            (options, stage) = (try ReadingOptions(parsing: read, name: "--read"), nil)
            return
        }
        let found = Self.stages(project, surroundings).flatMap { root, stages in
            Self.only(stages.filter { stage in names.contains { stage.isSource($0, in: root, surroundings.directory) } })
                ?? (model?.lexicallyNormalized().starts(with: root) == true ? Self.only(stages) : nil)
        }
        (options, stage) = (found?.read ?? ReadingOptions(), found.flatMap { $0.read == ReadingOptions() ? nil : $0.name })
    }

    /// How a file is read: what a stage says of its source holds for a file of another format as far as that can have it.
    func options(of path: FilePath) -> ReadingOptions { stage == nil ? options : options.fitting(path) }

    /// A failure to read one of the tables, with what decided how it was read: that may be what is wrong.
    func explaining(_ failure: Failure) -> Failure {
        guard let stage, let last = failure.diagnostics.last,
            last.location != nil || names.contains(where: { last.message.contains("`\($0)`") })
        else { return failure }
        var diagnostics = failure.diagnostics
        diagnostics[diagnostics.count - 1].notes.append(
            "it was read as `read` of the stage `\(stage)` says; `--read '{}'` reads it otherwise")
        return Failure(diagnostics)
    }

    /// Says that a file is read in another encoding than UTF-8, since it is none.
    static func tell(otherText name: String) {
        tell(
            .warning(
                "`\(name)` is not UTF-8, and is read as Latin-1 (or Windows-1252), which such files mostly are",
                hint: "`--read '{encoding: latin-1}'` says so"))
    }

    static func tell(_ warning: Diagnostic) {
        Console.standard.error(DiagnosticRenderer(colour: Console.standard.errorIsColoured).render(warning))
    }

    /// A stage of kind `data`, with what it reads.
    private struct Stage {
        let name: String
        let configuration: DataConfiguration

        var read: ReadingOptions { configuration.read }

        func isSource(_ name: String, in root: FilePath, _ directory: FilePath) -> Bool {
            if let address = configuration.address { return address == name }
            let paths = (try? TableFiles(name, directory: directory))?.paths ?? []
            let source = configuration.source
            return paths.contains { path in
                let inside = path.name(in: root)
                return FilePath(inside).isRelative && (inside.hasSameBytes(as: source) || Glob(source).matches(inside))
            }
        }
    }

    /// The one whose way of reading is that of all; `nil` where they differ, or there is none.
    private static func only(_ stages: [Stage]) -> Stage? {
        stages.first.flatMap { first in stages.allSatisfy { $0.read == first.read } ? first : nil }
    }

    /// The stages of kind `data` of the project. One that cannot be read decides nothing, which is said: tables are looked at without any.
    private static func stages(_ project: String?, _ surroundings: Surroundings) -> (root: FilePath, stages: [Stage])? {
        guard let root = try? ProjectOption.nearest(project, surroundings)?.lexicallyNormalized() else { return nil }
        let spec: ProjectSpec
        do { spec = try ProjectOption.spec(root) } catch {
            let reasons = (error as? Failure)?.diagnostics.prefix(3).map(\.message) ?? []
            tell(
                .warning(
                    "`\(root.appending(ProjectSpec.fileName).name(in: surroundings.directory))` cannot be read, so that no stage says "
                        + "how tables are written",
                    notes: Array(reasons), hint: "mend it, as `mlkit status` tells; `--read '{}'` reads tables without it"))
            return nil
        }
        let stages = spec.stages.compactMap { stage in
            (stage.settings.value as? DataConfiguration).map { Stage(name: stage.name, configuration: $0) }
        }
        return (root, stages)
    }
}
