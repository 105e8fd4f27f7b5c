internal import MLKitCore
internal import SystemPackage

/// A script of a template: `hooks/post_gen_project.py`.
public struct CookiecutterHook: Sendable {
    enum Event: String, CaseIterable, Sendable {
        /// Before anything is read, in a copy of the template.
        case prePrompt = "pre_prompt"
        /// Before the files are written, in the empty folder.
        case preGenerate = "pre_gen_project"
        /// In the new project.
        case postGenerate = "post_gen_project"
    }

    let event: Event
    let path: FilePath
    /// Below the template's folder: `hooks/post_gen_project.py`.
    public let name: String

    static let folder = "hooks"

    /// The scripts of a template, in the order they run.
    static func all(in template: FilePath, files: any FileSystem) throws -> [CookiecutterHook] {
        let folder = template.appending(Self.folder)
        guard try files.information(at: folder)?.kind == .directory else { return [] }
        let names = try files.list(folder).filter { !$0.hasSuffix("~") }
        return Event.allCases.flatMap { event in
            names.filter {
                $0 == event.rawValue || $0.hasPrefix("\(event.rawValue).") && FilePath($0).stem == event.rawValue
            }
            .map { CookiecutterHook(event: event, path: folder.appending($0), name: "\(Self.folder)/\($0)") }
        }
    }
}
