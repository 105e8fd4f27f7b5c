internal import MLKitCore
internal import Stencil

/// A text of the template language, checked: braces closed, blocks nested, every variable and filter known.
struct TextTemplate: Sendable {
    /// With contents as Stencil reads them.
    private let tokens: [TextToken]
    private let source: TextSource
    /// The variables that stand in the text, without those of loops.
    let uses: Set<String>
    /// The partials that the text includes, directly or not.
    let includes: Set<String>
    /// The expression that is the whole text; `nil` if there is anything else in it.
    let onlyExpression: TextExpression?

    /// - Throws: `Failure` with the place of everything that is wrong.
    init(_ source: TextSource, _ scope: Scope) throws {
        var checker = TextChecker(source, scope)
        tokens = checker.check()
        self.source = source
        uses = checker.uses
        includes = checker.includes
        onlyExpression = checker.onlyExpression
        guard checker.problems.isEmpty else { throw Failure(checker.problems) }
    }

    /// The text with values in place of variables.
    ///
    /// - Parameter engine: the place of filters and tags, made once for many texts.
    func render(_ values: TextValues, engine: TextEngine) throws -> String {
        if let plainText { return plainText }
        return try source.naming { try engine.render(tokens, values) }
    }

    /// As the template has it.
    var text: String { source.text(0..<source.bytes.count) }

    /// The text itself if it has no braces, as most paths and many files.
    var plainText: String? {
        tokens.allSatisfy { $0.kind == .text } ? tokens.map(\.contents).joined() : nil
    }
}

extension TextSource {
    /// Does what only values can make fail, and says which text it was.
    func naming<Result>(_ body: () throws -> Result) throws -> Result {
        do { return try body() } catch let failure as Failure {
            throw Failure("cannot render `\(file)`", at: place, notes: failure.diagnostics.map(\.message))
        } catch let error as TemplateSyntaxError {
            throw Failure("cannot render `\(file)`", at: place, notes: [error.reason])
        } catch {
            throw Failure("cannot render `\(file)`", at: place, notes: ["\(error)"])
        }
    }
}
