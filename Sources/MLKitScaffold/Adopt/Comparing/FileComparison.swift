/// A file of a template beside what a project has at its place.
public struct FileComparison: Sendable {
    public enum State: Hashable, Sendable {
        /// The same bytes.
        case identical
        /// Another content: how many lines only the project has, and how many only the template.
        case similar(own: Int, template: Int)
        /// Something else of the project takes its place, in words.
        case covered(String)
        case missing
        /// It cannot be written, in words.
        case blocked(String)
    }

    public let file: RenderedFile
    public let state: State

    public var isMissing: Bool { state == .missing }
}
