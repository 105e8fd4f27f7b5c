internal import MLKitCore
internal import Stencil

/// A text of the template language, checked: braces closed, blocks nested, every variable and filter known.
struct TextTemplate: Sendable {
    /// With contents as Stencil reads them.
    private let tokens: [TextToken]
    private let file: String

    /// - Throws: `Failure` with the place of everything that is wrong.
    init(_ source: TextSource, _ scope: Scope) throws {
        var checker = TextChecker(source, scope)
        tokens = checker.check()
        file = source.file
        guard checker.problems.isEmpty else { throw Failure(checker.problems) }
    }

    /// The text with values in place of variables.
    ///
    /// - Parameter engine: the place of filters and tags, made once for many texts.
    func render(_ values: [String: JSON], engine: TextEngine) throws -> String {
        if let plainText { return plainText }
        do {
            return try engine.render(tokens, values)
        } catch {
            throw Failure("cannot render `\(file)`", notes: ["\(error)"])
        }
    }
}

extension TextTemplate {
    /// A text that is part of another file: its problems are placed where that part stands.
    init(_ text: String, at location: SourceLocation, _ scope: Scope) throws {
        do {
            try self.init(TextSource(file: location.file, bytes: Array(text.utf8)), scope)
        } catch let failure as Failure {
            throw Failure(
                failure.diagnostics.map { problem in
                    var problem = problem
                    problem.location = location
                    return problem
                })
        }
    }

    /// The text itself if it has no braces, as most paths and many files.
    var plainText: String? {
        tokens.allSatisfy { $0.kind == .text } ? tokens.map(\.contents).joined() : nil
    }
}
